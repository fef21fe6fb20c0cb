"""The list of findings."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from accounts.people.models import User
from ground.listing import Column, Filter, Listing, choices_of, words_of
from inspections.campaigns.filters import of_campaign, only
from inspections.criteria.models import SetCriterion
from inspections.findings.models import Finding
from inspections.inspections.listings import READ_OF_INSPECTION, ListedInspection, list_inspections
from inspections.inspections.models import Inspection
from inspections.values.models import MeasuredValue
from inspections.values.placeholders import ValuePlaceholders
from workflow.records.querysets import holding
from workflow.text_rules import PLACE_HOLDER


def _findings(user):
    rows = Finding.objects.visible_to(user)
    rows = rows.select_related("campaign", "criterion", "inspection__campaign", "inspection__subject_organization")
    above = [f"inspection__{name}" for name in READ_OF_INSPECTION]
    own = ("text", "kind", "severity", "source", "is_internal", "created_at", "campaign__code", "campaign__theme")
    return rows.only(*own, "criterion", *above)


@dataclass(frozen=True)
class ListedFinding:
    """A finding with its text, the values of its inspection put in; `inspected` None where it is about a campaign."""

    finding: Finding
    text: str
    inspected: ListedInspection | None


def list_findings(findings: list[Finding], user: User) -> list[ListedFinding]:
    """Return the rows of the list; three queries for all."""
    inspections = list_inspections([each.inspection for each in findings if each.inspection])
    named = {row.inspection.pk: row for row in inspections}
    texts = texts_of(findings, user)
    return [ListedFinding(each, texts[each.pk], named.get(each.inspection_id)) for each in findings]


def texts_of(findings: list[Finding], user: User) -> dict[int, str]:
    """Return the texts by their finding's id, the values that the user sees put in; one query for all."""
    values, none = _values_named_in(findings, user), ValuePlaceholders([])
    return {each.pk: values.get(each.inspection_id, none).text(each.text) for each in findings}


def _values_named_in(findings: list[Finding], user: User) -> dict[int, ValuePlaceholders]:
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
    return {pk: ValuePlaceholders(own) for pk, own in by_inspection.items()}


def _url(row: ListedFinding) -> str:
    finding = row.finding
    if finding.inspection is None:
        return finding.campaign.get_absolute_url()
    return f"{finding.inspection.get_absolute_url()}#findings"


def _subject(row: ListedFinding) -> str:
    return row.inspected.subject_name if row.inspected else _("Cả đợt")


def _reference(row: ListedFinding) -> str:
    return row.inspected.inspection.reference if row.inspected else ""


def _recorded_on(row: ListedFinding) -> date:
    return timezone.localdate(row.finding.created_at)


FINDINGS = Listing(
    name="finding_list",
    title=_("Ưu điểm, hạn chế"),
    noun=lambda n: npgettext("counted", "nhận xét", "nhận xét", n),
    section="findings",
    rows=_findings,
    prepare=list_findings,
    search=lambda rows, words: rows.filter(holding(words) | Q(inspection__in=Inspection.objects.search(words))),
    columns=(
        Column("text", _("Nội dung"), lambda row: row.text, url=_url),
        Column("kind", _("Loại"), words_of("finding.kind", Finding.Kind.choices), sort="kind"),
        Column("severity", _("Mức độ"), lambda row: row.finding.get_severity_display(), is_shown=False),
        Column("criterion", _("Chỉ tiêu"), lambda row: str(row.finding.criterion or ""), is_shown=False),
        Column(
            "subject",
            _("Đơn vị"),
            _subject,
            sort="inspection__reference",
            note=_reference,
        ),
        Column("campaign", _("Đợt"), lambda row: row.finding.campaign.theme, is_shown=False),
        Column("source", _("Nguồn"), lambda row: row.finding.source, is_shown=False),
        Column("internal", _("Nội bộ"), lambda row: row.finding.is_internal, is_shown=False),
        Column("recorded", _("Ghi ngày"), _recorded_on, sort="pk"),
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
