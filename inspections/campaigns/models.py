"""Campaigns and their shares."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from accounts.people.querysets import Reach
from inspections.campaigns.querysets import CampaignQuerySet, OfCampaignQuerySet
from inspections.campaigns.states import CAMPAIGN_OVER, CAMPAIGN_STEPS, SHAPES, CampaignState
from inspections.criteria.models import CriteriaSet
from workflow.fields import DayField, NfcCharField, SmallNumberField, YearField
from workflow.models import Record, Searchable, Stateful


class Campaign(Searchable, Stateful):
    """One inspecting body's yearly round of inspections under one theme."""

    STEPS = CAMPAIGN_STEPS

    inspecting_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="campaigns", verbose_name=_("cơ quan kiểm tra")
    )
    taken_over_by = models.ForeignKey(  # the successor that goes on after the inspecting body has ended
        Organization, models.PROTECT, null=True, blank=True, editable=False, related_name="campaigns_taken_over",
        verbose_name=_("cơ quan tiếp quản"),
    )  # fmt: skip
    code = models.SlugField(_("mã đợt"), max_length=20, unique=True)  # part of addresses and references
    theme = NfcCharField(_("tên đợt kiểm tra"), max_length=200)  # “Năm dân vận chính quyền” 2019
    year = YearField(_("năm"))
    period_start = DayField(_("thời kỳ kiểm tra từ ngày"), null=True, blank=True)
    period_end = DayField(_("đến ngày"), null=True, blank=True)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="campaigns", verbose_name=_("bộ chỉ tiêu")
    )
    starts_on = DayField(_("bắt đầu ngày"), null=True, blank=True)
    ends_on = DayField(_("kết thúc ngày"), null=True, blank=True)
    # Deadlines differ between provinces and years (domain.md §2: [K]): days, set per campaign.
    notice_days = SmallNumberField(_("thông báo trước buổi làm việc (ngày)"), default=10)
    report_days = SmallNumberField(_("báo cáo gửi trước buổi làm việc (ngày)"), default=5)
    conclusion_days = SmallNumberField(_("kết luận sau buổi làm việc (ngày)"), default=30)
    remedy_days = SmallNumberField(_("báo cáo khắc phục sau kết luận (ngày)"), default=60)
    report_due_on = DayField(  # empty: the days before each first session
        _("hạn gửi báo cáo tự kiểm tra chung"), null=True, blank=True
    )
    contact_name = NfcCharField(_("người theo dõi báo cáo"), max_length=100, blank=True)
    contact_phone = NfcCharField(_("điện thoại người theo dõi"), max_length=40, blank=True)
    is_confirmation_asked = models.BooleanField(_("lãnh đạo đơn vị xác nhận báo cáo trước khi gửi"), default=False)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("lập từ đợt")
    )
    state = models.CharField(_("trạng thái"), max_length=20, choices=CampaignState.choices, default=CampaignState.DRAFT)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "đợt kiểm tra")
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="campaign_period_runs_forward",
            ),
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_known"),
        ]

    def __str__(self) -> str:
        return self.theme

    def search_words(self) -> list[str]:
        return [self.code, self.theme, str(self.year)]

    def get_absolute_url(self) -> str:
        return reverse("campaign_show", args=[self.code])

    def acting_body(self, day: date) -> Organization | None:
        """Return the body whose people work on the campaign that day and which issues its papers: the inspecting one,
        after its end the one that took the campaign over; None where nobody did (decisions/0020).
        """
        if not self.inspecting_organization.is_closed_at(day):
            return self.inspecting_organization
        taken_by = self.taken_over_by
        return taken_by if taken_by is not None and not taken_by.is_closed_at(day) else None

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return the user's roles in the acting body: "leader", "staff"; where there is none, "successor" for leaders
        of a body that wholly succeeded the inspecting one.
        """
        body, reach = self.acting_body(today), user.reach_at(today)
        if body is None:
            return {"successor"} if self._is_successor(reach) else set()
        return {role for role in ("leader", "staff") if body.pk in getattr(reach, role)}

    def _is_successor(self, reach: Reach) -> bool:
        own = f"leader {self.inspecting_organization_id}"  # of the ended body itself
        leads_another = any(each.startswith("leader ") and each != own for each in reach.memberships)
        return leads_another and self.inspecting_organization_id in reach.leader

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.state not in CAMPAIGN_OVER and bool(self.roles_of(user, today))

    @property
    def shape(self) -> str:
        return SHAPES.get(self.state, "going")

    @property
    def day(self) -> date:
        """Return the day as at which the campaign's bodies are named: its end, or today while it runs."""
        return min(self.ends_on or date(self.year, 12, 31), timezone.localdate())


class CampaignShare(Record):
    """Lets another body's people see the campaign, without drafts and internal findings."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="shares", verbose_name=_("đợt kiểm tra"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="shared_campaigns", verbose_name=_("cơ quan được xem")
    )

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("chia sẻ đợt kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "chia sẻ đợt kiểm tra")
        constraints = [models.UniqueConstraint(fields=["campaign", "organization"], name="shared_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} → {self.organization_id}"

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.campaign.may_be_changed_by(user, today)
