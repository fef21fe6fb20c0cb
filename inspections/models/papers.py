"""Papers with a number and a date that came in or that the work rests on."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from danvan.text import sort_key
from inspections.querysets import OfficialPaperQuerySet, PaperLinkQuerySet
from workflow.fields import KeyField, NfcCharField
from workflow.models import Record, Searchable


class OfficialPaper(Searchable, Record):
    class Type(models.TextChoices):
        DECISION = "QĐ", _("Quyết định")
        PLAN = "KH", _("Kế hoạch")
        LETTER = "CV", _("Công văn")
        REPORT = "BC", _("Báo cáo")
        MINUTES = "BB", _("Biên bản")
        NOTICE = "TB", _("Thông báo")
        PRESS = "press", _("Bài báo")
        OTHER = "other", _("Văn bản khác")

    kept_by = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("cơ quan lưu"))
    paper_type = models.CharField(_("loại văn bản"), max_length=8, choices=Type.choices)
    number = NfcCharField(_("số, ký hiệu như đã ghi"), max_length=60, blank=True)  # "64-KH/BTGDVTU"
    dated_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    issuer = NfcCharField(_("nơi ban hành như đã ghi"), max_length=200)
    title = NfcCharField(_("trích yếu"), max_length=300)
    file = models.ForeignKey(
        "inspections.StoredFile", models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("tệp")
    )
    is_internal = models.BooleanField(_("nội bộ cơ quan kiểm tra"), default=False)
    sort_key = KeyField(max_length=1000, default="", editable=False)  # by title

    objects = OfficialPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản đến và căn cứ")
        ordering = [F("dated_on").desc(nulls_last=True), "-id"]
        indexes = [
            models.Index(fields=["dated_on"], name="paper_by_date"),
            models.Index(fields=["sort_key", "id"], name="paper_by_title"),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.get_paper_type_display(), self.number, self.title]))

    def search_words(self):
        return [self.number, self.title, self.issuer]

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_key = sort_key(self.title)
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def download_url(self) -> str:
        """Empty without a file, or with one that a scanner refused or has still to see."""
        if self.file is None or not self.file.may_be_opened:
            return ""
        return reverse("paper_download", args=[self.pk])


class PaperLink(Record):
    """What a paper has to do with one campaign, inspection or finding."""

    class Role(models.TextChoices):
        BASIS = "basis", _("căn cứ")
        SOURCE = "source", _("nguồn số liệu")
        SUBMITTED = "submitted", _("đơn vị gửi")
        RESULT = "result", _("kết quả")

    paper = models.ForeignKey(OfficialPaper, models.PROTECT, related_name="links", verbose_name=_("văn bản"))
    role = models.CharField(_("vai trò"), max_length=10, choices=Role.choices)
    campaign = models.ForeignKey(
        "inspections.Campaign", models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("đợt kiểm tra"),
    )  # fmt: skip
    inspection = models.ForeignKey(
        "inspections.Inspection", models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("cuộc kiểm tra"),
    )  # fmt: skip
    finding = models.ForeignKey(
        "inspections.Finding", models.PROTECT, null=True, blank=True, related_name="paper_links",
        verbose_name=_("nhận xét"),
    )  # fmt: skip

    objects = PaperLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên hệ của văn bản")
        verbose_name_plural = pgettext_lazy("plural", "liên hệ của văn bản")
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=False, inspection__isnull=True, finding__isnull=True)
                | Q(campaign__isnull=True, inspection__isnull=False, finding__isnull=True)
                | Q(campaign__isnull=True, inspection__isnull=True, finding__isnull=False),
                name="paper_link_has_one_owner",
            ),
            models.UniqueConstraint(fields=["paper", "role", "campaign"], name="paper_linked_once_to_campaign"),
            models.UniqueConstraint(fields=["paper", "role", "inspection"], name="paper_linked_once_to_inspection"),
            models.UniqueConstraint(fields=["paper", "role", "finding"], name="paper_linked_once_to_finding"),
        ]

    def __str__(self):
        return f"{self.paper} ({self.get_role_display()})"

    def may_be_changed_by(self, user, today) -> bool:
        """By those who may change what the paper is linked to."""
        return (self.campaign or self.inspection or self.finding).may_be_changed_by(user, today)
