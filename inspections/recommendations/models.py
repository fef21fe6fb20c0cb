"""Recommendations, their assignments, and answers."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization, OrganizationSuccession, Person
from accounts.people.models import User
from ground.text import short_date
from inspections.campaigns.models import Campaign
from inspections.criteria.querysets import CatalogueQuerySet
from inspections.findings.models import Finding
from inspections.inspections.models import Inspection
from inspections.recommendations.querysets import (
    AnswerQuerySet,
    AssignmentQuerySet,
    RecommendationQuerySet,
    answered_by,
)
from inspections.recommendations.states import ASSIGNMENT_STEPS, OPEN_ASSIGNMENTS, SHAPES, UPWARD, AssignmentState
from workflow.fields import DayField, FigurelessText, NfcCharField, NfcTextField, SmallNumberField
from workflow.models import Event, Record, Searchable, Stateful


class MobilizationModel(Record):
    """A model of skilful mobilisation ("mô hình Dân vận khéo") to which a recommendation or a report can refer."""

    class Field(models.TextChoices):
        ECONOMY = "economy", _("phát triển kinh tế")
        CULTURE = "culture", _("văn hóa - xã hội")
        SECURITY = "security", _("quốc phòng - an ninh")
        SYSTEM = "system", _("xây dựng hệ thống chính trị")

    name = NfcCharField(_("tên mô hình"), max_length=200)
    field = models.CharField(_("lĩnh vực"), max_length=10, choices=Field.choices, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị thực hiện")
    )
    aim = NfcTextField(_("mục tiêu"), blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("mô hình dân vận khéo")
        verbose_name_plural = pgettext_lazy("plural", "mô hình dân vận khéo")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Recommendation(Searchable, Record):
    class Direction(models.TextChoices):
        RECOMMEND = "recommend", _("đề nghị")  # delegation → unit
        REQUIRE = "require", _("yêu cầu")  # delegation → unit, binding
        PETITION = "petition", _("kiến nghị")  # unit → upper level
        PROPOSE = "propose", _("đề xuất")  # unit → upper level

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="recommendations", verbose_name=_("đợt kiểm tra")
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("cuộc kiểm tra"),
    )  # fmt: skip
    direction = models.CharField(_("chiều"), max_length=10, choices=Direction.choices, default=Direction.RECOMMEND)
    author_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("cơ quan nêu đề nghị")
    )
    position = SmallNumberField(_("thứ tự"), default=1)
    text = FigurelessText(_("nội dung"))
    aim = FigurelessText(_("mục tiêu"), blank=True)
    model = models.ForeignKey(
        MobilizationModel, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("mô hình"),
    )  # fmt: skip
    finding = models.ForeignKey(  # the shortcoming that it is to put right
        Finding, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("từ hạn chế"),
    )  # fmt: skip
    origin = models.ForeignKey(  # as it was made first, in an earlier campaign
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="carried",
        verbose_name=_("đề nghị gốc"),
    )  # fmt: skip

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị")
        verbose_name_plural = _("đề nghị, kiến nghị")
        ordering = ["campaign", F("inspection__reference").asc(nulls_last=True), "position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something")]

    def __str__(self) -> str:
        return self.text[:80]

    def search_words(self) -> list[str]:
        return [self.text, self.aim]

    @property
    def is_upward(self) -> bool:
        """Tell whether a body asks the level above it, rather than the Board a body."""
        return self.direction in UPWARD

    def may_be_changed_by(self, user: User, today: date) -> bool:
        if self.inspection is None:
            return self.campaign.may_be_changed_by(user, today)
        return self.inspection.is_filled_by(user, today)


class Assignment(Stateful):
    """An owner's share of a recommendation, its due date and progress: one row for each owner."""

    STEPS = ASSIGNMENT_STEPS

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="assignments", verbose_name=_("đề nghị")
    )
    owner_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("đơn vị thực hiện"),
    )
    owner_as_printed = NfcCharField(_("đơn vị thực hiện (theo văn bản)"), max_length=200)  # "các địa phương"
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người chịu trách nhiệm")
    )
    due_on = DayField(_("hạn"), null=True, blank=True)
    due_as_printed = NfcCharField(_("hạn theo văn bản"), max_length=100, blank=True)
    requested_until = DayField(_("xin gia hạn đến"), null=True, blank=True, editable=False)  # None: nothing is asked
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=AssignmentState.choices, default=AssignmentState.OPEN
    )
    transferred_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="transferred_to", verbose_name=_("chuyển từ")
    )
    carried_into = models.ForeignKey(  # the later campaign in which it goes on
        Campaign, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("chuyển sang đợt"),
    )  # fmt: skip
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="carried_to",
        verbose_name=_("chuyển từ đợt trước"),
    )  # fmt: skip

    # Set by pages that query these for all their rows at once.
    answered_by: frozenset | None = None
    is_succeeded: bool | None = None

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công thực hiện")
        verbose_name_plural = pgettext_lazy("plural", "phân công thực hiện")
        ordering = ["recommendation", F("due_on").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["due_on"], name="assignment_by_due_date")]
        constraints = [
            models.CheckConstraint(condition=~Q(owner_as_printed=""), name="assignment_names_an_owner"),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_known"),
            models.UniqueConstraint(fields=["carried_from", "owner_organization"], name="assignment_carried_once"),
        ]

    def __str__(self) -> str:
        return self.owner_as_printed

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.recommendation.may_be_changed_by(user, today)

    def get_absolute_url(self) -> str:
        return reverse("assignment_show", args=[self.pk])

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return "owner" for people of the owner body, and their roles on the inspecting side, unless the user has
        answered. What is asked upward has a "recipient" instead: the Board, or the body that is asked.
        """
        is_of_owner = self.owner_organization_id in user.reach_at(today).unit
        is_owner = is_of_owner and not self.owner_organization.is_closed_at(today)
        above = self.recommendation.inspection or self.recommendation.campaign
        roles = above.roles_of(user, today)
        if roles and self.was_answered_by(user):
            roles = set()
        if self.recommendation.is_upward:
            is_board = roles & {"leader", "staff"}
            return roles | {"recipient"} if is_board or is_owner else roles
        return roles | {"owner"} if is_owner else roles

    def was_answered_by(self, user: User) -> bool:
        """Tell whether the user has answered it for its owner, here or in an earlier campaign."""
        if self.answered_by is not None:
            return user.pk in self.answered_by
        return Assignment.objects.filter(answered_by(user), pk=self.pk).exists()

    def lineage(self) -> list[Assignment]:
        """Return it with those from which it was carried over, the newest first; a query for each earlier one."""
        known = [self]
        while known[-1].carried_from_id:
            known.append(known[-1].carried_from)
        return known

    def why_not_yet(self, day: date) -> list[str]:
        began_on = self.began_on()
        if day >= began_on:
            return []
        words = _("Ngày thực hiện trước khi có đề nghị này (%s).")
        if self.recommendation.is_upward:
            words = _("Ngày thực hiện trước khi có kiến nghị này (%s).")
        return [words % short_date(began_on)]

    def began_on(self) -> date:
        """Return the day from which it binds: of the conclusion, or of the transfer to this owner; where no event says
        it, the day of the inspection or of the campaign's begin, at the latest that on which it was entered.
        """
        inspection, campaign = self.recommendation.inspection, self.recommendation.campaign
        source, act = (self.transferred_from, "transfer") if self.transferred_from_id else (inspection, "conclude")
        event = Event.objects.about(source).filter(act=act).first() if source else None
        if event:
            return event.day
        known = inspection.day if inspection else campaign.starts_on
        return min(filter(None, [known, timezone.localdate(self.created_at)]))

    def days_late(self, today: date) -> int:
        """Return for how many days it has been overdue; 0 while it isn't, because the due day itself is in time."""
        is_late = self.due_on is not None and self.due_on < today and self.state in OPEN_ASSIGNMENTS
        return (today - self.due_on).days if is_late else 0

    def has_successor(self) -> bool:
        if self.is_succeeded is not None:
            return self.is_succeeded
        owner = self.owner_organization_id
        return owner is not None and OrganizationSuccession.objects.after(owner).exists()

    @property
    def shape(self) -> str:
        return SHAPES.get(self.state, "going")


class Answer(Record):
    class Kind(models.TextChoices):
        PLAN = "plan", _("kế hoạch khắc phục")
        PROGRESS = "progress", _("tiến độ")
        RESULT = "result", _("kết quả thực hiện")
        EXTENSION = "extension", _("xin gia hạn")
        VERIFICATION = "verification", _("xác nhận")
        RETURN = "return", _("trả lại")
        REPLY = "reply", _("trả lời kiến nghị")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="answers", verbose_name=_("phân công thực hiện")
    )
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    text = NfcTextField(_("nội dung"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người trả lời")
    )

    happened_on = DayField(_("ngày thực hiện"), null=True, blank=True)  # None: the day on which it was recorded

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời")
        verbose_name_plural = pgettext_lazy("plural", "trả lời")
        ordering = ["assignment", "created_at"]

    def __str__(self) -> str:
        return self.text[:80]

    OWNERS_KINDS = (Kind.PLAN, Kind.PROGRESS, Kind.RESULT, Kind.EXTENSION)

    @property
    def is_owners(self) -> bool:
        """Tell whether the answer is the owner's; who gave it can't verify the assignment."""
        return self.kind in self.OWNERS_KINDS
