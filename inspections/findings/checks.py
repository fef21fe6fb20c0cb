"""Contradictions in findings, and checks of them before a step."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.findings.models import Finding
from inspections.inspections.models import Inspection
from inspections.values.checks import Message
from inspections.values.placeholders import ValuePlaceholders
from workflow.steps.acts import checks_before
from workflow.steps.missing import Missing


def finding_messages(findings: Iterable[Finding]) -> list[Message]:
    """Return warnings about strengths and shortcomings for the same criterion, which are allowed but should be
    reviewed.
    """
    by_criterion: dict[int, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.criterion_id:
            by_criterion[finding.criterion_id][finding.kind].append(finding)
    return [
        Message(
            "warn",
            _("Ưu điểm %(strength)d và hạn chế %(shortcoming)d nói về cùng một chỉ tiêu: %(criterion)s.")
            % {
                "strength": kinds["strength"][0].position,
                "shortcoming": kinds["shortcoming"][0].position,
                "criterion": kinds["strength"][0].criterion.name,
            },
        )
        for kinds in by_criterion.values()
        if kinds["strength"] and kinds["shortcoming"]
    ]


def placeholder_messages(findings: Iterable[Finding], placeholders: ValuePlaceholders) -> list[Message]:
    """Return warnings about placeholders for values that nobody has entered."""
    missing = [place for finding in findings for place in placeholders.missing(finding.text)]
    if not missing:
        return []
    count = ngettext(
        "%d chỗ trong nhận xét kể số liệu chưa có: ", "%d chỗ trong nhận xét kể số liệu chưa có: ", len(missing)
    )
    return [Message("warn", count % len(missing) + ", ".join(missing))]


@checks_before(Inspection, "submit")
def findings_stand(inspection: Inspection) -> list[str]:
    findings = list(inspection.findings.all())
    if not findings:
        return _findings_missing(inspection)
    values = inspection.values.current().filter(about_organization=inspection.subject_organization_id)
    placeholders = ValuePlaceholders(list(values.select_related("set_criterion")))
    at = f"{inspection.get_absolute_url()}#values"
    return [Missing(message.text, at, _("Nhập số liệu")) for message in placeholder_messages(findings, placeholders)]


def _findings_missing(inspection: Inspection) -> list[str]:
    """Return [] where the source names neither strengths nor shortcomings, or says that there are none."""
    if inspection.strengths_absence and inspection.shortcomings_absence:
        return []
    at = f"{inspection.get_absolute_url()}#findings"
    return [Missing(_("Chưa ghi ưu điểm, hạn chế nào."), at, _("Nhập, hoặc ghi nguồn không nêu"))]
