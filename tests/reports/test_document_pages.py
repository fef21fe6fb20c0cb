"""Pages of drafts and issued documents, as the cast meets them."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Assignment, Inspection
from reports.models import Document, DocumentText, Term
from tests.standing import standing
from workflow.models import Event

REFERENCE = "DVCQ2026-28108"
DAY = date(2026, 5, 20)


@pytest.fixture
def inspection(db):
    inspection = Inspection.objects.get(reference=REFERENCE)
    standing(inspection, "in_session")
    board = inspection.campaign.inspecting_organization
    Term.objects.get_or_create(organization=board, name="2025–2030", defaults={"starts_on": date(2025, 10, 2)})
    return inspection


@pytest.fixture
def begin(inspection, signed_in, minh):
    """begin("result-report") → the draft that Minh began on its page."""

    def make(kind="conclusion-notice", day="20/5/2026", **typed):
        address = reverse("document_of_inspection", args=[REFERENCE])
        answer = signed_in(minh).post(address, {"kind": kind, "effective_on": day, **typed})
        assert (answer.status_code, refusals_in(answer)) == (302, [])
        return Document.objects.get(pk=answer["Location"].split("/")[2])

    return make


def refusals_in(answer):
    return [] if answer.context is None else [*answer.context["refusal"], answer.context["form"].errors]


def words_of(answer):
    return answer.content.decode()


def test_minh_begins_a_notice_and_reads_its_slots_as_they_print(begin, minh, signed_in):
    draft = begin()
    assert (draft.state, draft.effective_on, draft.draft_number) == ("draft", DAY, 1)
    page = words_of(signed_in(minh).get(draft.get_absolute_url()))
    assert ("Dự thảo lần 1" in page, "Trích yếu" in page, "Nơi nhận" in page) == (True, True, True)
    assert reverse("document_slot", args=[draft.pk, "about"]) in page
    panel = words_of(signed_in(minh).get(draft.inspection.get_absolute_url()))
    addresses = [draft.get_absolute_url(), reverse("document_of_inspection", args=[REFERENCE])]
    assert [address for address in addresses if address not in panel] == []


def test_the_same_paper_isnt_begun_twice(begin, minh, signed_in):
    draft = begin()
    answer = signed_in(minh).post(reverse("document_of_inspection", args=[REFERENCE]), {"kind": "conclusion-notice"})
    twins = Document.objects.filter(inspection=draft.inspection, kind=draft.kind, state="draft")
    assert (answer.status_code, list(twins)) == (409, [draft])


@pytest.mark.parametrize(
    ("state", "is_withheld", "lies_with", "is_offered"),
    [
        ("concluded", False, "accepted", True),
        ("followed_up", False, "open", True),
        ("followed_up", True, "open", False),
        ("followed_up", False, "answered", False),
        ("closed", False, "open", False),
    ],
)
def test_a_concluded_inspection_offers_a_reminder_of_what_is_owed_and_no_other_draft(
    inspection, minh, ngoc, signed_in, state, is_withheld, lies_with, is_offered
):
    standing(inspection, state)
    Inspection.objects.filter(pk=inspection.pk).update(is_withheld=is_withheld)
    assignments = list(Assignment.objects.filter(recommendation__inspection=inspection))
    for assignment in assignments:
        standing(assignment, lies_with)
        Assignment.objects.filter(pk=assignment.pk).update(due_on=date(2026, 5, 1), due_as_printed="")
    address, browser = reverse("document_of_inspection", args=[REFERENCE]), signed_in(minh)
    page = words_of(browser.get(inspection.get_absolute_url()))
    offered = (address in page, "Soạn Công văn đôn đốc" in page)
    assert ('id="documents"' in page, offered) == (True, (is_offered, is_offered))
    assert browser.post(address, {"kind": "conclusion-notice"}).status_code == (422 if is_offered else 409)
    if is_offered:
        begun = browser.post(address, {"kind": "reminder-letter", "effective_on": "20/5/2026"})
        letter = words_of(browser.get(begun["Location"]))
        assert letter.count("(đã quá hạn)") == len(assignments) > 0


def test_lan_finds_no_draft_anywhere(begin, lan, hoa, signed_in):
    draft = begin()
    names = [f"document_{page}" for page in ("show", "print", "download", "word", "edit", "discard", "replace")]
    for user in (lan, hoa):
        browser = signed_in(user)
        addresses = [reverse(name, args=[draft.pk]) for name in names]
        addresses += [reverse("document_slot", args=[draft.pk, "about"])]
        addresses += [reverse("document_step", args=[draft.pk, step]) for step in ("submit", "issue", "publish")]
        assert {browser.get(address).status_code for address in addresses} == {404}
        assert {browser.post(reverse(name, args=[draft.pk])).status_code for name in POSTED} == {404}
        assert browser.get(reverse("document_of_inspection", args=[REFERENCE])).status_code == 404
        assert draft.get_absolute_url() not in words_of(browser.get(reverse("document_list")))


POSTED = ["document_slot_preview", "document_take_over", "document_slot_reset"]


def test_van_reads_a_draft_of_her_delegation_and_changes_nothing(begin, van, signed_in):
    draft, browser = begin(), signed_in(van)
    page = browser.get(draft.get_absolute_url())
    assert (page.status_code, reverse("document_edit", args=[draft.pk]) in words_of(page)) == (200, False)
    assert browser.get(reverse("document_slot", args=[draft.pk, "about"])).status_code == 403
    assert browser.get(reverse("document_step", args=[draft.pk, "issue"])).status_code == 403


def write(browser, draft, text, slot="opening", **typed):
    return browser.post(reverse("document_slot", args=[draft.pk, slot]), {"text": text, **typed})


def test_minhs_words_are_stored_and_printed_clean(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    form = words_of(browser.get(reverse("document_slot", args=[draft.pk, "opening"])))
    assert "thông báo kết luận như sau" in form  # what the portal composed is there to be changed
    assert write(browser, draft, "**Đậm** <script>x</script>\r\n- một").status_code == 302
    page = words_of(browser.get(draft.get_absolute_url()))
    assert "<strong>Đậm</strong> &lt;script&gt;x&lt;/script&gt;" in page
    printed = words_of(browser.get(reverse("document_print", args=[draft.pk])))
    assert ("<strong>Đậm</strong>" in printed, "<script>x" in printed) == (True, False)
    assert Event.objects.about(DocumentText.objects.get(document=draft)).count() == 1


def test_an_older_copy_of_a_slot_is_not_saved_over_a_newer_one(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    write(browser, draft, "Một")
    revision = DocumentText.objects.get(document=draft).revision
    assert write(browser, draft, "Hai", revision=revision).status_code == 302
    late = write(browser, draft, "Ba", revision=revision)
    assert (late.status_code, "Ba" in words_of(late), "Hai" in words_of(late)) == (409, True, True)


def test_the_preview_of_a_text_writes_nothing(begin, minh, signed_in):
    draft = begin()
    answer = signed_in(minh).post(reverse("document_slot_preview", args=[draft.pk]), {"text": "*nghiêng*"})
    assert ("<em>nghiêng</em>" in words_of(answer), draft.texts.count()) == (True, 0)


def test_a_changed_fact_marks_its_slot_and_is_taken_over_while_own_words_stay(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    write(browser, draft, "Lời riêng", slot="opening")
    finding = draft.inspection.findings.filter(kind="strength", is_internal=False).first()
    finding.text = "Việc mới ghi sau khi soạn"
    finding.save()
    page = browser.get(draft.get_absolute_url())
    behind = [row for row in page.context["slots"] if row.is_behind]
    assert (len(behind), "<ins>" in words_of(page)) == (1, True)
    assert browser.post(reverse("document_take_over", args=[draft.pk]), {"slot": behind[0].key}).status_code == 302
    page = browser.get(draft.get_absolute_url())
    assert [row for row in page.context["slots"] if row.is_behind] == []
    assert ("Việc mới ghi sau khi soạn" in words_of(page), "Lời riêng" in words_of(page)) == (True, True)


def test_own_words_over_a_changed_fact_are_kept_or_dropped(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    finding = draft.inspection.findings.filter(kind="strength", is_internal=False).first()
    rows = browser.get(draft.get_absolute_url()).context["slots"]
    key = next(row.key for row in rows if finding.text[:20] in row.html)
    write(browser, draft, "Câu của tôi", slot=key)
    finding.text = "Việc mới ghi"
    finding.save()
    row = slot_of(browser, draft, key)
    assert (row.is_own, row.is_behind) == (True, True)
    browser.post(reverse("document_take_over", args=[draft.pk]), {"slot": key})
    row = slot_of(browser, draft, key)
    assert (row.is_own, row.is_behind, "Câu của tôi" in row.html) == (True, False, True)
    browser.post(reverse("document_slot_reset", args=[draft.pk]), {"slot": key})
    row = slot_of(browser, draft, key)
    assert (row.is_own, "Việc mới ghi" in row.html) == (False, True)


def slot_of(browser, draft, key):
    return next(row for row in browser.get(draft.get_absolute_url()).context["slots"] if row.key == key)


def test_the_paper_follows_the_day_it_is_meant_for(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    address = reverse("document_edit", args=[draft.pk])
    typed = {"effective_on": "10/6/2026", "place": "Tân An", "revision": draft.revision}
    assert browser.post(address, typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.effective_on, draft.rule_set, draft.facts["place"]) == (date(2026, 6, 10), "hd05", "Tân An")
    assert "10/06/2026" in words_of(browser.get(draft.get_absolute_url()))
    wrong = browser.post(address, {"effective_on": "31/2/2026", "revision": draft.revision})
    assert wrong.status_code == 422


def test_minh_throws_a_draft_away(begin, minh, signed_in):
    draft, browser = begin(), signed_in(minh)
    write(browser, draft, "Lời riêng")
    answer = browser.post(reverse("document_discard", args=[draft.pk]), {"reason": "Soạn nhầm loại"})
    assert (answer.status_code, Document.objects.filter(pk=draft.pk).count()) == (302, 0)


def step(browser, draft, name, **typed):
    return browser.post(reverse("document_step", args=[draft.pk, name]), typed)


@pytest.fixture
def submitted(begin, inspection, minh, signed_in):
    draft = begin()
    assert step(signed_in(minh), draft, "submit").status_code == 302
    standing(inspection, "for_decision")
    return draft


def test_ngoc_sends_back_and_the_next_draft_has_the_next_number(submitted, ngoc, minh, signed_in):
    assert step(signed_in(ngoc), submitted, "send_back", reason="Thiếu giờ").status_code == 302
    submitted.refresh_from_db()
    assert (submitted.state, submitted.draft_number) == ("draft", 2)
    assert "Dự thảo lần 2" in words_of(signed_in(minh).get(submitted.get_absolute_url()))


def test_ngoc_issues_once_with_the_number_that_was_proposed(submitted, ngoc, minh, lan, signed_in):
    browser, address = signed_in(ngoc), reverse("document_step", args=[submitted.pk, "issue"])
    page = browser.get(address)
    proposed = page.context["form"].initial["n"]
    assert ('class="btn seal"' in words_of(page), f'value="{proposed}"' in words_of(page)) == (True, True)
    assert browser.post(address, {"issued_on": "20/05/2026"}).status_code == 422  # not confirmed
    typed = {"issued_on": "20/05/2026", "n": str(proposed), "is_confirmed": "on"}
    assert [browser.post(address, typed).status_code for _press in range(2)] == [302, 302]
    submitted.refresh_from_db()
    assert (submitted.state, submitted.taken_number.n, submitted.draft_number) == ("issued", proposed, 1)
    assert Event.objects.about(submitted).filter(act="issue").count() == 1
    first = browser.get(reverse("document_download", args=[submitted.pk]))
    assert first.content[:5] == b"%PDF-"
    assert signed_in(lan).get(submitted.get_absolute_url()).status_code == 404
    assert signed_in(minh).get(reverse("document_edit", args=[submitted.pk])).status_code == 403
