"""The ground floor: what every table carries, the history of acts, the log of who opened what, background work."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.text import fold
from workflow.fields import NfcCharField, NfcTextField
from workflow.querysets import (
    BatchItemQuerySet,
    BatchQuerySet,
    EventQuerySet,
    KeptFormQuerySet,
    LogQuerySet,
    NoticeQuerySet,
    ReceiptQuerySet,
    SavedFilterQuerySet,
)


class Record(models.Model):
    """What every table has: an optimistic lock and the instants of its first and last save."""

    revision = models.PositiveIntegerField(_("lần sửa"), default=1, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("sửa lúc"), auto_now=True, editable=False)

    class Meta:
        abstract = True

    def may_be_changed_by(self, user, today) -> bool:
        """Whether the row, and with it what hangs in it, is this user's to write; a model says whose, else nobody's."""
        return False


class Searchable(models.Model):
    """A stored column of folded words; a model says in `search_words()` what can be searched for."""

    search_text = models.TextField(default="", editable=False, db_index=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.search_text = self.folded_words()
        if update_fields is not None:
            update_fields = {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def folded_words(self) -> str:
        """For what writes many rows at once, past `save`."""
        return fold(" ".join(filter(None, self.search_words())))

    def search_words(self) -> list[str]:
        raise NotImplementedError


class StateWrittenByHand(RuntimeError):
    """Code tried to write a state past `workflow.steps.take`."""


class Stateful(Record):
    """A record whose `state` only steps change: a new row begins in the default state, `save` never moves it.

    Its class has `STEPS` (name → Step) and `hats_of(user, today)`: the hats in which a user stands before the record.
    """

    STEPS: dict = {}
    _state_in_database = None  # not read yet

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        known = self._state_known()
        if self.state != known:
            raise StateWrittenByHand(f"{self._meta.label}: {known} → {self.state}")
        super().save(*args, **kwargs)
        self._state_in_database = self.state

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record._state_in_database = record.__dict__.get("state")
        return record

    def refresh_from_db(self, using=None, fields=None, **kwargs):
        super().refresh_from_db(using, fields, **kwargs)
        if fields is None or "state" in fields:
            self._state_in_database = self.state

    def _state_known(self) -> str:
        """The state as the table has it; for a new row the one it must begin in."""
        if self._state.adding:
            return self._meta.get_field("state").default
        if self._state_in_database is None:  # the column was deferred, or the row made with many others
            return type(self)._base_manager.values_list("state", flat=True).get(pk=self.pk)
        return self._state_in_database

    def write_step(self, state: str, changes: dict) -> None:
        """For `workflow.steps.take` alone: the new state and what the step asked for, in one UPDATE."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.state = self._state_in_database = state
        self.revision += 1
        self.save(update_fields=["state", "revision", "changed_at", *changes])

    def hats_of(self, user, today) -> set[str]:
        raise NotImplementedError


class Event(models.Model):
    """One act: who did what to which record, when, from which state to which, why. Append-only (database triggers)."""

    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("người thực hiện"), related_name="+"
    )  # None: the portal itself
    act = models.CharField(_("việc"), max_length=40)
    from_state = models.CharField(_("từ trạng thái"), max_length=20, blank=True)
    to_state = models.CharField(_("sang trạng thái"), max_length=20, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("loại bản ghi"))
    object_id = models.BigIntegerField(_("mã bản ghi"))
    subject = GenericForeignKey("content_type", "object_id")
    reason = NfcTextField(_("lý do"), blank=True)
    changes = models.JSONField(_("thay đổi"), default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã làm")
        verbose_name_plural = _("lịch sử")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="event_by_subject")]

    def __str__(self):
        return f"{self.act} {self.content_type_id}/{self.object_id}"


READINGS = ["opened", "downloaded"]
TRIES = ["refused", "held_back", "reset_asked"]  # by whoever types a name, an account's or not


