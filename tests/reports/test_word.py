"""Every kind of paper under every rule set as a Word file, read back against what domain.md §4 says (word_measures)."""

import io
import zipfile
from functools import cache

import pytest

from ground.richtext import html_of
from reports.documents.compose.slots import slots_of, with_texts
from reports.documents.layout import RULE_SETS, lay_out
from reports.documents.layout.rule_sets import rules_of
from reports.documents.word.marks import digest_of, words_of
from reports.documents.word.reading import read
from reports.documents.word.typed import about_of, typed_text, without_word
from reports.documents.word.writing import docx_of
from tests.reports.layout_expected import EXPECTED
from tests.reports.layout_measures import ANNEX
from tests.reports.sample_facts import KINDS, draft, in_parts, sample
from tests.reports.word_measures import MEASURES, OF_DRAFTS, OF_PARTS, Copy

AUTHOR = "Ban Tuyên giáo"


def keyed(facts):
    """Name the slots of the sections, as composing does."""

    def name(sections, above):
        for n, section in enumerate(sections, start=1):
            section.update(key=f"{above}{n}", numbering=section.get("numbering", "sections"))
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


@cache
def in_one_file(kind, rules):
    """An annex whose PDF is printed in parts."""
    facts = in_parts(kind, rules)
    assert len(lay_out(facts)["parts"]) == 2
    return Copy(word(facts, document=12))


SOURCES = [(MEASURES, made), (OF_DRAFTS, draft_of), (OF_PARTS, in_one_file)]
ALL_MEASURES = [(*row, paper_of) for rows, paper_of in SOURCES for row in rows]


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
        kinds = ANNEX if paper_of is in_one_file else kinds
        verdicts = {kind: verdict(measure, kind, rules, paper_of) for kind in KINDS if kind in kinds}
        fails += [f"{measure.__name__}, {kind}: {said}" for kind, said in verdicts.items() if said != "pass"]
        print(f"{measure.__name__:18}", *(f"{verdicts.get(kind, '–')[:4]:6}" for kind in KINDS))
    print(*fails, sep="\n")
    assert fails == []


def test_every_rule_of_a_rule_set_is_measured_in_word():
    measured = {name for row in ALL_MEASURES for name in row[2]}
    assert {name for name, _rule in rules_of(RULE_SETS["hd05"])} - measured == set()


def test_equal_sheets_give_equal_bytes_whenever_they_are_written():
    first, second = (word(sample("result-report", "hd05"), document=12) for _ in range(2))
    days = {each.date_time for each in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert (first == second, days) == (True, {(1980, 1, 1, 0, 0, 0)})


# --- Read again ------------------------------------------------------------------------------------------------------
def printed_in(found):
    """The words of each slot; above staff's own words an article's label stands on a line of its own."""
    return {key: words_of(blocks).replace(".\n", ". ") for key, blocks in found["slots"].items()}


@pytest.mark.parametrize("rules", EXPECTED)
def test_every_slot_comes_back_as_the_text_that_prints_the_same(rules):
    """What was read in each slot, typed as staff's own words, prints the same words there again."""
    for kind in KINDS:
        facts = keyed(draft(kind, rules))
        first = read(word(facts, document=12))
        sheet = lay_out(facts)
        lead = RULE_SETS[rules].letter_about_lead.value
        typed = {key: typed_text(key, blocks, blocks) for key, blocks in first["slots"].items()}
        if sheet["form"] == "letter":
            typed["about"] = about_of(typed["about"], (lead,), begins_small=False)
        if "addressees" in typed:
            typed["addressees"] = without_word(typed["addressees"], sheet["addressee_word"])
        again = read(word(with_texts(facts, {key: html_of(text) for key, text in typed.items()}), document=12))
        assert printed_in(again) == printed_in(first)
        assert (again["outside"], first["document"], len(first["digests"])) == (first["outside"], "12", len(typed))
        assert set(first["digests"]) == {slot.key for slot in slots_of(facts) if slot.paragraphs}
        assert {key: digest_of(blocks) for key, blocks in first["slots"].items()} == first["digests"]
