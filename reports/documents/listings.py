"""The lists of documents and of the numbers in registers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from accounts.people.models import User
from ground.listing import Column, Filter, LinkFilter, Listing, choices_of, words_of
from ground.text import nfc
from inspections.campaigns.filters import of_campaign, only
from inspections.inspections.listings import READ_OF_INSPECTION, ListedInspection, list_inspections
from inspections.models import Campaign, Inspection
from reports.documents.compose import kind_of, kinds
from reports.documents.models import Document
from reports.documents.registers.book import archive_of, recipients_of, signers_of, type_and_about
from reports.documents.registers.models import NumberRegister, TakenNumber
from reports.documents.registers.naming import register_name
from reports.documents.states import SHAPES, DocumentState

READ = ("kind", "state", "effective_on", "issued_on", "draft_number", "is_internal", "taken_number__printed")
USES = {"reserved": "going", "used": "done", "outside": "sent", "cancelled": "stop"}
MAY_CANCEL = (TakenNumber.Use.RESERVED, TakenNumber.Use.OUTSIDE)


def kind_name(slug: str) -> str:
    """Return the kind's name for screens; of one that is no longer there its slug."""
    kind = kind_of(slug)
    return str(kind.name) if kind else slug


# --- Documents -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ListedDocument:
    """A document with its number, "" without one; `inspected` None where it is about a campaign."""

    document: Document
    number: str
    inspected: ListedInspection | None


def _documents(user):
    rows = Document.objects.visible_to(user)
    rows = rows.select_related("taken_number", "campaign", "inspection__campaign", "inspection__subject_organization")
    above = [f"inspection__{name}" for name in READ_OF_INSPECTION]
    return rows.only(*READ, "inspection", "campaign__code", "campaign__theme", *above)


def list_documents(documents: list[Document], user: User) -> list[ListedDocument]:
    """Return the rows of the list; two queries for all."""
    inspections = list_inspections([each.inspection for each in documents if each.inspection])
    named = {row.inspection.pk: row for row in inspections}
    return [ListedDocument(each, number_of(each), named.get(each.inspection_id)) for each in documents]


def number_of(document: Document) -> str:
    """Return the number as it is printed; "" for a document without one."""
    taken = getattr(document, "taken_number", None)
    return taken.printed if taken else ""


def _subject(row: ListedDocument) -> str:
    return row.inspected.subject_name if row.inspected else row.document.campaign.theme


def _reference(row: ListedDocument) -> str:
    return row.inspected.inspection.reference if row.inspected else row.document.campaign.code


def _day(row: ListedDocument) -> date:
    return row.document.issued_on or row.document.effective_on


def _search(rows, words):
    about = Q(inspection__in=Inspection.objects.search(words)) | Q(campaign__in=Campaign.objects.search(words))
    return rows.filter(about | Q(taken_number__printed__icontains=nfc(words).strip()))


def _of_campaign(rows, code):
    return rows.filter(Q(campaign__code=code) | Q(inspection__campaign__code=code))


WAITING_WORDS = {
    "submit": _("trình, số đã giữ"),
    "issue": _("ban hành"),
    "sign": _("đính kèm bản đã ký, công bố"),
    "publish": _("công bố"),
}


def _waiting(rows, what, user):
    own = Document.objects.waiting_for(user).filter(waiting=what).order_by()
    return rows.filter(pk__in=own.values("pk"))


