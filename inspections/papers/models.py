"""Official papers with number and date, and stored files."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from ground.processes.scanners import scanner
from ground.text import instant_text, sort_key
from inspections.papers.querysets import OfficialPaperQuerySet, StoredFileQuerySet
from workflow.fields import DayField, KeyField, NfcCharField
from workflow.models import Record, Searchable


class StoredFile(Record):
    """Bytes outside the web root under a generated key; the user's own file name is only shown, never used as a
    path.
    """

    class Scan(models.TextChoices):
        WAITING = "waiting", _("chờ quét")
        CLEAN = "clean", _("sạch")
        INFECTED = "infected", _("có mã độc")

    key = models.CharField(_("khóa"), max_length=100, unique=True, editable=False)
    shown_key = models.CharField(  # of our own JPEG of a picture, "" for other files
        _("khóa của ảnh để xem"), max_length=100, blank=True, default="", editable=False
    )
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"), editable=False)
    content_type = models.CharField(_("loại nội dung"), max_length=100, editable=False)
    scan_state = models.CharField(
        _("quét mã độc"), max_length=10, choices=Scan.choices, default=Scan.WAITING, editable=False
    )
    scanned_at = models.DateTimeField(_("quét lúc"), null=True, blank=True, editable=False)
    scan_fault = NfcCharField(  # why the last try found out nothing; "" where none failed
        _("lỗi của lần quét sau cùng"), max_length=500, blank=True, default="", editable=False
    )
    original_name = NfcCharField(_("tên tệp"), max_length=255, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = pgettext_lazy("plural", "tệp")

    def __str__(self) -> str:
        return self.original_name

    @property
    def may_be_opened(self) -> bool:
        """Tell whether the file is clean; where the server has no scanner, also an unscanned one."""
        return self.scan_state == self.Scan.CLEAN or (self.scan_state == self.Scan.WAITING and scanner() is None)

    @property
    def closed(self) -> str:
        """Say why nobody can open the file yet; "" for one that can be opened."""
        if self.may_be_opened:
            return ""
        if self.scan_state == self.Scan.INFECTED:
            return str(_("không mở được: tệp có mã độc"))
        if self.waits_long:
            return "; ".join([self.waits_since, str(_("mở được khi xong"))])
        return str(_("cổng đang kiểm tra tệp, mở được khi xong"))

    @property
    def waits_long(self) -> bool:
        """Tell whether the file has waited for so long that administrators have been warned: the scanner doesn't
        answer, or nobody does background work.
        """
        latest = timezone.now() - timedelta(minutes=settings.SCANNER_SILENT_MINUTES)
        return self.scan_state == self.Scan.WAITING and self.created_at <= latest

    @property
    def waits_since(self) -> str:
        """Say since when a file waits that waits_long."""
        since = instant_text(self.created_at)
        return _("tệp chờ kiểm tra từ %(at)s, lâu hơn thường lệ; quản trị hệ thống đã được báo") % {"at": since}


class Attachment(Record):
    """A file with exactly one owner by real foreign keys; a newer version refers to the older."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("tệp"))
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("bản mới của")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.file)

    @property
    def sender_id(self) -> int | None:
        """Return the id of the user who has sent the file, None where nobody is known."""
        return None

    def is_waiting_for(self, reader: User | None) -> bool:
        """Tell whether the file waits for its scan, and the reader is who has sent it: it harms nobody else when that
        account alone gets its own bytes back.
        """
        is_sender = reader is not None and self.sender_id == reader.pk
        return is_sender and self.file.scan_state == StoredFile.Scan.WAITING

    def may_be_opened_by(self, reader: User | None) -> bool:
        """Tell whether the reader, who sees the attachment, may open its file: each a clean one, its sender also one
        that waits for its scan; nobody an infected one.
        """
        return self.file.may_be_opened or self.is_waiting_for(reader)

    def closed_to(self, reader: User | None) -> str:
        """Say why the reader, or everybody else, can't open the file yet; "" for one that all can open."""
        if self.file.may_be_opened or not self.is_waiting_for(reader):
            return self.file.closed
        if self.file.waits_long:
            return "; ".join([self.file.waits_since, str(_("đến khi xong chỉ bạn mở được"))])
        return str(_("cổng đang kiểm tra tệp; đến khi xong chỉ bạn mở được"))


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
    number = NfcCharField(_("số, ký hiệu theo văn bản"), max_length=60, blank=True)  # "64-KH/BTGDVTU"
    dated_on = DayField(_("ngày văn bản"), null=True, blank=True)
    issuer = NfcCharField(_("nơi ban hành theo văn bản"), max_length=200)
    title = NfcCharField(_("trích yếu"), max_length=300)
    web_address = models.URLField(  # of an article
        _("địa chỉ trên mạng"), max_length=2000, blank=True, validators=[URLValidator(["http", "https"])]
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("tệp")
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

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_paper_type_display(), self.number, self.title]))

    def search_words(self) -> list[str]:
        return [self.number, self.title, self.issuer]

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        self.sort_key = sort_key(self.title)
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def download_url(self) -> str:
        """Return the address of the file; "" without a file, or with one that is infected or waits for its scan."""
        if self.file is None or not self.file.may_be_opened:
            return ""
        return reverse("paper_download", args=[self.pk])
