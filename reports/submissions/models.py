"""Self-reports of one body, in rounds of submission and return."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from accounts.people.states import Role
from inspections.campaigns.states import CAMPAIGN_OVER
from inspections.inspections.states import REPORT_EXPECTED
from inspections.models import Attachment, Inspection, OfficialPaper, SetCriterion
from reports.submissions.querysets import (
    DossierQuerySet,
    DraftValueQuerySet,
    OfRoundQuerySet,
    RoundQuerySet,
    SectionTextQuerySet,
    SubmissionFileQuerySet,
)
from reports.submissions.states import DOSSIER_STEPS, SHAPES, WITH_THE_UNIT, DossierState, ReturnReason
from workflow.fields import DayField, NfcCharField, NfcTextField, SmallNumberField
from workflow.models import Record, Stateful


class Dossier(Stateful):
    """One body's self-report for an inspection: requested with the notice, written, sent in rounds, accepted."""

    STEPS = DOSSIER_STEPS

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="dossiers", verbose_name=_("cuộc kiểm tra"))
    reporting_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="dossiers", verbose_name=_("đơn vị báo cáo")
    )
    due_on = DayField(_("hạn gửi"))
    confirmed_at = models.DateTimeField(  # by the leader of the inspected body; a later change voids it
        _("lãnh đạo đơn vị xác nhận lúc"), null=True, blank=True, editable=False
    )
    is_waived = models.BooleanField(_("được gửi không cần xác nhận"), default=False, editable=False)
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=DossierState.choices, default=DossierState.REQUESTED
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tự kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo tự kiểm tra")
        ordering = ["inspection"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "reporting_organization"], name="one_dossier_a_body"),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
        ]

    def __str__(self) -> str:
        return str(_("Báo cáo tự kiểm tra %s") % self.inspection.reference)

    def get_absolute_url(self) -> str:
        return reverse("dossier_show", args=[self.inspection.reference])

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return the roles on the inspecting side; "officer" for people of the reporting body, while it is there;
        "confirmer" for leaders of the inspected one.
        """
        above = self.inspection
        if above.campaign.state in CAMPAIGN_OVER or above.campaign.acting_body(today) is None:
            return set()
        own = {"officer"} if self.is_written_by(user, today) else set()
        if f"{Role.UNIT_LEADER} {above.subject_organization_id}" in user.reach_at(today).memberships:
            own.add("confirmer")
        return own | above.roles_of(user, today)

    def is_written_by(self, user: User, today: date) -> bool:
        """Tell whether the user is an "officer", as `roles_of` says; no query."""
        campaign = self.inspection.campaign
        if campaign.state in CAMPAIGN_OVER or campaign.acting_body(today) is None:
            return False
        is_of_body = self.reporting_organization_id in user.reach_at(today).unit
        return is_of_body and not self.reporting_organization.is_closed_at(today)

    def days_late(self, today: date) -> int:
        """Return for how many days it has been overdue; 0 while it isn't, because the due day itself is in time."""
        is_late = self.due_on < today and self.state in WITH_THE_UNIT
        return (today - self.due_on).days if is_late else 0

    def can_be_sent(self, today: date) -> bool:
        """Tell whether it still lies with a body that is there and may send it; its campaign isn't looked at."""
        is_expected = self.state in WITH_THE_UNIT and self.inspection.state in REPORT_EXPECTED
        return is_expected and not self.reporting_organization.is_closed_at(today)

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @cached_property
    def last_round(self) -> "Round | None":
        """Return the round that was sent last and not withdrawn; None before the first."""
        return self.rounds.filter(withdrawn_at=None).order_by("-n").first()


class Round(Record):
    """One submission: the facts as they were then, frozen.

    `opened_at`: when the inspecting side first opened it; until then it sees nothing of it, and it can be withdrawn.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="rounds", verbose_name=_("báo cáo"))
    n = SmallNumberField(_("lần"))
    facts = models.JSONField(_("nội dung đã gửi"), default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    submitted_at = models.DateTimeField(_("gửi lúc"))
    submitted_by = models.ForeignKey(  # None: it came in outside the portal
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("người gửi"),
    )  # fmt: skip
    due_on = DayField(_("hạn lúc gửi"))
    opened_at = models.DateTimeField(_("cơ quan kiểm tra mở lúc"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("người mở"),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True, blank=True)
    paper = models.ForeignKey(  # as which it stands in the book of incoming papers, from its opening on
        OfficialPaper, models.PROTECT, null=True, blank=True, related_name="rounds", editable=False,
        verbose_name=_("văn bản đến"),
    )  # fmt: skip

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi")
        verbose_name_plural = _("các lần gửi")
        ordering = ["dossier", "n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="one_round_a_number"),
            models.UniqueConstraint(fields=["paper"], condition=Q(paper__isnull=False), name="one_paper_a_round"),
            models.CheckConstraint(  # by None: before there were dossiers
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, withdrawn_at__isnull=True),
                name="round_opened_is_not_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Lần %d") % self.n)

    @property
    def receipt(self) -> str:
        """Return the number of its receipt, "DVCQ2026-28114-BC1"; the dossier's inspection must be loaded."""
        return f"{self.dossier.inspection.reference}-BC{self.n}"

    @property
    def number_of_arrival(self) -> str:
        """Return "12/2026", its number in the book of incoming papers; "" for one that isn't in it."""
        if self.paper is None:
            return ""
        line = self.paper.arrivals.filter(cancelled_reason="").first()
        return str(line or "")

    @property
    def days_late(self) -> int:
        """Return for how many days it came late; 0 for one in time."""
        return max((timezone.localdate(self.submitted_at) - self.due_on).days, 0)