class AccessLog(models.Model):
    """Who came in, was refused, left, and who opened or downloaded what. Append-only (database triggers).

    Reading a page changes no record, but may append one row here.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("đăng nhập")
        SIGNED_OUT = "signed_out", _("đăng xuất")
        REFUSED = "refused", _("nhập sai tên hoặc mật khẩu")
        HELD_BACK = "held_back", _("bị tạm giữ vì nhập sai nhiều lần")
        TIMED_OUT = "timed_out", _("hết phiên")
        SWITCHED_OFF = "switched_off", _("hết phiên vì tài khoản ngừng dùng")
        ROLE_ENDED = "role_ended", _("hết phiên vì vai trò kết thúc")
        PASSWORD_REPLACED = "password_replaced", _("hết phiên vì mật khẩu đã đổi")
        PASSWORD_CHANGED = "password_changed", _("đổi mật khẩu")
        RESET_ASKED = "reset_asked", _("báo quên mật khẩu")
        PASSWORD_RESET = "password_reset", _("đặt lại mật khẩu qua thư")
        OPENED = "opened", _("mở xem")
        DOWNLOADED = "downloaded", _("tải về")
        EXPORTED = "exported", _("xuất cả danh mục")  # named by the label: of no single record

    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("tài khoản"), related_name="+"
    )  # None: the name that was typed is nobody's
    kind = models.CharField(_("việc"), max_length=20, choices=Kind.choices)
    typed_name = NfcCharField(_("tên đã nhập"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, verbose_name=_("loại bản ghi"))
    object_id = models.BigIntegerField(_("mã bản ghi"), null=True)
    subject = GenericForeignKey("content_type", "object_id")
    label = NfcCharField(_("tên tài liệu"), max_length=200, blank=True)

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

    def __str__(self):
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%d/%m/%Y %H:%M}"


class Batch(Record):
    """Work on many records, run in the background one item at a time."""

    kind = models.CharField(_("việc"), max_length=40)  # names the function that does one item
    label = NfcCharField(_("tên việc"), max_length=200, blank=True)  # as its page and the history call it
    asked = models.JSONField(_("yêu cầu"), default=dict, encoder=DjangoJSONEncoder)  # what every item is done with
    path = models.CharField(_("trang của việc"), max_length=300, blank=True)  # the page it was started from
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("người giao"), related_name="+")
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc hàng loạt")
        verbose_name_plural = pgettext_lazy("plural", "việc hàng loạt")

    def __str__(self):
        return f"{self.kind} {self.pk}"


class BatchItem(Record):
    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        DONE = "done", _("xong")
        REFUSED = "refused", _("không làm được")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name=_("việc hàng loạt"))
    key = models.CharField(
        _("khóa"), max_length=100
    )  # what the item is about; unique in its batch, so a re-run does it once
    label = NfcCharField(_("bản ghi"), max_length=250, blank=True)  # the record as people call it
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    message = NfcTextField(_("kết quả"), blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của việc hàng loạt")
        verbose_name_plural = _("các mục của việc hàng loạt")
        constraints = [models.UniqueConstraint(fields=["batch", "key"], name="batch_item_once")]

    def __str__(self):
        return self.key


class Notice(Record):
    """A line for one person: what happened and where to look."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("người nhận")
    )
    text = NfcCharField(_("nội dung"), max_length=300)
    path = models.CharField(_("địa chỉ trang"), max_length=300)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo trong cổng")
        verbose_name_plural = pgettext_lazy("plural", "thông báo trong cổng")
        ordering = ["-created_at"]

    def __str__(self):
        return self.text


class SavedFilter(Record):
    """A list as one user left it, under a name: its address holds words, filters, order and columns."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("người lưu")
    )
    list_name = models.CharField(_("danh sách"), max_length=60)  # the name of its URL pattern
    name = NfcCharField(_("tên bộ lọc"), max_length=80)
    query = models.TextField(_("tham số của địa chỉ"), blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = pgettext_lazy("plural", "bộ lọc đã lưu")
        ordering = ["list_name", "name"]
        constraints = [models.UniqueConstraint(fields=["owner", "list_name", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name


class Receipt(Record):
    """One sending of a form was received: sent again, by a double click or a reload, it leads where the first led."""

    token = models.UUIDField(_("dấu của lần gửi"), unique=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("người gửi"))
    path = models.CharField(_("trang mở sau khi nhận"), max_length=300)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("biên nhận biểu mẫu")
        verbose_name_plural = pgettext_lazy("plural", "biên nhận biểu mẫu")

    def __str__(self):
        return str(self.token)


class KeptForm(Record):
    """What somebody sent when the session was over: kept for that account alone, until it is sent or too old."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("của ai"))
    path = models.CharField(_("trang của biểu mẫu"), max_length=300)
    query = models.CharField(_("tham số của địa chỉ"), max_length=1000, blank=True)
    values = models.JSONField(_("nội dung đã điền"), default=dict)  # {name: [as sent, …]}

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu mẫu giữ lại")
        verbose_name_plural = pgettext_lazy("plural", "biểu mẫu giữ lại")
        ordering = ["-changed_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="form_kept_once")]

    def __str__(self):
        return self.path

    @property
    def address(self) -> str:
        """Opens the form with what is kept in it."""
        return f"{self.path}?{self.query}{'&' if self.query else ''}kept={self.pk}"
