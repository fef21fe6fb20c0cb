"""Outgoing documents by template version, their frozen bytes, and how a body lays out its papers."""

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization, Signatory
from accounts.people.models import User
from inspections.models import Campaign, Delegation, Inspection, Session, StoredFile
from reports.documents.querysets import (
    DocumentQuerySet,
    OfDocumentQuerySet,
    OfOfficeQuerySet,
)
from reports.documents.states import DOCUMENT_STEPS, FROZEN, SHAPES, DocumentState
from workflow.fields import DayField, NfcCharField, SmallNumberField, TextWithPlaceholders
from workflow.models import Record, Stateful


class PaperSettings(Record):
    """How a body lays out its papers where the regulations leave a choice; without a row the defaults hold."""

    class Layout(models.TextChoices):
        PARTY = "party", _("như văn bản của Đảng")
        STATE = "state", _("như văn bản của Nhà nước")

    class LineHeight(models.IntegerChoices):
        POINTS_18 = 18, _("18 pt")
        POINTS_19 = 19, _("19 pt")
        POINTS_20 = 20, _("20 pt")

    class EndMark(models.TextChoices):
        STOP = ".", _("dấu chấm (.)")
        STOP_AND_SLASH = "./.", _("dấu chấm, gạch chéo, chấm (./.)")

    class Tone(models.TextChoices):
        ON_FIRST = "ỦY", _("dấu trên nguyên âm đầu (ỦY, HÒA)")
        ON_SECOND = "UỶ", _("dấu trên nguyên âm sau (UỶ, HOÀ)")

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="paper_settings", verbose_name=_("cơ quan")
    )
    layout = models.CharField(  # no rule is known for the Front and mass organizations
        _("thể thức của Mặt trận, đoàn thể"), max_length=5, choices=Layout.choices, default=Layout.PARTY
    )
    head_line = NfcCharField(  # in place of "ĐẢNG CỘNG SẢN VIỆT NAM"; "" prints none
        _("dòng đầu văn bản của Mặt trận, đoàn thể"), max_length=200, blank=True
    )
    line_height_pt = models.PositiveSmallIntegerField(
        _("giãn dòng"), choices=LineHeight.choices, default=LineHeight.POINTS_18
    )
    has_subject_mark = models.BooleanField(_("dòng “-----” dưới trích yếu"), default=True)
    end_mark = models.CharField(_("dấu kết thúc"), max_length=3, choices=EndMark.choices, default=EndMark.STOP)
    tone = models.CharField(_("cách bỏ dấu"), max_length=2, choices=Tone.choices, default=Tone.ON_FIRST)
    prints_code = models.BooleanField(  # None: not chosen, as `prints_code_in` says
        _("in mã tra cứu ở trang cuối"), null=True, blank=True
    )
    registers_reports = models.BooleanField(_("báo cáo tự kiểm tra vào sổ văn bản đến"), default=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách trình bày văn bản")
        verbose_name_plural = pgettext_lazy("plural", "cách trình bày văn bản")

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def prints_code_here(self) -> bool:
        """Tell whether the body's own papers print the code as things are."""
        system = self.organization.system
        return self.prints_code_in(self.layout if system == Organization.System.FRONT else system)

    def prints_code_in(self, layout: str) -> bool:
        """Tell whether the last page has code and address: unless chosen, of papers laid out like the State's."""
        return layout == self.Layout.STATE if self.prints_code is None else self.prints_code

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user leads the body, or one that wholly succeeded it."""
        return self.organization_id in user.reach_at(today).leader


def no_wording() -> dict:
    """Return the contents of a template that leaves the portal's own words as they are."""
    return {"order": [], "headings": {}, "texts": {}}


class DocumentTemplate(Record):
    """A version of the wording that one body uses for one kind of document; none is ever changed, the newest holds."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    kind = models.SlugField(_("loại văn bản"), max_length=40)
    version = SmallNumberField(_("bản"), default=1)
    contents = models.JSONField(_("câu chữ"), default=no_wording, editable=False)  # see compose.wording.contents
    reason = NfcCharField(_("đã đổi gì"), max_length=300, blank=True)
    made_by = models.ForeignKey(  # None: not by a person
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người ghi")
    )

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = pgettext_lazy("plural", "mẫu văn bản")
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "version"], name="one_template_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user leads the body or works in it: they write its next version."""
        return self.organization_id in user.reach_at(today).board


def text_of(content: str | dict) -> str:
    """Return a slot's words without their marks: it holds plain text, or {"html": …} where staff rewrote it."""
    return strip_tags(content["html"]).strip() if isinstance(content, dict) else content


class Document(Stateful):
    """One outgoing paper, about an inspection or a campaign; `delegation` and `session` say which of theirs."""

    class ReplacesHow(models.TextChoices):
        CORRECTION = "correction", _("đính chính")
        REPLACEMENT = "replacement", _("thay thế")

    STEPS = DOCUMENT_STEPS

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
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("đoàn kiểm tra")
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("buổi làm việc")
    )
    issuer_role = models.CharField(  # who issues it: the leader, or the head for the delegation's own papers
        _("người ban hành"), max_length=6, default="leader",
        choices=[("leader", _("lãnh đạo cơ quan")), ("head", _("Trưởng đoàn"))],
    )  # fmt: skip
    effective_on = DayField(_("ngày văn bản"))  # the day it is meant for; once issued, the day of issue
    issued_on = DayField(_("ban hành ngày"), null=True, blank=True)
    draft_number = SmallNumberField(_("dự thảo lần"), default=1)
    signatory = models.ForeignKey(  # None: the head
        Signatory, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("người ký")
    )
    place = NfcCharField(_("địa danh"), max_length=100, blank=True)  # "": as its organization's name has it
    rule_set = models.SlugField(_("thể thức"), max_length=20)
    template = models.ForeignKey(
        DocumentTemplate, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("mẫu")
    )
    facts = models.JSONField(_("dữ kiện"), default=dict, encoder=DjangoJSONEncoder, editable=False)
    html = models.TextField(_("trang đã ban hành"), blank=True, editable=False)
    state = models.CharField(_("trạng thái"), max_length=20, choices=DocumentState.choices, default=DocumentState.DRAFT)
    is_internal = models.BooleanField(_("nội bộ"), default=False)
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("tệp PDF")
    )
    signed_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bản đã ký")
    )
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)
    check_code = models.CharField(_("mã tra cứu"), max_length=20, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay thế")
    )
    replaces_how = models.CharField(_("cách thay thế"), max_length=11, choices=ReplacesHow.choices, blank=True)

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
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, replaces_how="") | (Q(replaces__isnull=False) & ~Q(replaces_how="")),
                name="document_says_how_it_replaces",
            ),
            models.UniqueConstraint(fields=["check_code"], condition=~Q(check_code=""), name="check_code_once"),
        ]

    def __str__(self) -> str:
        return self.about[:80] or f"{self.kind} {self.effective_on}"

    def get_absolute_url(self) -> str:
        return reverse("document_show", args=[self.pk])

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def about(self) -> str:
        """Return the trích yếu; "" before anything was composed."""
        return text_of(self.facts.get("about", ""))

    @property
    def is_frozen(self) -> bool:
        """Tell whether the document was issued: from then on database triggers refuse a change of what was issued."""
        return self.state in FROZEN

    @property
    def is_open_to_writers(self) -> bool:
        return self.state == DocumentState.DRAFT

    @property
    def is_being_issued(self) -> bool:
        """Tell whether its number is reserved and its facts are final, but its PDF isn't stored yet."""
        return self.state == DocumentState.SUBMITTED and bool(self.facts.get("issued_on"))

    @property
    def its_campaign(self) -> Campaign:
        return self.inspection.campaign if self.inspection is not None else self.campaign

    @property
    def issuer_name(self) -> str:
        """Return the issuing body's name on the day of issue, of a delegation's paper after the delegation's own as it
        is printed.
        """
        body = self.issuing_organization.full_name_at(self.issued_on)
        return f"{self.facts['issuer']}, {body}" if self.issuer_role == "head" and self.delegation_id else body

    def roles_of(self, user: User, today: date) -> set[str]:
        """Return the user's roles in the inspection or campaign, with "issuer" for the role that issues this paper."""
        about = self.inspection or self.campaign
        roles = about.roles_of(user, today)
        if self.delegation is not None:
            roles = roles | self.delegation.roles_of(user, today)
        return {*roles, "issuer"} if self.issuer_role in roles else roles

    def stands_in_as(self, user: User, today: date) -> set[str]:
        """Return {"head", "issuer"} where the user issues in the place of the delegation's head."""
        if self.inspection is None or self.issuer_role not in self.inspection.stands_in_as(user, today):
            return set()
        return {self.issuer_role, "issuer"}

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user may change the words of the draft."""
        writers = {"staff", "leader", "head", "secretary"}
        return self.is_open_to_writers and bool(self.roles_of(user, today) & writers)


class DocumentText(Record):
    """Staff's text in one slot, with the hash of the fact it is about, so that a changed fact is noticed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="texts", verbose_name=_("văn bản"))
    slot = models.SlugField(_("ô"), max_length=60)
    text = TextWithPlaceholders(_("nội dung"))
    fact_sha256 = models.CharField(_("mã băm dữ kiện"), max_length=64)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu chữ của văn bản")
        verbose_name_plural = pgettext_lazy("plural", "câu chữ của văn bản")
        constraints = [models.UniqueConstraint(fields=["document", "slot"], name="one_text_a_slot")]

    def __str__(self) -> str:
        return self.slot