class SectionText(Record):
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="texts", verbose_name=_("báo cáo"))
    section = models.SlugField(_("mục"), max_length=40)
    text = NfcTextField(_("nội dung"), blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người sửa sau cùng")
    )

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của báo cáo")
        verbose_name_plural = _("các mục của báo cáo")
        constraints = [models.UniqueConstraint(fields=["dossier", "section"], name="one_text_a_section")]

    def __str__(self) -> str:
        return self.section


class DraftValue(Record):
    """A criterion's value as the unit types it, letter by letter; it is read when the report is sent.

    `typed`: text by field of its type (inspections.values.types), "time" among them; `reason`: why a doubted one is
    sent nevertheless.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="values", verbose_name=_("báo cáo"))
    set_criterion = models.ForeignKey(SetCriterion, models.PROTECT, related_name="+", verbose_name=_("chỉ tiêu"))
    part = NfcCharField(_("số thành phần"), max_length=60, blank=True, default="")
    typed = models.JSONField(_("đã gõ"), default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người sửa sau cùng")
    )
    reason = NfcCharField(_("lý do vẫn ghi như vậy"), max_length=500, blank=True)

    objects = DraftValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu đang viết")
        verbose_name_plural = pgettext_lazy("plural", "số liệu đang viết")
        ordering = ["dossier", "set_criterion__order", "part"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "set_criterion", "part"], name="one_draft_a_criterion")
        ]

    def __str__(self) -> str:
        return str(self.set_criterion)


class ReturnItem(Record):
    """One point to be corrected, about a section or a criterion."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="return_items", verbose_name=_("lần gửi"))
    section = models.SlugField(_("mục"), max_length=40, blank=True)
    set_criterion = models.ForeignKey(
        SetCriterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chỉ tiêu")
    )
    part = NfcCharField(_("số thành phần"), max_length=60, blank=True, default="")
    reason_code = models.CharField(_("lý do"), max_length=20, choices=ReturnReason.choices)
    note = NfcTextField(_("ghi chú"), blank=True)

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm phải bổ sung")
        verbose_name_plural = _("các điểm phải bổ sung")
        constraints = [
            models.CheckConstraint(
                condition=Q(section="", set_criterion__isnull=False) | (~Q(section="") & Q(set_criterion__isnull=True)),
                name="return_item_points_at_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_reason_code_display())


class SubmissionAttachment(Attachment):
    """A file of a report: of one section, of one criterion, or of the whole report, the signed copy above all.

    `rounds`: those in which it was sent; one that never was may be removed.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files", verbose_name=_("báo cáo"))
    section = models.SlugField(_("mục"), max_length=40, blank=True)
    set_criterion = models.ForeignKey(
        SetCriterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chỉ tiêu")
    )
    part = NfcCharField(_("số thành phần"), max_length=60, blank=True, default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi")
    )
    rounds = models.ManyToManyField(Round, related_name="files", verbose_name=_("các lần gửi"))
    removed_at = models.DateTimeField(_("bỏ lúc"), null=True, blank=True)  # from the report; sent rounds have it

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp của báo cáo")
        verbose_name_plural = pgettext_lazy("plural", "tệp của báo cáo")
        ordering = ["dossier", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section="") | Q(set_criterion__isnull=True), name="submission_file_belongs_to_one_thing"
            )
        ]

    @property
    def sender_id(self) -> int | None:
        return self.added_by_id

    @property
    def key(self) -> str:
        """Return the key of the part it belongs to, as in the page's anchors; "" for the whole report."""
        if self.section:
            return f"text-{self.section}"
        if self.set_criterion is None:
            return ""
        parts = self.set_criterion.parts
        at = f"-{parts.index(self.part) + 1}" if self.part in parts else ""
        return f"value-{self.set_criterion_id}{at}"
