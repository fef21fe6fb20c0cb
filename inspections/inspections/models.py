"""Inspections and their sessions."""

from collections import Counter, defaultdict
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization, Person
from accounts.people.models import User
from ground.text import short_date
from inspections.absence import absence_field
from inspections.campaigns.models import Campaign
from inspections.campaigns.states import CAMPAIGN_OVER
from inspections.delegations.models import Delegation
from inspections.inspections.querysets import InspectionQuerySet, OfInspectionQuerySet
from inspections.inspections.states import (
    BEFORE_CONCLUSION,
    CONCLUDED,
    INSPECTION_STEPS,
    SHAPES,
    WRITERS,
    WRITTEN_OUT,
    InspectionState,
)
from localities.models import Locality, LocalitySpell
from workflow.fields import DayField, FigurelessText, NfcCharField
from workflow.models import Record, Searchable, Stateful


class Inspection(Searchable, Stateful):
    """`subject` is the body whose work is inspected, `reporting` the one that writes the self-report, `presenting`
    the one that presents it.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", _("Kiểm tra")
        SUPERVISION = "supervision", _("Giám sát")
        SURVEY = "survey", _("Khảo sát")
        REINSPECTION = "reinspection", _("Phúc tra")

    STEPS = INSPECTION_STEPS

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="inspections", verbose_name=_("đợt kiểm tra"))
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="inspections",
        verbose_name=_("đoàn kiểm tra"),
    )  # fmt: skip
    kind = models.CharField(_("hình thức"), max_length=12, choices=Kind.choices, default=Kind.INSPECTION)
    subject_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="inspections", verbose_name=_("đơn vị được kiểm tra")
    )
    reporting_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reported_inspections", verbose_name=_("đơn vị báo cáo")
    )
    presenting_organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="presented_inspections",
        verbose_name=_("đơn vị trình bày"),
    )  # fmt: skip
    presenting_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người trình bày")
    )
    presenter_title = NfcCharField(_("chức vụ người trình bày"), max_length=200, blank=True)
    reference = models.CharField(_("mã cuộc kiểm tra"), max_length=60, unique=True, editable=False)
    period_start = DayField(_("thời kỳ kiểm tra từ ngày"), null=True, blank=True)
    period_end = DayField(_("đến ngày"), null=True, blank=True)
    follow_up_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("phúc tra của")
    )
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=InspectionState.choices, default=InspectionState.PLANNED
    )

    # What the source doesn't say, or says there is none of; the head's is the delegation's.
    dates_absence = absence_field(_("ngày làm việc, khi không nhập"))
    strengths_absence = absence_field(_("ưu điểm, khi không nhập"))
    shortcomings_absence = absence_field(_("hạn chế, khi không nhập"))
    recommendations_absence = absence_field(_("đề nghị, khi không nhập"))
    is_withheld = models.BooleanField(  # the conclusion is issued, and not published yet
        _("kết luận chưa công bố"), default=False, editable=False
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "cuộc kiểm tra")
        ordering = ["campaign", "reference"]
        indexes = [
            models.Index(fields=["campaign", "state"], name="inspection_by_state"),
            models.Index(fields=["campaign", "reference"], name="inspection_by_reference"),
            models.Index(
                fields=["delegation", "campaign"], name="inspection_by_delegation"
            ),  # for the campaigns of a member of its delegation
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="inspection_period_runs_forward",
            ),
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    def search_words(self) -> list[str]:
        return [self.reference, self.subject_organization.search_text]

    def get_absolute_url(self) -> str:
        return reverse("inspection_show", args=[self.reference])

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return the user's roles in the campaign and the delegation, with "head" for whom stands in for him; none once
        the campaign has ended, or its body and nobody took it over.
        """
        if self.campaign.state in CAMPAIGN_OVER or self.campaign.acting_body(today) is None:
            return set()
        own = self.delegation.roles_of(user, today) if self.delegation else set()
        return self.campaign.roles_of(user, today) | own | self.stands_in_as(user, today)

    def stands_in_as(self, user: User, today: date) -> set[str]:
        """Return {"head"} for the Board's staff where the delegation has neither head nor deputy."""
        if "staff" not in self.campaign.roles_of(user, today):
            return set()
        return set() if self.delegation is not None and self.delegation.led_by(today) else {"head"}

    def is_inside(self, user: User, today: date) -> bool:
        """Tell whether the user is on the inspecting side, like `Inspection.objects.inside`; campaign and delegation
        must be loaded.
        """
        is_board = self.campaign.inspecting_organization_id in user.reach.board
        return is_board or (self.delegation is not None and bool(self.delegation.roles_of(user, today)))

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user may change the inspection: the Board's leaders and staff, until the conclusion is
        published.
        """
        return self.state not in WRITTEN_OUT and bool(self.roles_of(user, today) & {"leader", "staff"})

    def is_filled_by(self, user: User, today: date) -> bool:
        """Tell whether the user may write sessions, values, findings and recommendations of the inspection."""
        return self.state not in WRITTEN_OUT and bool(self.roles_of(user, today) & WRITERS)

    @property
    def is_published(self) -> bool:
        """Tell whether those outside may see the conclusion, like the condition `is_published`."""
        return self.state in CONCLUDED and not self.is_withheld

    @cached_property
    def shown_state(self) -> str:
        """Return the state that pages show: what its reader may read with rows from `with_shown_state`, else what
        those outside may.
        """
        is_hidden = self.state in CONCLUDED and self.is_withheld
        return BEFORE_CONCLUSION if is_hidden else self.state

    @property
    def shown_label(self) -> str:
        return str(InspectionState(self.shown_state).label)

    @property
    def shape(self) -> str:
        return SHAPES.get(self.shown_state, "going")

    @cached_property
    def assignment_states(self) -> tuple[str, ...]:
        """Return the states of the assignments of what it recommends; put in where they have been read already."""
        states = self.recommendations.filter(assignments__isnull=False).order_by().values_list("assignments__state")
        return tuple(state for (state,) in states)

    @staticmethod
    def read_assignment_states(inspections: list["Inspection"]) -> None:
        """Put in the states of the assignments of all of them, with one query."""
        own = Inspection.objects.filter(pk__in=[row.pk for row in inspections]).order_by()
        own = own.filter(recommendations__assignments__isnull=False)
        states = defaultdict(list)
        for inspection, state in own.values_list("pk", "recommendations__assignments__state"):
            states[inspection].append(state)
        for inspection in inspections:
            inspection.assignment_states = tuple(states[inspection.pk])

    @cached_property
    def first_day(self) -> date | None:
        """Return the day of its first session, None without a dated one; loaded with rows from `with_days`."""
        return min(self._session_days(), default=None)

    @cached_property
    def last_day(self) -> date | None:
        """Return the day of its last session, None without a dated one."""
        return max(self._session_days(), default=None)

    def _session_days(self) -> list[date]:
        return [session.held_on for session in self.sessions.all() if session.held_on]

    @property
    def days(self) -> list[date]:
        """Return the first and the last day of the sessions: none, one or two."""
        return sorted({self.first_day, self.last_day} - {None})

    @property
    def day(self) -> date:
        """Return the day as at which its bodies are named: the last session's; without one today or the end of its
        year.
        """
        return self.last_day or min(timezone.localdate(), date(self.campaign.year, 12, 31))

    def units_on(self, day: date) -> dict[str, int]:
        """Count the commune-level units under the subject's place: {"xã": 16, "thị trấn": 1}; {} for a commune itself.

        One query for all days that are asked for.
        """
        counted = Counter(unit_type for unit_type, start, end in self._commune_spells if start <= day < end)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def _commune_spells(self) -> list[tuple[str, date, date]]:
        locality = self.subject_organization.locality
        if locality is None or locality.level == Locality.Level.COMMUNE:
            return []
        rows = LocalitySpell.objects.ever_under(locality).filter(level=Locality.Level.COMMUNE)
        return list(rows.order_by().values_list("unit_type", "valid_from", "ends_on"))


class Session(Record):
    """A meeting or a visit. It has no locality where the minutes don't name the commune."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Buổi làm việc với đơn vị")
        VISIT = "visit", _("Làm việc tại cơ sở")

    class PartOfDay(models.TextChoices):
        MORNING = "morning", _("sáng")
        AFTERNOON = "afternoon", pgettext_lazy("part of day", "chiều")
        WHOLE_DAY = "whole_day", _("cả ngày")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sessions", verbose_name=_("cuộc kiểm tra"))
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices, default=Kind.SESSION)
    held_on = DayField(_("ngày"), null=True, blank=True)  # None: the paper doesn't give it
    part_of_day = models.CharField(_("buổi"), max_length=10, choices=PartOfDay.choices, blank=True)
    starts_at = models.TimeField(_("bắt đầu lúc"), null=True, blank=True)
    ends_at = models.TimeField(_("kết thúc lúc"), null=True, blank=True)
    place = NfcCharField(_("địa điểm theo văn bản"), max_length=200, blank=True)
    locality = models.ForeignKey(
        "localities.Locality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    participants = FigurelessText(  # a line a person or group, as the minutes print them
        _("thành phần dự, mỗi dòng một người hoặc nhóm"), blank=True
    )
    oral_conclusion = FigurelessText(_("kết luận tại buổi làm việc"), blank=True)

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi làm việc")
        verbose_name_plural = pgettext_lazy("plural", "buổi làm việc")
        ordering = ["inspection", F("held_on").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["held_on"], name="session_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                name="session_starts_before_it_ends",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        day = short_date(self.held_on) if self.held_on else ""
        return f"{self.get_kind_display()} {day}".strip()

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.inspection.is_filled_by(user, today)
