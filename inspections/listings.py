"""The lists of the work: campaigns, inspections, findings, recommendations, papers."""

from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.naming import BodyNames
from danvan.listing import Column, Filter, LinkFilter, Listing, choices_of, words_of
from inspections.models import (
    Assignment,
    Campaign,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
    SetCriterion,
)
from inspections.states import OPEN_ASSIGNMENTS, AssignmentState, CampaignState, InspectionState
from inspections.told import PLACE_HOLDER, Told
from workflow.querysets import holding

YES = "yes"
SOON_DAYS = 7


def of_campaign(path: str = "campaign") -> Filter:
    def campaigns(user):
        return Campaign.objects.visible_to(user).order_by("-year", "code").values_list("code", "theme")

    return Filter("campaign", _("Đợt"), campaigns, lambda rows, code: rows.filter(**{f"{path}__code": code}))


def only(name: str, label, words, condition: Q) -> Filter:
    """A filter of one choice."""
    return Filter(name, label, lambda user: [(YES, words)], lambda rows, value: rows.filter(condition))


# --- Campaigns ---------------------------------------------------------------------------------------------------
def _campaigns(user):
    return Campaign.objects.visible_to(user).select_related("inspecting_organization")


def with_board_name(campaigns, user):
    names = BodyNames([each.inspecting_organization for each in campaigns])
    for each in campaigns:
        each.board_name = names.at(each.inspecting_organization_id, each.day)
    return campaigns


def count_inspections(campaigns, user):
    """How many inspections the reader sees of each."""
    seen = Inspection.objects.visible_to(user).filter(campaign__in=campaigns).order_by()
    counts = dict(seen.values_list("campaign").annotate(n=Count("pk")))
    for each in campaigns:
        each.total = counts.get(each.pk, 0)


CAMPAIGNS = Listing(
    name="campaign_list",
    title=_("Đợt kiểm tra"),
    section="campaigns",
    rows=_campaigns,
    prepare=with_board_name,
    columns=(
        Column(
            "theme",
            _("Đợt"),
            lambda row: row.theme,
            url=lambda row: row.get_absolute_url(),
            note=lambda row: row.code,
        ),
        Column("code", _("Mã đợt"), lambda row: row.code, sort="code", is_shown=False),
        Column("year", _("Năm"), lambda row: row.year, sort="year"),
        Column("board", _("Cơ quan kiểm tra"), lambda row: row.board_name, sort="inspecting_organization__sort_key"),
        Column("total", _("Số cuộc kiểm tra"), lambda row: row.total, load=count_inspections, is_shown=False),
        Column("starts_on", _("Bắt đầu"), lambda row: row.starts_on, sort="starts_on", is_shown=False),
        Column("ends_on", _("Kết thúc"), lambda row: row.ends_on, sort="ends_on", is_shown=False),
        Column(
            "state", _("Trạng thái"), words_of("state", CampaignState.choices), sort="state", shape=lambda r: r.shape
        ),
    ),
    filters=(Filter("state", _("Trạng thái"), **choices_of("state", CampaignState.choices)),),
    default_sort="-year",
    search_label=_("Tên hoặc mã đợt"),
    search_example=_("dan van 2019… không cần dấu"),
    empty=(
        _("Chưa có đợt kiểm tra nào."),
        _("Đợt hiện ở đây khi cơ quan kiểm tra mở đợt và thông báo cho đơn vị."),
    ),
    template="inspections/campaigns.html",
)


# --- Inspections -------------------------------------------------------------------------------------------------
READ_OF_INSPECTION = ("reference", "state", "kind", "delegation", "campaign__code", "campaign__theme", "campaign__year")
READ_OF_INSPECTION += ("subject_organization__short_code",)


def _inspections(user):
    rows = Inspection.objects.visible_to(user).select_related("campaign", "subject_organization")
    return rows.only(*READ_OF_INSPECTION)