DOCUMENTS = Listing(
    name="document_list",
    title=_("Văn bản đi"),
    noun=lambda n: npgettext("counted", "văn bản", "văn bản", n),
    section="papers",
    rows=_documents,
    prepare=list_documents,
    search=_search,
    columns=(
        Column(
            "kind",
            _("Loại văn bản"),
            lambda row: kind_name(row.document.kind),
            sort="kind",
            url=lambda row: row.document.get_absolute_url(),
        ),
        Column("number", _("Số, ký hiệu"), lambda row: row.number, is_as_written=True),
        Column("day", _("Ngày văn bản"), _day, sort="effective_on"),
        Column("subject", _("Đơn vị, đợt"), _subject, note=_reference),
        Column(
            "state",
            _("Trạng thái"),
            words_of("document.state", DocumentState.choices),
            sort="state",
            shape=lambda row: SHAPES[row.document.state],
        ),
        Column("internal", _("Nội bộ"), lambda row: row.document.is_internal, is_shown=False),
    ),
    filters=(
        Filter("campaign", _("Đợt"), of_campaign().choices, _of_campaign),
        Filter(
            "kind",
            _("Loại văn bản"),
            lambda user: [(kind.slug, kind.name) for kind in kinds().values()],
            lambda rows, slug: rows.filter(kind=slug),
        ),
        Filter("state", _("Trạng thái"), **choices_of("state", DocumentState.choices)),
        only("numbered", _("Số"), _("đã có số"), Q(taken_number__isnull=False)),
        LinkFilter("waiting", _("Chờ tôi"), lambda user: list(WAITING_WORDS.items()), _waiting),
    ),
    default_sort="-day",
    search_label=_("Số, đơn vị hoặc đợt"),
    search_example=_("12-TB, {place}… không cần dấu"),
    empty=(
        _("Chưa có văn bản nào."),
        _("Văn bản hiện ở đây khi được soạn trên trang cuộc kiểm tra, trang đợt; đơn vị thấy khi đã công bố."),
    ),
    template="documents/screens/documents.html",
)


# --- Numbers -------------------------------------------------------------------------------------------------------
def _numbers(user):
    return TakenNumber.objects.visible_to(user).with_facts_of_the_book()


def _registers(user):
    rows = NumberRegister.objects.filter(organization__in=user.reach.board).order_by("-series", "kind", "pk")
    names = [(row.pk, register_name(row.kind), row.series) for row in rows]
    return [(pk, f"{name}, {series}") for pk, name, series in names]


def _series(user):
    rows = NumberRegister.objects.filter(organization__in=user.reach.board).order_by("-series")
    return [(series, series) for series in rows.values_list("series", flat=True).distinct()]


def _act(number: TakenNumber) -> str:
    return str(_("Hủy số")) if number.use in MAY_CANCEL else ""


def _act_url(number: TakenNumber) -> str:
    return reverse("number_cancel", args=[number.pk]) if number.use in MAY_CANCEL else ""


def _paper_url(number: TakenNumber) -> str:
    return number.document.get_absolute_url() if number.document else ""


NUMBERS = Listing(
    name="number_list",
    title=_("Số văn bản đã cấp"),
    noun=lambda n: npgettext("counted", "số văn bản", "số văn bản", n),
    section="papers",
    rows=_numbers,
    columns=(
        Column("n", _("Số"), lambda row: row.n, sort="n"),
        Column("printed", _("Số, ký hiệu"), lambda row: row.printed, url=_paper_url, is_as_written=True),
        Column("register", _("Sổ"), lambda row: register_name(row.register.kind), note=lambda row: row.register.series),
        Column("dated_on", _("Ngày văn bản"), lambda row: row.dated_on, sort="dated_on"),
        Column("about", _("Tên loại và trích yếu"), type_and_about, is_as_written=True),
        Column("signer", _("Người ký"), signers_of),
        Column("recipients", _("Nơi nhận"), recipients_of, is_shown=False),
        Column("archive", _("Nơi lưu"), archive_of, is_shown=False),
        Column(
            "use",
            _("Dùng cho"),
            words_of("use", TakenNumber.Use.choices),
            sort="use",
            shape=lambda row: USES[row.use],
            note=lambda row: row.cancelled_reason,
        ),
        Column("act", _("Việc"), _act, url=_act_url),
    ),
    filters=(
        Filter("series", _("Năm, nhiệm kỳ"), _series, lambda rows, series: rows.filter(register__series=series)),
        Filter("register", _("Sổ"), _registers, lambda rows, pk: rows.filter(register=pk)),
        Filter("use", _("Dùng cho"), **choices_of("use", TakenNumber.Use.choices)),
    ),
    default_sort="-n",
    search_label=_("Số hoặc trích yếu"),
    search_example=_("12-TB, ke hoach… không cần dấu"),
    empty=(
        _("Chưa có số nào."),
        _("Số hiện ở đây khi văn bản được ban hành, khi số được giữ trước, hoặc khi ghi số của văn bản ngoài cổng."),
    ),
    template="documents/screens/numbers.html",
)
