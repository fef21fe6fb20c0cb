"""Events, the access log, notices and the mails that carry them."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.fields import DayField, NfcCharField, NfcTextField, SmallNumberField
from workflow.history.notices import WORDS, words_of
from workflow.history.querysets import EventQuerySet, LogQuerySet, MailQuerySet, NoticeQuerySet
from workflow.records.models import Record


class Event(models.Model):
    """One act: who did what to which record, when, from which state to which, why. Append-only (database triggers)."""

    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)
    happened_on = DayField(_("ngày thực hiện"), null=True, blank=True)  # None: the day on which it was recorded
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("người thực hiện"), related_name="+"
    )  # None: the portal itself
    act = models.CharField(_("việc"), max_length=40)
    from_state = models.CharField(_("từ trạng thái"), max_length=20, blank=True)
    to_state = models.CharField(_("sang trạng thái"), max_length=20, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("loại bản ghi"), db_index=False)
    object_id = models.BigIntegerField(_("mã bản ghi"))
    subject = GenericForeignKey("content_type", "object_id")
    reason = NfcTextField(_("lý do"), blank=True)
    changes = models.JSONField(_("thay đổi"), default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã làm")
        verbose_name_plural = _("lịch sử")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"], name="event_by_subject"),
            models.Index(fields=["content_type", "at"], name="event_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.content_type_id}/{self.object_id}"

    @property
    def day(self) -> date:
        """Return the day on which it happened."""
        return self.happened_on or timezone.localdate(self.at)


READINGS = ["opened", "downloaded"]
TRIES = ["refused", "held_back", "reset_asked"]  # by whoever types a name, an account's or not


class AccessLog(models.Model):
    """A sign-in, refusal, sign-out, opened page or download. Append-only (database triggers).

    Reading a page changes no record, but may append one row here.
    """

    LABEL_LENGTH = 200

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("đăng nhập")
        SIGNED_OUT = "signed_out", _("đăng xuất")
        REFUSED = "refused", _("nhập sai tên hoặc mật khẩu")
        HELD_BACK = "held_back", _("bị tạm giữ vì nhập sai nhiều lần")
        TIMED_OUT = "timed_out", _("hết phiên")
        SWITCHED_OFF = "switched_off", _("hết phiên vì tài khoản ngừng dùng")
        ROLE_ENDED = "role_ended", _("hết phiên vì vai trò kết thúc")
        PASSWORD_REPLACED = "password_replaced", _("hết phiên vì mật khẩu đã đổi")
        FACTOR_CHANGED = "factor_changed", _("hết phiên vì xác nhận hai bước đã đổi")
        FACTOR_REFUSED = "factor_refused", _("nhập sai mã xác nhận")
        PASSWORD_CHANGED = "password_changed", _("đổi mật khẩu")
        RESET_REQUESTED = "reset_asked", _("báo quên mật khẩu")
        PASSWORD_RESET = "password_reset", _("đặt lại mật khẩu qua thư")
        OPENED = "opened", _("mở xem")
        DOWNLOADED = "downloaded", _("tải về")
        EXPORTED = "exported", _("xuất ra tệp")  # named by the label, with the filters: of no single record

    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("tài khoản"), related_name="+"
    )  # None: no account has the typed name
    kind = models.CharField(_("việc"), max_length=20, choices=Kind.choices)
    typed_name = NfcCharField(_("tên đã nhập"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, verbose_name=_("loại bản ghi"))
    object_id = models.BigIntegerField(_("mã bản ghi"), null=True)
    subject = GenericForeignKey("content_type", "object_id")
    label = NfcCharField(_("tên tài liệu"), max_length=LABEL_LENGTH, blank=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt truy cập")
        verbose_name_plural = _("nhật ký truy cập")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="access_by_subject"),
            models.Index(fields=["kind", "-at"], name="access_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=READINGS, content_type__isnull=False, object_id__isnull=False)
                | (~Q(kind__in=READINGS) & Q(content_type__isnull=True, object_id__isnull=True)),
                name="reading_is_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | (Q(kind__in=TRIES) & ~Q(typed_name="")),
                name="access_by_an_account_or_a_typed_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%d/%m/%Y %H:%M}"


class Mail(Record):
    """Notices on their way to the address of one user: the day's together, urgent ones at once.

    It is written, and its notices point to it, before anything is sent: so nothing is sent twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENDING = "sending", _("đang gửi")
        SENT = "sent", _("đã gửi")
        DROPPED = "dropped", _("không cần gửi nữa")
        FAILED = "failed", _("không gửi được")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails", verbose_name=_("người nhận")
    )
    day = DayField(_("ngày"))  # on which it is sent; a waiting one takes in what comes on later days
    is_urgent = models.BooleanField(_("gửi ngay"), default=False)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    tries = SmallNumberField(_("số lần thử"), default=0)
    next_try_at = models.DateTimeField(_("thử lại lúc"), default=timezone.now)
    fault = NfcTextField(_("lỗi"), blank=True)  # of the last try, as the server or the network said it
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư")
        verbose_name_plural = pgettext_lazy("plural", "thư")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=Q(is_urgent=False), name="one_mail_a_person_and_day"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.day:%d/%m/%Y}"


class Notice(Record):
    """A line for one user: what happened, and the page to open."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("người nhận")
    )
    text = NfcCharField(_("nội dung"), max_length=300)  # in the portal's first language
    kind = models.CharField(_("loại"), max_length=40, blank=True, editable=False)  # of notices.WORDS; "": text alone
    params = models.JSONField(_("dữ kiện"), default=dict, blank=True, editable=False)
    path = models.CharField(_("địa chỉ trang"), max_length=300)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    is_urgent = models.BooleanField(_("gửi thư ngay"), default=False, editable=False)
    mail = models.ForeignKey(  # that brings it to the user's address; None where none was made
        Mail, models.SET_NULL, null=True, blank=True, editable=False, related_name="notices", verbose_name=_("thư")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo trong cổng")
        verbose_name_plural = pgettext_lazy("plural", "thông báo trong cổng")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], condition=Q(mail=None, read_at=None), name="notice_to_mail")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Return what it says in the language of its reader, who may have chosen another since it was written."""
        return words_of(self.kind, self.params) if self.kind in WORDS else self.text