def named_then(inspections, user=None):
    """Each with the day of its last session and its subject's name on that day."""
    today = timezone.localdate()
    names = BodyNames([each.subject_organization for each in inspections])
    held = Session.objects.filter(inspection__in={each.pk for each in inspections}).order_by()
    last_days = dict(held.values_list("inspection").annotate(day=Max("held_on")))
    for each in inspections:
        each.last_day = last_days.get(each.pk)
        then = each.last_day or min(today, date(each.campaign.year, 12, 31))
        each.subject_name = names.at(each.subject_organization_id, then)
    return inspections


def with_delegations(inspections, user):
    prefetch_related_objects(inspections, "delegation")


INSPECTIONS = Listing(
    name="inspection_list",
    title=_("Cuộc kiểm tra"),
    section="inspections",
    rows=_inspections,
    prepare=named_then,
    columns=(
        Column(
            "subject",
            _("Đơn vị được kiểm tra"),
            lambda row: row.subject_name,
            sort="subject_organization__sort_key",
            url=lambda row: row.get_absolute_url(),
        ),
        Column("reference", _("Mã cuộc kiểm tra"), lambda row: row.reference, sort="reference"),
        Column("campaign", _("Đợt"), lambda row: row.campaign.theme, sort="campaign__year"),
        Column("kind", _("Hình thức"), lambda row: row.get_kind_display(), is_shown=False),
        Column("delegation", _("Đoàn"), lambda row: str(row.delegation or ""), load=with_delegations, is_shown=False),
        Column("day", _("Ngày làm việc"), lambda row: row.last_day),
        Column(
            "state", _("Trạng thái"), words_of("state", InspectionState.choices), sort="state", shape=lambda r: r.shape
        ),
    ),
    filters=(
        of_campaign(),
        Filter("state", _("Trạng thái"), **choices_of("state", InspectionState.choices)),
        Filter("kind", _("Hình thức"), **choices_of("kind", Inspection.Kind.choices)),
    ),
    default_sort="-reference",
    search_label=_("Tên đơn vị hoặc mã cuộc"),
    search_example=_("moc chau, son la… không cần dấu"),
    empty=(
        _("Chưa có cuộc kiểm tra nào."),
        _("Cuộc kiểm tra hiện ở đây khi cơ quan kiểm tra lập và thông báo cho đơn vị."),
    ),
)


# --- Findings ----------------------------------------------------------------------------------------------------
def _findings(user):
    rows = Finding.objects.visible_to(user)
    rows = rows.select_related("campaign", "criterion", "inspection__campaign", "inspection__subject_organization")
    above = [f"inspection__{name}" for name in READ_OF_INSPECTION]
    own = ("text", "kind", "severity", "source", "is_internal", "created_at", "campaign__code", "campaign__theme")
    return rows.only(*own, "criterion", *above)


def told_findings(findings, user):
    """Each with its text told by the values of its inspection, and its inspection named."""
    named_then([each.inspection for each in findings if each.inspection])
    told = _values_named_in(findings, user)
    for each in findings:
        each.told = told.get(each.inspection_id, Told([])).text(each.text)
    return findings


def _values_named_in(findings, user) -> dict[int, Told]:
    """By inspection; always one query, so that a list costs the same whatever its texts say."""
    numbers = {match["number"] for each in findings for match in PLACE_HOLDER.finditer(each.text)}
    inspections = {each.inspection_id for each in findings if each.inspection_id}
    # Asked of each value by itself, for the inspections lead to few: all values of a number are many.
    named = Exists(SetCriterion.objects.filter(pk=OuterRef("set_criterion"), number__in=[*numbers, ""]))
    own = {"inspection__in": inspections, "about_organization": F("inspection__subject_organization")}
    values = MeasuredValue.objects.visible_to(user).current().filter(named, **own)
    by_inspection = {}
    for value in values.select_related("set_criterion"):
        by_inspection.setdefault(value.inspection_id, []).append(value)
    return {pk: Told(own) for pk, own in by_inspection.items()}


def _finding_url(finding) -> str:
    if finding.inspection is None:
        return finding.campaign.get_absolute_url()
    return f"{finding.inspection.get_absolute_url()}#findings"


