"""Import and export of recommendations with their assignments."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organizations.resources import Body
from accounts.people.resources import Somebody
from inspections.campaigns.resources import campaigns
from inspections.inspections.resources import CampaignOrInspection, inspections
from inspections.recommendations.models import Assignment, MobilizationModel, Recommendation
from inspections.recommendations.states import AssignmentState
from workflow.registers.columns import Choice, Column, Day, ReadOnly, Reference, Text, Whole
from workflow.registers.rows import Draft, Part, Row
from workflow.text_rules import NO_PLACEHOLDERS


def models() -> Reference:
    """Return the widget that finds a model of mobilisation by its name."""
    return Reference(lambda user: MobilizationModel.objects.visible_to(user), "name", _("Không có mô hình “%s”."))


@dataclass(frozen=True)
class RecommendationLine:
    """A recommendation with one of its assignments, None without any."""

    recommendation: Recommendation
    assignment: Assignment | None


class Recommendations(CampaignOrInspection):
    """A row is a recommendation with one of its assignments."""

    slug, title = "recommendations", _("Đề nghị, kiến nghị")
    model = Recommendation
    related = ("campaign", "inspection", "author_organization", "model")
    prefetch = ("assignments__owner_organization", "assignments__person__organization")
    parts = (
        Part(
            "recommendation", Recommendation,
            ("campaign", "inspection", "author_organization", "direction", "position"), "inspection",
            matched_by=("text",), related=("model",),
        ),
        Part(
            "assignment", Assignment, ("recommendation", "owner_as_printed", "owner_organization"), "recommendation",
            matched_by=("due_on", "due_as_printed"), links={"recommendation": "recommendation"}, is_optional=True,
            related=("person", "owner_organization"),
        ),
    )  # fmt: skip

    inspection = Column(
        "recommendation__inspection", _("Mã cuộc kiểm tra"), inspections(),
        note=_("Bỏ trống ở đề nghị chung của cả đợt."), sample="DVCQ2026-00000",
    )  # fmt: skip
    campaign = Column("recommendation__campaign", _("Mã đợt"), campaigns(), sample="DVCQ2026")
    direction = Column(
        "recommendation__direction", _("Loại đề nghị"), Choice(Recommendation.Direction.choices), sample=_("đề nghị")
    )
    author = Column(
        "recommendation__author_organization",
        _("Cơ quan nêu đề nghị (mã)"),
        Body(),
        note=_("Bỏ trống: cơ quan kiểm tra."),
    )
    position = Column(
        "recommendation__position", _("Thứ tự"), Whole(1), is_required=True,
        note=_("Dòng cùng thứ tự là cùng một đề nghị, của nhiều nơi thực hiện."), sample="1",
    )  # fmt: skip
    text = Column(
        "recommendation__text", _("Nội dung"), Text(), is_required=True, note=NO_PLACEHOLDERS,
        sample=_("Đề nghị ví dụ."),
    )  # fmt: skip
    aim = Column("recommendation__aim", _("Mục tiêu"), Text(), note=NO_PLACEHOLDERS)
    model_ = Column("recommendation__model", _("Mô hình"), models())
    owner_as_printed = Column(
        "assignment__owner_as_printed", _("Đơn vị thực hiện (theo văn bản)"), Text(200),
        former="Nơi thực hiện như đã ghi",
        note=_("Mỗi nơi thực hiện một dòng, chép lại các cột của đề nghị."), sample=_("Sở Ví dụ"),
    )  # fmt: skip
    owner = Column("assignment__owner_organization", _("Đơn vị thực hiện (mã)"), Body(), sample="vi-du")
    person = Column("assignment__person", _("Người chịu trách nhiệm"), Somebody())
    due_on = Column("assignment__due_on", _("Hạn"), Day(), sample="30/06/2026")
    due_as_printed = Column(
        "assignment__due_as_printed",
        _("Hạn theo văn bản"),
        Text(100),
        former="Hạn như đã ghi",
        sample=_("quý II năm 2026"),
    )
    state = ReadOnly("assignment__get_state_display", _("Trạng thái"))

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("inspection_id", "pk")

    def rows_of(self, recommendation: Recommendation) -> list[RecommendationLine]:
        """Return a row for each assignment, or one without; whoever exports a recommendation sees all its
        assignments.
        """
        assignments = sorted(recommendation.assignments.all(), key=lambda each: each.pk)
        return [RecommendationLine(recommendation, each) for each in assignments or [None]]

    def complete(self, row: Row) -> None:
        super().complete(row)
        campaign = self.campaign_of(row)
        if row.get("recommendation__author_organization") is None and campaign:
            self.fill(row, "recommendation__author_organization", campaign.inspecting_organization)
        row.cells.setdefault("recommendation__direction", Recommendation.Direction.RECOMMEND.value)

    def refusal(self, draft: Draft, row: Row) -> str:
        has_begun = draft.part.name == "assignment" and draft.record.state != AssignmentState.OPEN
        if has_begun and not draft.is_new:
            return _("Phân công này đã được nhận hoặc trả lời, không sửa bằng tệp được.")
        return super().refusal(draft, row)

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        own = ("owner_organization", "person", "due_on", "due_as_printed")
        if any(row.get(f"assignment__{name}") for name in own) and not row.get("assignment__owner_as_printed"):
            yield "assignment__owner_as_printed", _("Ghi nơi thực hiện như văn bản đã ghi.")
