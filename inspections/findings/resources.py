"""Import and export of findings with their causes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.campaigns.resources import campaigns
from inspections.criteria.resources import criteria
from inspections.findings.models import Cause, Finding
from inspections.inspections.resources import CampaignOrInspection, inspections
from workflow.registers.columns import Choice, Column, Text, Whole, YesNo
from workflow.registers.rows import Part, Row


@dataclass(frozen=True)
class FindingLine:
    """A finding with one of its causes, None without any."""

    finding: Finding
    cause: Cause | None


class Findings(CampaignOrInspection):
    """A row is a finding with one of its causes; the finding's own columns are repeated in each of its rows."""

    slug, title = "findings", _("Ưu điểm, hạn chế")
    model = Finding
    related = ("campaign", "inspection", "criterion")
    prefetch = ("causes",)
    parts = (
        Part(
            "finding", Finding, ("campaign", "inspection", "kind", "position"), "inspection", matched_by=("text",),
            related=("criterion",),
        ),
        Part(
            "cause", Cause, ("finding", "kind"), "finding", matched_by=("text",), links={"finding": "finding"},
            is_optional=True,
        ),
    )  # fmt: skip

    inspection = Column(
        "finding__inspection", _("Mã cuộc kiểm tra"), inspections(),
        note=_("Bỏ trống ở nhận xét chung của cả đợt."), sample="DVCQ2026-00000",
    )  # fmt: skip
    campaign = Column("finding__campaign", _("Mã đợt"), campaigns(), sample="DVCQ2026")
    kind = Column("finding__kind", _("Loại"), Choice(Finding.Kind.choices), is_required=True, sample=_("hạn chế"))
    position = Column(
        "finding__position", _("Thứ tự"), Whole(1), is_required=True,
        note=_("Đếm riêng ưu điểm và hạn chế của mỗi cuộc; dòng cùng thứ tự là cùng một nhận xét."), sample="1",
    )  # fmt: skip
    text = Column(
        "finding__text", _("Nội dung"), Text(), is_required=True,
        note=_("Dẫn số liệu: ghi số chỉ tiêu trong dấu { }, ví dụ {2.1}."), sample=_("Hạn chế ví dụ."),
    )  # fmt: skip
    severity = Column(
        "finding__severity", _("Mức độ"), Choice(Finding.Severity.choices), note=_("Chỉ ở hạn chế."),
        sample=_("hạn chế, tồn tại"),
    )  # fmt: skip
    criterion = Column("finding__criterion", _("Chỉ tiêu gốc (mã)"), criteria())
    source = Column("finding__source", _("Nguồn"), Text(100), former="Lấy từ", sample=_("báo cáo của đơn vị"))
    is_internal = Column("finding__is_internal", _("Nội bộ"), YesNo(), sample=_("không"))
    cause_kind = Column("cause__kind", _("Loại nguyên nhân"), Choice(Cause.Kind.choices), sample=_("chủ quan"))
    cause_text = Column(
        "cause__text", _("Nguyên nhân"), Text(),
        note=_("Mỗi nguyên nhân một dòng, chép lại các cột của nhận xét; không thay {2.1}."),
        sample=_("Nguyên nhân ví dụ."),
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("inspection_id", "pk")

    def rows_of(self, finding: Finding) -> list[FindingLine]:
        causes = sorted(finding.causes.all(), key=lambda cause: cause.pk)
        return [FindingLine(finding, cause) for cause in causes or [None]]

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        if row.get("finding__severity") and row.get("finding__kind") != Finding.Kind.SHORTCOMING:
            yield "finding__severity", _("Chỉ hạn chế có mức độ.")
        said = [row.get("cause__kind"), row.get("cause__text")]
        if any(said) and not all(said) and not row.faults:
            yield "cause__text", _("Nguyên nhân cần đủ loại và nội dung.")
