"""Every kind of paper under every rule set as a Word file, read back against what domain.md §4 says (word_measures)."""

from functools import cache

import pytest

from reports.documents.layout import RULE_SETS, lay_out
from reports.documents.layout.rule_sets import rules_of
from reports.documents.word.writing import docx_of
from tests.reports.layout_expected import EXPECTED
from tests.reports.sample_facts import KINDS, draft, sample
from tests.reports.word_measures import MEASURES, OF_DRAFTS, Copy

AUTHOR = "Ban Tuyên giáo"


def keyed(facts):
    """Name the slots of the sections, as composing does."""

    def name(sections, above):
        for n, section in enumerate(sections, start=1):
            section["key"] = f"{above}{n}"
            name(section["parts"], f"{above}{n}/")

    name(facts["sections"], "s")
    for annex in facts["annexes"]:
        name(annex["sections"], f"annex:{annex['key']}/")
    return facts


def word(facts, **typed):
    return docx_of(lay_out(keyed(facts)), AUTHOR, **typed)


@cache
def made(kind, rules):
    return Copy(word(sample(kind, rules), document=12))


@cache
def draft_of(kind, rules):
    return Copy(word(draft(kind, rules), document=12))


ALL_MEASURES = [*((*row, made) for row in MEASURES), *((*row, draft_of) for row in OF_DRAFTS)]


def verdict(measure, kind, rules, paper_of):
    try:
        found, wanted = measure(paper_of(kind, rules), kind, rules, EXPECTED[rules])
    except (AssertionError, StopIteration, ValueError, AttributeError, KeyError) as missing:
        return f"fail: {missing!r}"
    return "pass" if found == wanted else f"fail: {found} is not {wanted}"


@pytest.mark.parametrize("rules", EXPECTED)
def test_every_kind_keeps_every_rule_in_word(rules):
    fails = []
    print(f"\n{RULE_SETS[rules].name}")
    for measure, kinds, _names, paper_of in ALL_MEASURES:
        verdicts = {kind: verdict(measure, kind, rules, paper_of) for kind in KINDS if kind in kinds}
        fails += [f"{measure.__name__}, {kind}: {said}" for kind, said in verdicts.items() if said != "pass"]
        print(f"{measure.__name__:18}", *(f"{verdicts.get(kind, '–')[:4]:6}" for kind in KINDS))
    print(*fails, sep="\n")
    assert fails == []


def test_every_rule_of_a_rule_set_is_measured_in_word():
    measured = {name for row in ALL_MEASURES for name in row[2]}
    assert {name for name, _rule in rules_of(RULE_SETS["hd05"])} - measured == set()


def test_equal_sheets_give_equal_bytes():
    first, second = (word(sample("result-report", "hd05"), document=12) for _ in range(2))
    assert (first == second, first != word(sample("result-report", "hd05"), document=13)) == (True, True)
