"""Signed copies of issued papers, and the certificates by which their signatures are trusted."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from inspections.models import StoredFile
from reports.documents.models import Document
from reports.documents.querysets import OfDocumentQuerySet
from workflow.fields import NfcCharField, NfcTextField
from workflow.models import Record


class SignedCopy(Record):
    """A signed PDF, or a scan of the ink-signed paper, with what was read in it when it came; nothing of it ever
    changes. The document's `signed_file` is the latest one's.
    """

    class Kind(models.TextChoices):
        DIGITAL = "digital", _("bản ký số")
        SCAN = "scan", _("bản chụp của bản giấy đã ký")

    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_copies", verbose_name=_("văn bản"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("tệp"))
    kind = models.CharField(_("loại bản"), max_length=7, choices=Kind.choices)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    reading = models.JSONField(_("kết quả đọc"), default=dict)  # see reading.read; with "doubts", see judging
    reason = NfcTextField(_("lý do thay"), blank=True)  # "" for the first one
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("người đính kèm"))

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản đã ký")
        verbose_name_plural = pgettext_lazy("plural", "bản đã ký")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="one_signed_copy_a_file")]

    def __str__(self) -> str:
        return str(self.file)


class TrustedCertificateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.all() if user.is_administrator else self.none()


class TrustedCertificate(Record):
    """A certificate at which a chain of trust may end, loaded by an administrator."""

    name = NfcCharField(_("tên"), max_length=300)
    issuer = NfcCharField(_("nơi cấp"), max_length=300)
    valid_from = models.DateTimeField(_("từ"))
    valid_until = models.DateTimeField(_("đến"))
    fingerprint = models.CharField(_("dấu vân tay SHA-256"), max_length=64, unique=True)
    pem = models.TextField(_("chứng thư"), editable=False)
    is_trusted = models.BooleanField(_("còn tin cậy"), default=True)

    objects = TrustedCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng thư tin cậy")
        verbose_name_plural = pgettext_lazy("plural", "chứng thư tin cậy")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return user.is_administrator