FINDINGS = Listing(
    name="finding_list",
    title=_("Ưu điểm, hạn chế"),
    section="findings",
    rows=_findings,
    prepare=told_findings,
    search=lambda rows, words: rows.filter(holding(words) | Q(inspection__in=Inspection.objects.search(words))),
    columns=(
        Column("text", _("Nội dung"), lambda row: row.told, url=_finding_url),
        Column("kind", _("Loại"), words_of("kind", Finding.Kind.choices), sort="kind"),
        Column("severity", _("Mức độ"), lambda row: row.get_severity_display(), is_shown=False),
        Column("criterion", _("Chỉ tiêu"), lambda row: str(row.criterion or ""), is_shown=False),
        Column(
            "subject",
            _("Đơn vị"),
            lambda row: row.inspection.subject_name if row.inspection else _("Cả đợt"),
            sort="inspection__reference",
            note=lambda row: row.inspection.reference if row.inspection else "",
        ),
        Column("campaign", _("Đợt"), lambda row: row.campaign.theme, is_shown=False),
        Column("source", _("Lấy từ"), lambda row: row.source, is_shown=False),
        Column("internal", _("Nội bộ"), lambda row: row.is_internal, is_shown=False),
        Column("recorded", _("Ghi ngày"), lambda row: timezone.localdate(row.created_at), sort="pk"),
    ),
    filters=(
        of_campaign(),
        Filter("kind", _("Loại"), **choices_of("kind", Finding.Kind.choices)),
        Filter("severity", _("Mức độ"), **choices_of("severity", Finding.Severity.choices)),
        only("repeated", _("Lặp lại"), _("lặp lại nhận xét trước"), Q(repeats__isnull=False)),
    ),
    default_sort="-recorded",
    search_label=_("Chữ trong nhận xét"),
    search_example=_("mot cua, tiep cong dan… không cần dấu"),
    empty=(
        _("Chưa có ưu điểm, hạn chế nào."),
        _("Nhận xét hiện ở đây khi Đoàn ghi trên trang cuộc kiểm tra và biên bản đã thống nhất."),
    ),
)


# --- Recommendations ---------------------------------------------------------------------------------------------
def _assignments(user):
    above = "recommendation__inspection"
    rows = Assignment.objects.visible_to(user).select_related(
        "recommendation__campaign", f"{above}__campaign", f"{above}__subject_organization", "person"
    )
    own = ("owner_as_printed", "due_on", "due_as_printed", "state", "person__full_name")
    asked = [f"recommendation__{name}" for name in ("text", "direction", "campaign__code", "campaign__theme")]
    return rows.only(*own, *asked, *(f"{above}__{name}" for name in READ_OF_INSPECTION))


def _asked_of_named(assignments, user):
    named_then([each.recommendation.inspection for each in assignments if each.recommendation.inspection])
    return assignments


def _asked_in(rows, words):
    """In what is asked for, in the owner's names, or as the inspection is found."""
    own = holding(words, "recommendation__search_text") | holding(words, "owner_organization__search_text")
    return rows.filter(own | Q(recommendation__inspection__in=Inspection.objects.search(words)))


def _due(rows, value):
    today, is_open = timezone.localdate(), Q(state__in=OPEN_ASSIGNMENTS)
    conditions = {
        "open": is_open,
        "late": is_open & Q(due_on__lt=today),
        "soon": is_open & Q(due_on__range=(today, today + timedelta(days=SOON_DAYS))),
        "none": Q(due_on__isnull=True),
    }
    return rows.filter(conditions[value])


def _due_choices(user):
    return [
        ("open", _("còn phải làm")),
        ("late", _("quá hạn")),
        ("soon", _("đến hạn trong 7 ngày")),
        ("none", _("không ghi hạn")),
    ]


def _lateness(row) -> str:
    is_late = row.due_on and row.due_on < timezone.localdate() and row.state in OPEN_ASSIGNMENTS
    return _("quá hạn") if is_late else ""


def _subject_of_asked(row):
    inspection = row.recommendation.inspection
    return inspection.subject_name if inspection else _("Cả đợt")


