"""The list of findings."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from ground.listing import Column, Filter, Listing, choices_of, words_of
from inspections.campaigns.filters import of_campaign, only
from inspections.criteria.models import SetCriterion
from inspections.findings.models import Finding
from inspections.inspections.listings import READ_OF_INSPECTION, named_then
from inspections.inspections.models import Inspection
from inspections.values.models import MeasuredValue
from inspections.values.told import PLACE_HOLDER, Told
from workflow.records.querysets import holding


def _findings(user):
    rows = Finding.objects.visible_to(user)
    rows = rows.select_related("campaign", "criterion", "inspection__campaign", "inspection__subject_organization")
    above = [f"inspection__{name}" for name in READ_OF_INSPECTION]
    own = ("text", "kind", "severity", "source", "is_internal", "created_at", "campaign__code", "campaign__theme")
    return rows.only(*own, "criterion", *above)


def told_findings(findings: list[Finding], user: User) -> list[Finding]:
    """Set on each finding its text with the values filled in, and the name of its inspection; return the list."""
    named_then([each.inspection for each in findings if each.inspection])
    told = _values_named_in(findings, user)
    for each in findings:
        each.told = told.get(each.inspection_id, Told([])).text(each.text)
    return findings


def _values_named_in(findings, user) -> dict[int, Told]:
    """Return the values by inspection; always one query, so that a list costs the same whatever its texts contain."""
    numbers = {match["number"] for each in findings for match in PLACE_HOLDER.finditer(each.text)}
    inspections = {each.inspection_id for each in findings if each.inspection_id}
    # Filtered by inspection first: it has few values, while all values of a criterion are many.
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
