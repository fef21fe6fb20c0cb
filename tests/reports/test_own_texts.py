"""Staff's words in a draft's slots: written, printed clean, and compared with records that change afterwards."""

from datetime import date

import pytest

from inspections.models import Inspection
from reports.documents.compose import about_inspection, facts_of, kind_of
from reports.documents.texts import drop_text, slots_to_take_over, take_over_slot, with_own_texts, write_slot
from reports.models import Document, DocumentText
from tests.standing import standing
from workflow.history.acts import Outdated
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 20)


@pytest.fixture
def inspection():
    found = Inspection.objects.get(reference="DVCQ2026-28108")
    return standing(found, "in_session")


@pytest.fixture
def present(inspection):
    """present() → the notice composed from the records as they are now."""
    return lambda: facts_of(kind_of("conclusion-notice"), about_inspection(inspection.pk, DAY))


@pytest.fixture
def draft(inspection, present):
    return Document.objects.create(
        kind="conclusion-notice",
        issuing_organization=inspection.campaign.inspecting_organization,
        inspection=inspection,
        effective_on=DAY,
        rule_set="hd36",
        facts=present(),
    )


def change_a_finding(draft, text="Việc mới ghi sau khi soạn"):
    """Change a strength; return the key of its slot."""
    finding = draft.inspection.findings.filter(kind="strength", is_internal=False).first()
    found = [section["key"] for section in draft.facts["sections"] if finding.text[:15] in str(section["paragraphs"])]
    finding.text = text
    finding.save()
    return found[0]


def behind(draft, present):
    draft.refresh_from_db()
    return [slot.key for slot in slots_to_take_over(draft, present())]


def test_minhs_words_are_stored_as_typed_and_printed_by_the_allow_list(minh, draft):
    write_slot(draft, "opening", "**Đậm** <img src=x>\r\n\u202e- một  ", minh)
    text = draft.texts.get()
    assert text.text == "**Đậm** <img src=x>\n- một"
    facts = with_own_texts(draft.facts, draft)
    assert facts["opening"]["html"].startswith("<p><strong>Đậm</strong> &lt;img src=x&gt;</p>")
    assert draft.facts["opening"] != facts["opening"]  # what was composed stays beside them


def test_placeholders_are_filled_with_values_and_missing_ones_are_named(minh, draft, inspection):
    value = inspection.values.current().filter(about_organization=inspection.subject_organization).first()
    number = value.set_criterion.number
    inspection.values.filter(pk=value.pk).update(printed="<b>97%</b>", part="")
    write_slot(draft, "closing", f"Đạt **{{{number}}}**, còn {{99.9}}.", minh)
    facts = with_own_texts(draft.facts, draft)
    assert "<strong>&lt;b&gt;97%&lt;/b&gt;</strong>" in facts["closing"]["html"]
    assert [row["slot"] for row in facts["missing"] if "99.9" in row["text"]] == ["closing"]


def test_nothing_is_behind_until_a_record_changes(minh, draft, present):
    write_slot(draft, "opening", "Lời riêng", minh)
    assert behind(draft, present) == []
    key = change_a_finding(draft)
    assert behind(draft, present) == [key]
    slot = slots_to_take_over(draft, present())[0]
    assert ("Việc mới" in str(slot.now.content), "Việc mới" in str(slot.before.content)) == (True, False)


def test_one_slot_is_taken_over_and_words_of_others_stay(minh, draft, present):
    write_slot(draft, "opening", "Lời riêng", minh)
    key = change_a_finding(draft)
    take_over_slot(draft, key, minh, present())
    draft.refresh_from_db()
    assert ("Việc mới" in str(draft.facts["sections"]), behind(draft, present)) == (True, [])
    assert "Lời riêng" in with_own_texts(draft.facts, draft)["opening"]["html"]


def test_words_over_a_changed_fact_stay_until_they_are_dropped(minh, draft, present):
    key = change_a_finding(draft, text="Bản đầu")
    take_over_slot(draft, key, minh, present())
    write_slot(draft, key, "Câu của tôi", minh)
    change_a_finding_again(draft)
    assert behind(draft, present) == [key]
    take_over_slot(draft, key, minh, present())
    assert behind(draft, present) == []
    assert draft.texts.get().text == "Câu của tôi"
    drop_text(draft, key, minh, present())
    assert (draft.texts.count(), Event.objects.about(draft).count()) == (0, 1)
    with pytest.raises(TakenAlready):
        drop_text(draft, key, minh, present())


def change_a_finding_again(draft):
    finding = draft.inspection.findings.get(text="Bản đầu")
    finding.text = "Bản sau"
    finding.save()


def test_a_draft_composed_anew_still_says_that_words_are_about_other_facts(minh, draft, present):
    key = change_a_finding(draft, text="Bản đầu")
    take_over_slot(draft, key, minh, present())
    write_slot(draft, key, "Câu của tôi", minh)
    change_a_finding_again(draft)
    Document.objects.filter(pk=draft.pk).update(facts=present())
    assert behind(draft, present) == [key]


def test_an_older_copy_isnt_written_over_a_newer_one(minh, draft):
    first = write_slot(draft, "opening", "Một", minh)
    with pytest.raises(Outdated):
        write_slot(draft, "opening", "Hai, không biết bản một", minh)
    write_slot(draft, "opening", "Hai", minh, first.revision)
    with pytest.raises(Outdated):
        write_slot(draft, "opening", "Ba", minh, 1)
    assert DocumentText.objects.get().text == "Hai"


def test_others_write_nothing_and_no_slot_is_made_up(minh, van, lan, draft, present):
    for user in (van, lan):
        with pytest.raises(NotYours):
            write_slot(draft, "opening", "x", user)
    for act in (take_over_slot, drop_text):
        with pytest.raises(StepRefused):
            act(draft, "nothing", minh, present())
    with pytest.raises(StepRefused):
        write_slot(draft, "nothing", "x", minh)
    standing(draft, "submitted")
    with pytest.raises(TakenAlready):
        write_slot(draft, "opening", "x", minh)
