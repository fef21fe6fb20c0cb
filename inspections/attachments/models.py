"""Links of papers and files to the work."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations.models import Organization
from accounts.people.models import User
from inspections.attachments.querysets import OfAttachmentQuerySet, PaperLinkQuerySet
from inspections.campaigns.models import Campaign
from inspections.findings.models import Finding
from inspections.inspections.models import Inspection
from inspections.papers.models import Attachment, OfficialPaper
from inspections.recommendations.models import Answer
from inspections.values.models import MeasuredValue
from workflow.models import Record


class InspectionAttachment(Attachment):
    value = models.ForeignKey(
        MeasuredValue, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("giá trị"),
    )  # fmt: skip
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("nhận xét"),
    )  # fmt: skip
    answer = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("trả lời"),
    )  # fmt: skip

    objects = OfAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = pgettext_lazy("plural", "tệp đính kèm")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, finding__isnull=True, answer__isnull=True)
                | models.Q(value__isnull=True, finding__isnull=False, answer__isnull=True)
                | models.Q(value__isnull=True, finding__isnull=True, answer__isnull=False),
                name="attachment_has_one_owner",
            )
        ]

    @property
    def sender_id(self) -> int | None:
        """Return the id of who has sent it with an answer; `answer` must be loaded."""
        return self.answer.actor_id if self.answer else None


class PaperLink(Record):
    """A paper's link to one campaign, inspection, finding or body; the body's are sources alone, seen by the Board that
    keeps the paper.
    """

    class Role(models.TextChoices):
        BASIS = "basis", _("căn cứ")
        SOURCE = "source", _("nguồn số liệu")
        SUBMITTED = "submitted", _("đơn vị gửi")
        RESULT = "result", _("kết quả")
        ISSUED = "issued", _("ban hành")  # the inspecting side's other papers: letters, minutes

    paper = models.ForeignKey(OfficialPaper, models.PROTECT, related_name="links", verbose_name=_("văn bản"))
    role = models.CharField(_("vai trò"), max_length=10, choices=Role.choices)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("đợt kiểm tra"),
    )  # fmt: skip
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("cuộc kiểm tra"),
    )  # fmt: skip
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("nhận xét"),
    )  # fmt: skip

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("cơ quan"),
    )  # fmt: skip

    objects = PaperLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên hệ của văn bản")
        verbose_name_plural = pgettext_lazy("plural", "liên hệ của văn bản")
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=False, inspection=None, finding=None, organization=None)
                | Q(campaign=None, inspection__isnull=False, finding=None, organization=None)
                | Q(campaign=None, inspection=None, finding__isnull=False, organization=None)
                | Q(campaign=None, inspection=None, finding=None, organization__isnull=False, role="source"),
                name="paper_link_has_one_owner",
            ),
            models.UniqueConstraint(fields=["paper", "role", "campaign"], name="paper_linked_once_to_campaign"),
            models.UniqueConstraint(fields=["paper", "role", "inspection"], name="paper_linked_once_to_inspection"),
            models.UniqueConstraint(fields=["paper", "role", "finding"], name="paper_linked_once_to_finding"),
            models.UniqueConstraint(fields=["paper", "organization"], name="paper_linked_once_to_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_role_display()})"

    @property
    def owner(self) -> Record:
        """Return the campaign, inspection, finding or body that the paper is linked to."""
        return self.campaign or self.inspection or self.finding or self.organization

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user may change the record to which the paper is linked; of a body, works for the Board that
        keeps the paper.
        """
        if self.organization_id:
            return self.paper.kept_by_id in user.reach_at(today).board
        return self.owner.may_be_changed_by(user, today)
