"""Every kind of paper under every rule set, measured in its PDF against what domain.md §4 says (layout_measures).

`test_every_kind_keeps_every_rule` prints a table kind × rule: pass, fail, or own default where no source says it.
"""

from dataclasses import replace
from functools import cache

import pytest

from reports.documents.layout import RULE_SETS, lay_out
from reports.documents.layout.rule_sets import OWN, Rule, rules_of
from reports.documents.layout.stylesheet import css_of
from reports.documents.press.engine import pdf_bytes
from reports.documents.press.render import html_of
from tests.reports.layout_expected import EXPECTED
from tests.reports.layout_measures import (
    MEASURES,
    OF_DRAFTS,
    OF_FULL_PAGES,
    margin_bottom,
    margin_left,
    margin_right,
    margin_top,
)
from tests.reports.measured import MM, Printed
from tests.reports.sample_facts import KINDS, draft, filled_to_the_foot, sample


@cache
def printed(kind, rules):
    return Printed(_pdf(sample(kind, rules)))


@cache
def draft_of(kind, rules):
    return Printed(_pdf(draft(kind, rules)))


def _pdf(facts):
    sheet = lay_out(facts)
    return pdf_bytes(html_of(sheet), sheet["stylesheet"])


@cache
def full_page_of(kind, rules):
    return Printed(_pdf(filled_to_the_foot(kind, rules)))


ALL_MEASURES = [
    *((*row, printed) for row in MEASURES),
    *((*row, full_page_of) for row in OF_FULL_PAGES),
    *((*row, draft_of) for row in OF_DRAFTS),
]


def verdict(measure, kind, rules, paper_of):
    try:
        found, wanted = measure(paper_of(kind, rules), kind, rules, EXPECTED[rules])
    except (AssertionError, StopIteration, ValueError) as missing:
        return f"fail: {missing!r}"
    return "pass" if found == wanted else f"fail: {found} is not {wanted}"


@pytest.mark.parametrize("rules", EXPECTED)
def test_every_kind_keeps_every_rule(rules):
    sources = {name: rule.source for name, rule in rules_of(RULE_SETS[rules])}
    fails = []
    print(f"\n{RULE_SETS[rules].name}")
    for measure, kinds, names, paper_of in ALL_MEASURES:
        own = any(sources[name] == OWN for name in names)
        verdicts = {kind: verdict(measure, kind, rules, paper_of) for kind in KINDS if kind in kinds}
        fails += [f"{measure.__name__}, {kind}: {said}" for kind, said in verdicts.items() if said != "pass"]
        words = {kind: "own default" if said == "pass" and own else said[:4] for kind, said in verdicts.items()}
        print(f"{measure.__name__:18}", *(f"{words.get(kind, '–'):12}" for kind in KINDS))
    print(*fails, sep="\n")
    assert fails == []


@pytest.mark.parametrize("rules", EXPECTED)
def test_no_letter_sticks_out_of_the_right_margin(rules):
    """By more than a fifth of a millimetre: on no page of any kind."""
    out = {}
    for kind in KINDS:
        for sheet in printed(kind, rules).sheets:
            ends = [char["x1"] * MM for char in sheet.page.chars if char["text"].strip()]
            out[kind] = max(out.get(kind, 0), max(ends) - (sheet.width - 15))
    assert {kind: by for kind, by in out.items() if by > 0.2} == {}


SIDES = [
    ("left", 1, margin_left),
    ("right", 1, margin_right),
    ("top", 1, margin_top),
    ("bottom", 1, margin_bottom),
    ("bottom", -1, margin_bottom),
]


@pytest.mark.parametrize(("side", "by", "measure"), SIDES)
def test_a_margin_moved_by_one_millimetre_fails(side, by, measure):
    make = filled_to_the_foot if side == "bottom" else sample
    rules = RULE_SETS["hd05"]
    edges = replace(rules.margins.value, **{side: getattr(rules.margins.value, side) + by})
    moved = replace(rules, margins=Rule(edges, "moved"))
    pdf = Printed(pdf_bytes(html_of(lay_out(make("conclusion-notice", "hd05"))), css_of(moved)))
    assert verdict(measure, "conclusion-notice", "hd05", lambda kind, rules: pdf).startswith("fail: ")


def test_every_rule_of_a_rule_set_is_measured():
    measured = {name for row in ALL_MEASURES for name in row[2]}
    assert {name for name, _rule in rules_of(RULE_SETS["hd05"])} - measured == set()
