"""Pages of templates: the editor with its preview, versions, going back, the notice on a draft, two papers compared."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization
from inspections.models import Inspection
from reports.documents.compose import kind_of, kinds
from reports.documents.compose.kinds import COMPOSED
from reports.documents.issue.drafts import start_draft
from reports.documents.texts import write_slot
from reports.documents.views.compare import compared
from reports.documents.views.wording.forms import TemplateForm
from reports.documents.views.wording.versions import changed_places
from reports.documents.wording import newest, write
from reports.models import Document, DocumentTemplate

pytestmark = pytest.mark.django_db
BOARD, DAY = "btgdv-tu-tay-ninh", date(2026, 5, 20)
NOTICE = kind_of("conclusion-notice")
EDIT = f"/paper-settings/{BOARD}/templates/conclusion-notice/"
VERSIONS = f"{EDIT}versions/"
NAMES = {place.key: n for n, place in enumerate(NOTICE.places)}
HTMX = {"HX-Request": "true"}


def wording(order=(), headings=None, **texts):
    return {"order": list(order), "headings": headings or {}, "texts": texts}


def typed(version=0, **changed):
    """What the form holds, with some fields changed."""
    values = TemplateForm(kind=NOTICE, template=None).initial
    return {**values, "base": version, "reason": "theo góp ý", **changed}


def text(key, words):
    return {f"text_{NAMES[key]}": words}


@pytest.fixture
def board():
    return Organization.objects.get(short_code=BOARD)


@pytest.fixture
def draft(minh):
    row = Inspection.objects.get(reference="DVCQ2026-28138")
    Document.objects.filter(inspection=row, state__in=["draft", "submitted"]).delete()
    return start_draft("conclusion-notice", row, minh, day=DAY)


# --- The editor ------------------------------------------------------------------------------------------------------
def test_the_editor_of_every_kind_has_the_portals_words_in_its_fields_and_stores_nothing_of_them(minh, signed_in):
    browser = signed_in(minh)
    for slug, kind in kinds().items():
        page = browser.get(f"/paper-settings/{BOARD}/templates/{slug}/")
        assert page.status_code == 200, slug
        form = page.context["form"]
        shown = {place.key: form[f"text_{n}"].value() for n, place in enumerate(kind.places) if place.text is not None}
        assert shown == {place.key: place.text for place in kind.places if place.text is not None}
        sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        assert browser.post(page.request["PATH_INFO"], sent).status_code == 409, slug
    assert DocumentTemplate.objects.count() == 0


def test_minh_stores_what_he_typed_and_a_double_click_is_one_version(minh, board, signed_in):
    browser = signed_in(minh)
    sent = typed(**text("opening", "{ Cơ quan ban hành } báo:"), **{f"place_{NAMES['requests']}": 1})
    assert browser.post(EDIT, sent).url == VERSIONS
    assert browser.post(EDIT, sent).url == VERSIONS
    made = DocumentTemplate.objects.get(organization=board)
    assert (made.version, made.reason, made.made_by) == (1, "theo góp ý", minh)
    order = ["strengths", "requests", "shortcomings", "follow-up"]
    assert made.contents == wording(order, opening="{cơ quan ban hành} báo:")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(minh, signed_in):
    wrong = {**text("opening", "{đơn vi} báo:"), **text("grounds", "Căn cứ Luật"), f"heading_{NAMES['strengths']}": " "}
    page = signed_in(minh).post(EDIT, typed(**wrong))
    form = page.context["form"]
    assert (page.status_code, DocumentTemplate.objects.count()) == (422, 0)
    assert {name: errors[0].split(".")[0] for name, errors in form.errors.items()} == {
        f"text_{NAMES['opening']}": "Không có chỗ điền {đơn vi}",
        f"text_{NAMES['grounds']}": (
            "Giữ {phần cổng soạn}: phần này do dữ liệu của cuộc kiểm tra, chỉ thêm được câu trước, câu sau"
        ),
        f"heading_{NAMES['strengths']}": "Ghi đề mục",
    }
    assert "{đơn vi} báo:" in page.content.decode()


@pytest.mark.parametrize(
    "sent",
    [{}, {"base": "x"}, {"base": "-1"}, {"base": "9" * 40}, {"base": 0, f"place_{NAMES['requests']}": "9" * 40}],
)
def test_odd_input_is_refused(minh, signed_in, sent):
    assert signed_in(minh).post(EDIT, sent).status_code == 422
    assert signed_in(minh).post(EDIT, {**sent, "preview": "1", "about": "inspection-9" * 30}).status_code == 200


def test_text_that_the_print_font_or_any_search_could_not_hold_is_refused(minh, signed_in):
    for words in ("Tr­íc ngµy", "☃", "x" * 50_001):
        page = signed_in(minh).post(EDIT, typed(**text("opening", words)))
        assert list(page.context["form"].errors) == [f"text_{NAMES['opening']}"], words


def test_ngoc_who_edited_the_same_version_sees_both_and_overwrites_on_purpose(minh, ngoc, board, signed_in):
    write(NOTICE, board, wording(opening="Của Minh:"), minh, 0)
    browser = signed_in(ngoc)
    page = browser.post(EDIT, typed(**text("opening", "Của Ngọc:")))
    assert (page.status_code, page.context["is_outdated"]) == (409, True)
    assert [(row.theirs, row.yours) for row in page.context["conflict"]] == [("Của Minh:", "Của Ngọc:")]
    again = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert browser.post(EDIT, again).status_code == 302
    assert newest(NOTICE.slug, board.pk).contents == wording(opening="Của Ngọc:")


# --- The preview -----------------------------------------------------------------------------------------------------
def test_the_preview_shows_what_is_typed_in_the_chosen_paper_and_stores_nothing(minh, draft, signed_in):
    browser, about = signed_in(minh), {"preview": "1", "about": f"document-{draft.pk}"}
    sent = {**typed(**text("opening", "{cơ quan ban hành} <b>{thời kỳ} {x}")), **about}
    whole = browser.post(EDIT, sent)
    part = browser.post(EDIT, sent, headers=HTMX).content.decode()
    assert (whole.status_code, DocumentTemplate.objects.count()) == (200, 0)
    assert part in whole.content.decode()
    assert "Ban Tuyên giáo và Dân vận Tỉnh ủy &lt;b&gt;" in part.replace("\u2060", "")  # which ties names together
    assert '<mark class="missing">{x}</mark>' in part
    assert whole.context["form"][f"text_{NAMES['opening']}"].value() == "{cơ quan ban hành} <b>{thời kỳ} {x}"


def test_the_list_of_placeholders_has_the_values_of_the_chosen_paper(minh, signed_in):
    row = Inspection.objects.get(reference="DVCQ2026-28108")
    page = signed_in(minh).post(EDIT, {**typed(), "preview": "1", "about": f"inspection-{row.pk}"})
    preview = page.context["preview"]
    assert {each.mark: each.value for each in preview.placeholders}["{đơn vị}"] == "UBND xã Cần Đước"
    assert preview.chosen == f"inspection-{row.pk}"


def test_a_record_that_the_reader_may_not_see_is_never_previewed(minh, signed_in):
    strange = Inspection.objects.exclude(campaign__inspecting_organization__short_code=BOARD).first()
    page = signed_in(minh).post(EDIT, {**typed(), "preview": "1", "about": f"inspection-{strange.pk}"})
    preview = page.context["preview"]
    offered = [choice.value for choice in preview.choices]
    assert (f"inspection-{strange.pk}" in offered, preview.chosen) == (False, offered[0])


# --- Who -------------------------------------------------------------------------------------------------------------
def test_nobody_else_finds_the_pages(minh, ngoc, binh, lan, khoa, tuyet, thu, board, signed_in):
    write(NOTICE, board, wording(opening="Một:"), minh, 0)
    pages = [EDIT, VERSIONS, f"{VERSIONS}1/back/"]
    for user in (minh, ngoc):
        assert [signed_in(user).get(page).status_code for page in pages] == [200] * 3
    for user in (binh, lan, khoa, tuyet, thu):
        assert [signed_in(user).get(page).status_code for page in pages] == [404] * 3, user.username
    missing = [EDIT.replace("conclusion-notice", "no-such"), EDIT.replace(BOARD, "no-such"), f"{VERSIONS}7/back/"]
    assert [signed_in(minh).get(page).status_code for page in missing] == [404] * 3


# --- Versions --------------------------------------------------------------------------------------------------------
def test_any_two_versions_are_compared_place_by_place(minh, board, signed_in):
    first = wording(opening="Ban báo:", grounds=f"Căn cứ Luật\n{COMPOSED}")
    second = wording(
        ["requests", "strengths", "shortcomings", "follow-up"], {"strengths": "Kết quả"}, opening="Ban báo:"
    )
    for n, contents in enumerate([first, second]):
        write(NOTICE, board, contents, minh, n)
    changed = changed_places(NOTICE, first, second)
    assert labels(changed) == ["Thứ tự các mục", "Căn cứ", '<span lang="vi">Ưu điểm</span>']
    assert [(piece.kind, piece.text) for piece in changed[0].text] == [
        ("new", "Yêu cầu, đề nghị\n"),
        ("same", "Ưu điểm\nHạn chế, tồn tại\n"),
        ("old", "Yêu cầu, đề nghị\n"),
        ("same", "Tổ chức thực hiện\n"),
    ]
    browser = signed_in(minh)
    compared = {
        "": (1, 2, 3),
        "?b=1": (0, 1, 2),
        "?a=0&b=2": (0, 2, 3),
        "?a=2&b=0": (2, 0, 3),
        "?a=2&b=2": (2, 2, 0),
        "?a=99&b=x": (1, 2, 3),
    }
    for query, expected in compared.items():
        shown = browser.get(VERSIONS + query).context
        assert (shown["old"], shown["new"], len(shown["changed"])) == expected, query


def labels(rows):
    return [row.label for row in rows]


def test_going_back_writes_a_new_version_with_the_earlier_words(minh, ngoc, board, signed_in):
    for n, words in enumerate(["Một:", "Hai:"]):
        write(NOTICE, board, wording(opening=words), minh, n)
    browser = signed_in(ngoc)
    page = browser.get(f"{VERSIONS}1/back/")
    assert labels(page.context["changed"]) == ["Lời mở đầu"]
    assert browser.post(f"{VERSIONS}1/back/", {"base": 2, "reason": "Dùng lại bản 1"}).url == VERSIONS
    made = newest(NOTICE.slug, board.pk)
    assert (made.version, made.contents, made.reason) == (3, wording(opening="Một:"), "Dùng lại bản 1")
    assert browser.post(f"{VERSIONS}2/back/", {"base": 2}).status_code == 409  # somebody wrote the third meanwhile
    assert browser.post(f"{VERSIONS}0/back/", {"base": 3}).status_code == 302
    assert newest(NOTICE.slug, board.pk).contents == wording()


# --- On a draft ------------------------------------------------------------------------------------------------------
def test_a_draft_says_that_there_is_a_newer_template_and_follows_at_one_press(minh, board, draft, signed_in):
    browser, address = signed_in(minh), draft.get_absolute_url()
    assert browser.get(address).context["newer"] is None
    write(NOTICE, board, wording(opening="Ban báo:"), minh, 0, "gọn hơn")
    page = browser.get(address)
    assert page.context["newer"].reworded == [("slot-opening", "Lời mở đầu")]
    assert [slot.key for slot in page.context["slots"] if slot.is_reworded] == ["opening"]
    assert "gọn hơn" in page.content.decode()
    assert browser.get(f"{address}recompose/").status_code == 405
    assert browser.post(f"{address}recompose/").url == address
    page = browser.get(address)
    assert (page.context["newer"], f'href="{VERSIONS}"' in page.content.decode()) == (None, True)
    assert "bản 1" in [fact.value for fact in page.context["facts"]]


def test_taken_over_slot_by_slot_the_draft_has_the_new_version(minh, board, draft, signed_in):
    template = write(NOTICE, board, wording(opening="Ban báo:"), minh, 0)
    signed_in(minh).post(reverse("document_take_over", args=[draft.pk]), {"slot": "opening"})
    draft.refresh_from_db()
    assert (draft.facts["opening"], draft.template) == ("Ban báo:", template)


def test_who_may_not_write_the_draft_cannot_compose_it_anew(lan, tuyet, draft, signed_in):
    for user in (lan, tuyet):
        assert signed_in(user).post(f"{draft.get_absolute_url()}recompose/").status_code == 404


# --- Two papers ------------------------------------------------------------------------------------------------------
def test_two_drafts_are_compared_slot_by_slot_with_the_words_of_staff(minh, draft, signed_in):
    other = Document.objects.filter(kind="conclusion-notice").exclude(pk=draft.pk).first()
    write_slot(draft, "opening", "**Lời** riêng\nhai dòng", minh)
    found = compared(draft, other)
    opening = next(row for row in found.slots if row.label == "Lời mở đầu")
    assert [(piece.kind, piece.text) for piece in opening.pieces][-1] == ("new", "Lời riêng\nhai dòng")
    page = signed_in(minh).get(f"{draft.get_absolute_url()}compare/?with={other.pk}")
    assert page.context["found"] == found
    assert compared(draft, draft).slots == []


def test_only_papers_of_the_kind_that_the_reader_sees_are_offered(minh, lan, draft, signed_in):
    browser, address = signed_in(minh), f"{draft.get_absolute_url()}compare/"
    offered = [row.document for row in browser.get(address).context["others"]]
    assert {row.kind for row in offered} == {"conclusion-notice"}
    assert draft not in offered
    other_kind = Document.objects.exclude(kind="conclusion-notice").first()
    for key in (other_kind.pk, draft.pk, 999_999, "x", "9" * 40):
        assert browser.get(f"{address}?with={key}").status_code == 404, key
    assert signed_in(lan).get(address).status_code == 404
    row = offered[0].inspection
    found = browser.get(f"{address}?q={row.reference}").context["others"]
    assert {each.document.inspection_id for each in found} == {row.pk}


# --- Queries ---------------------------------------------------------------------------------------------------------
QUERIES = {EDIT: 26, VERSIONS: 5, "compare/": 11, "compare/?with": 10, "draft": 29}


def test_the_pages_ask_the_same_with_one_version_and_with_thirty(minh, board, draft, signed_in):
    other = Document.objects.filter(kind="conclusion-notice").exclude(pk=draft.pk).first()
    browser, own, counts = signed_in(minh), draft.get_absolute_url(), []
    pages = {EDIT: EDIT, VERSIONS: VERSIONS, "compare/": f"{own}compare/", "draft": own}
    pages["compare/?with"] = f"{own}compare/?with={other.pk}"
    for last in (1, 30):
        for n in range(DocumentTemplate.objects.count(), last):
            write(NOTICE, board, wording(opening=f"Bản {n}:"), minh, n)
        counts.append({name: queries(browser, page) for name, page in pages.items()})
    assert counts == [QUERIES] * 2


def queries(browser, page):
    browser.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(page).status_code == 200
    return len(seen)