RECOMMENDATIONS = Listing(
    name="recommendation_list",
    title=_("Đề nghị, kiến nghị"),
    section="recommendations",
    rows=_assignments,
    prepare=_asked_of_named,
    search=_asked_in,
    columns=(
        Column("text", _("Nội dung"), lambda row: row.recommendation.text, url=lambda row: row.get_absolute_url()),
        Column("direction", _("Chiều"), lambda row: row.recommendation.get_direction_display(), is_shown=False),
        Column("owner", _("Nơi thực hiện"), lambda r: r.owner_as_printed, sort="owner_organization__sort_key"),
        Column("person", _("Người chịu trách nhiệm"), lambda row: str(row.person or ""), is_shown=False),
        Column("subject", _("Cuộc kiểm tra"), _subject_of_asked, sort="recommendation__inspection__reference"),
        Column("campaign", _("Đợt"), lambda row: row.recommendation.campaign.theme, is_shown=False),
        Column("due", _("Hạn"), lambda row: row.due_on, sort="due_on", note=_lateness),
        Column("due_as_printed", _("Hạn như đã ghi"), lambda r: r.due_as_printed, is_shown=False, is_as_written=True),
        Column(
            "state", _("Trạng thái"), words_of("state", AssignmentState.choices), sort="state", shape=lambda r: r.shape
        ),
    ),
    filters=(
        of_campaign("recommendation__campaign"),
        Filter("due", _("Hạn"), _due_choices, _due),
        Filter("state", _("Trạng thái"), **choices_of("state", AssignmentState.choices)),
        Filter("direction", _("Chiều"), **choices_of("recommendation__direction", Recommendation.Direction.choices)),
    ),
    default_sort="due",
    search_label=_("Chữ trong đề nghị, nơi thực hiện"),
    search_example=_("cai cach hanh chinh… không cần dấu"),
    empty=(
        _("Chưa có đề nghị nào."),
        _("Đề nghị hiện ở đây khi Đoàn ghi, giao nơi thực hiện và công bố kết luận."),
    ),
)


# --- Papers ------------------------------------------------------------------------------------------------------
NOT_SHOWN = ("search_text", "sort_key", "revision", "created_at", "changed_at")  # by no column


def _papers(user):
    return OfficialPaper.objects.visible_to(user).select_related("file").defer(*NOT_SHOWN)


def with_keepers(papers, user):
    prefetch_related_objects(papers, "kept_by__names")


def _linked_to_campaign(rows, code, user):
    own = Q(campaign__code=code) | Q(inspection__campaign__code=code) | Q(finding__campaign__code=code)
    return rows.filter(pk__in=PaperLink.objects.visible_to(user).filter(own).values("paper"))


def _kept_by(paper) -> str:
    return paper.kept_by.full_name_at(timezone.localdate())


def _paper_url(paper) -> str:
    return paper.download_url


PAPERS = Listing(
    name="paper_list",
    title=_("Văn bản đến và căn cứ"),
    section="papers",
    rows=_papers,
    columns=(
        Column("title", _("Trích yếu"), lambda row: row.title, sort="sort_key", url=_paper_url),
        Column("type", _("Loại văn bản"), words_of("paper_type", OfficialPaper.Type.choices), sort="paper_type"),
        Column("number", _("Số, ký hiệu"), lambda row: row.number, is_as_written=True),
        Column("dated_on", _("Ngày văn bản"), lambda row: row.dated_on, sort="dated_on"),
        Column("issuer", _("Nơi ban hành"), lambda row: row.issuer),
        Column("kept_by", _("Cơ quan lưu"), _kept_by, load=with_keepers, is_shown=False),
        Column("internal", _("Nội bộ"), lambda row: row.is_internal, is_shown=False),
    ),
    filters=(
        LinkFilter("campaign", _("Đợt"), of_campaign().choices, _linked_to_campaign),
        Filter("type", _("Loại văn bản"), **choices_of("paper_type", OfficialPaper.Type.choices)),
        only("file", _("Tệp"), _("có tệp"), Q(file__isnull=False)),
    ),
    default_sort="-dated_on",
    search_label=_("Trích yếu, số hoặc nơi ban hành"),
    search_example=_("ke hoach 64, bao cao… không cần dấu"),
    empty=(
        _("Chưa có văn bản nào."),
        _("Văn bản hiện ở đây khi được đính kèm vào đợt hoặc cuộc kiểm tra."),
    ),
)
