"""The delegations of a campaign and their members."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization, Person
from accounts.organizations.querysets import FOREVER
from accounts.people.models import User
from inspections.absence import absence_field
from inspections.campaigns.models import Campaign
from inspections.delegations.querysets import DelegationQuerySet, OfDelegationQuerySet
from inspections.papers.models import OfficialPaper
from workflow.fields import DayField, EndDayField, NfcCharField, SmallNumberField
from workflow.models import Record


def delegation_name(number: int | None) -> str:
    """Return the name of a delegation with this number; `number`: None or 0 for the only one of its campaign."""
    return str(_("Đoàn số %d") % number if number else _("Đoàn kiểm tra"))


class Delegation(Record):
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="delegations", verbose_name=_("đợt kiểm tra"))
    number = SmallNumberField(_("đoàn số"), null=True, blank=True)  # None: the only one
    decision_paper = models.ForeignKey(
        OfficialPaper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("quyết định thành lập"),
    )
    starts_on = DayField(_("từ ngày"), null=True, blank=True)
    ends_on = DayField(_("đến ngày"), null=True, blank=True)
    head_absence = absence_field(_("Trưởng đoàn, khi không nhập"))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đoàn kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "đoàn kiểm tra")
        ordering = ["campaign", F("number").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_delegation_a_number"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(number__isnull=True), name="one_delegation_without_number"
            ),
        ]

    def __str__(self) -> str:
        return delegation_name(self.number)

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return the user's roles in the delegation on that day: "head", "deputy", "secretary", "member"; a deputy is
        "head" too where there is none.
        """
        there = self._members_at(today)
        own = {member.role for member in there if member.person_id == user.person_id}
        is_leading = user.person_id in {member.person_id for member in _leading(there)}
        return own | {DelegationMember.Role.HEAD.value} if is_leading else own

    def led_by(self, today: date) -> list["DelegationMember"]:
        """Return who decides for the delegation that day: its head, else the deputies in his place; [] while no person
        is known for either.
        """
        return _leading(self._members_at(today))

    def _members_at(self, today):
        return [member for member in self.members.all() if member.person_id and member.is_member_at(today)]

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.campaign.may_be_changed_by(user, today)


def _leading(members):
    heads = [member for member in members if member.role == DelegationMember.Role.HEAD]
    return heads or [member for member in members if member.role == DelegationMember.Role.DEPUTY]


class DelegationMember(Record):
    class Role(models.TextChoices):
        HEAD = "head", _("Trưởng đoàn")
        DEPUTY = "deputy", _("Phó Trưởng đoàn")
        SECRETARY = "secretary", _("Thư ký")
        MEMBER = "member", _("Thành viên")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="members", verbose_name=_("đoàn kiểm tra"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="delegation_roles", verbose_name=_("người")
    )  # None: a body sends whom it will, and `title_as_printed` says so
    title_as_printed = NfcCharField(_("chức vụ theo văn bản"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("nhiệm vụ trong đoàn"), max_length=10, choices=Role.choices)
    position = SmallNumberField(_("thứ tự"), default=1)
    starts_on = DayField(_("từ ngày"), null=True, blank=True)
    ends_on = EndDayField(_("đến hết ngày"), default=FOREVER)

    objects = OfDelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thành viên đoàn")
        verbose_name_plural = pgettext_lazy("plural", "thành viên đoàn")
        ordering = ["delegation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["delegation"], condition=Q(role="head", ends_on=FOREVER), name="one_head"),
            models.UniqueConstraint(fields=["delegation", "person"], condition=Q(ends_on=FOREVER), name="member_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(role="member", organization__isnull=False) & ~Q(title_as_printed=""),
                name="only_members_without_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.delegation.may_be_changed_by(user, today)

    @property
    def name(self) -> str:
        """Return the person's name; of a member whom a body sends what is printed: "Đại diện lãnh đạo Sở Nội vụ"."""
        return self.person.full_name if self.person else self.title_as_printed

    @property
    def bodies(self) -> set[int]:
        """Return the ids of the bodies to which the member belongs; the person must be loaded."""
        return {self.organization_id, self.person.organization_id if self.person else None} - {None}

    def is_member_at(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and day < self.ends_on
