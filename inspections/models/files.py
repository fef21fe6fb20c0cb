"""Files: the bytes once, under a generated name; and what they are attached to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.querysets import OfAttachmentQuerySet, StoredFileQuerySet
from workflow.fields import NfcCharField
from workflow.models import Record


class StoredFile(Record):
    """Bytes outside the web root under a generated key; the user's own file name is only told, never used as a path."""

    class Scan(models.TextChoices):
        WAITING = "waiting", _("chờ quét")
        CLEAN = "clean", _("sạch")
        INFECTED = "infected", _("có mã độc")

    key = models.CharField(_("khóa"), max_length=100, unique=True, editable=False)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"), editable=False)
    content_type = models.CharField(_("loại nội dung"), max_length=100, editable=False)
    scan_state = models.CharField(
        _("quét mã độc"), max_length=10, choices=Scan.choices, default=Scan.WAITING, editable=False
    )
    original_name = NfcCharField(_("tên tệp"), max_length=255, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = pgettext_lazy("plural", "tệp")

    def __str__(self):
        return self.original_name

    @property
    def may_be_opened(self) -> bool:
        """A clean one; where the server has no scanner, one that waits too: pages say so."""
        return self.scan_state == self.Scan.CLEAN or (
            self.scan_state == self.Scan.WAITING and not settings.SCANNER_COMMAND
        )


class Attachment(Record):
    """A file in its room: exactly one owner by real foreign keys; a newer version names the older."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("tệp"))
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("bản mới của")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.file)


class InspectionAttachment(Attachment):
    value = models.ForeignKey(
        "inspections.MeasuredValue", models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("giá trị"),
    )  # fmt: skip
    finding = models.ForeignKey(
        "inspections.Finding", models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name=_("nhận xét"),
    )  # fmt: skip
    answer = models.ForeignKey(
        "inspections.Answer", models.PROTECT, null=True, blank=True, related_name="attachments",
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
