"""Outgoing documents by template version, their frozen bytes, and the registers of their numbers."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from inspections.models import Campaign, Inspection, StoredFile
from reports.documents.querysets import (
    DocumentQuerySet,
    OfDocumentQuerySet,
    OfOfficeQuerySet,
    OfRegisterQuerySet,
)
from reports.documents.states import FROZEN, DocumentState
from workflow.fields import DayField, NfcCharField, NfcTextField, SmallNumberField
from workflow.models import Record


class DocumentTemplate(Record):
    """A version of the wording that one body uses for one kind of document."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    kind = models.SlugField(_("loại văn bản"), max_length=40)
    version = SmallNumberField(_("phiên bản"), default=1)
    slots = models.JSONField(_("câu chữ theo ô"), default=dict)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, blank=True, editable=False)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = pgettext_lazy("plural", "mẫu văn bản")
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "version"], name="one_template_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class Document(Record):
    kind = models.SlugField(_("loại văn bản"), max_length=40)
    issuing_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="documents", verbose_name=_("cơ quan ban hành")
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("cuộc kiểm tra")
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("đợt kiểm tra")
    )
    effective_on = DayField(_("ngày hiệu lực"))
    rule_set = models.SlugField(_("thể thức"), max_length=20)
    template = models.ForeignKey(
        DocumentTemplate, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("mẫu")
    )
    facts = models.JSONField(_("dữ kiện"), default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(_("trạng thái"), max_length=20, choices=DocumentState.choices, default=DocumentState.DRAFT)
    is_internal = models.BooleanField(_("nội bộ"), default=False)
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("tệp PDF")
    )
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)
    check_code = models.CharField(_("mã tra cứu"), max_length=20, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay thế")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đi")
        verbose_name_plural = pgettext_lazy("plural", "văn bản đi")
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, campaign__isnull=True)
                | Q(inspection__isnull=True, campaign__isnull=False),
                name="document_has_one_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FROZEN) | (Q(pdf__isnull=False) & ~Q(sha256="")),
                name="issued_document_is_frozen",
            ),
            models.UniqueConstraint(fields=["check_code"], condition=~Q(check_code=""), name="check_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"


class DocumentText(Record):
    """Staff's text in one slot, with the hash of the fact it is about, so that a changed fact is noticed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="texts", verbose_name=_("văn bản"))
    slot = models.SlugField(_("ô"), max_length=60)
    text = NfcTextField(_("nội dung"))
    fact_sha256 = models.CharField(_("mã băm dữ kiện"), max_length=64)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu chữ của văn bản")
        verbose_name_plural = pgettext_lazy("plural", "câu chữ của văn bản")
        constraints = [models.UniqueConstraint(fields=["document", "slot"], name="one_text_a_slot")]

    def __str__(self) -> str:
        return self.slot


class NumberRegister(Record):
    """A body's running numbers for one kind of document: for a whole term (Party) or a year (State)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="registers", verbose_name=_("cơ quan"))
    kind = models.SlugField(_("loại văn bản"), max_length=40)
    series = NfcCharField(_("khóa, năm"), max_length=40)
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sổ số văn bản")
        verbose_name_plural = pgettext_lazy("plural", "sổ số văn bản")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "series"], name="one_register_a_series")]

    def __str__(self) -> str:
        return f"{self.kind} {self.series}"


class TakenNumber(Record):
    register = models.ForeignKey(NumberRegister, models.PROTECT, related_name="taken", verbose_name=_("sổ"))
    n = models.PositiveIntegerField(_("số"))
    printed = NfcCharField(_("số, ký hiệu như đã in"), max_length=60)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="taken_number", verbose_name=_("văn bản")
    )
    cancelled_reason = NfcCharField(_("lý do hủy số"), max_length=200, blank=True)

    objects = OfRegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("số đã cấp")
        verbose_name_plural = pgettext_lazy("plural", "số đã cấp")
        constraints = [
            models.UniqueConstraint(fields=["register", "n"], name="one_number_a_register"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, cancelled_reason="")
                | (Q(document__isnull=True) & ~Q(cancelled_reason="")),
                name="number_used_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return self.printed
