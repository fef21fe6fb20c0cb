"""Accepts a file or says in plain words why not. A refused file is stored nowhere."""

from base64 import b64decode
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.processes.apart import read_apart
from ground.processes.heavy import upload_turn
from ground.text import file_size
from inspections.papers.models import StoredFile
from inspections.papers.uploads.evidence.faults import FAULTS_OF_EVIDENCE
from inspections.papers.uploads.marks import mark_in, mark_in_name, mark_in_properties
from inspections.papers.uploads.names import storable_name

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}
PAPERS = ("pdf", "docx")
EVIDENCE = tuple(TYPES)
PICTURES = ("jpg", "png", "heic")
ENDINGS = {kind: (f".{kind}",) for kind in TYPES} | {"jpg": (".jpg", ".jpeg"), "heic": (".heic", ".heif")}
ALL_ENDINGS = tuple(ending for endings in ENDINGS.values() for ending in endings)  # of EVIDENCE
FAULTS = {
    "unknown": gettext_lazy("Nội dung tệp không phải PDF hay Word (.docx), dù tên tệp ghi thế nào. Chọn đúng tệp."),
    "old_office": gettext_lazy(
        "Đây là tệp Word, Excel kiểu cũ hoặc có mật khẩu. Mở tệp, chọn Lưu thành .docx hoặc PDF, không đặt mật khẩu."
    ),
    "picture": gettext_lazy(
        "Tệp là ảnh, cổng nhận PDF. Trên máy tính: mở ảnh, chọn In rồi “Microsoft Print to PDF”. Trên điện thoại "
        "(cả ảnh .heic): mở ảnh, chọn Chia sẻ, In, rồi lưu bản in thành PDF."
    ),
    "archive": gettext_lazy("Tệp nén (.zip, .rar…). Giải nén rồi gửi từng tệp PDF hoặc Word bên trong."),
    "other_office": gettext_lazy("Tệp của chương trình khác (.odt, .rtf…). Mở tệp, lưu thành .docx hoặc PDF."),
    "web_page": gettext_lazy("Tệp là trang web, dù tên tệp ghi thế nào. Mở tệp, in ra PDF."),
    "cut_off": gettext_lazy("Tệp PDF bị thiếu phần cuối, có thể do tải về dở dang. Lấy lại tệp đầy đủ."),
    "unreadable": gettext_lazy("Không đọc được tệp: tệp hỏng hoặc không đúng chuẩn. Mở tệp, in ra PDF mới."),
    "too_slow": gettext_lazy("Tệp quá phức tạp, cổng không đọc xong. Mở tệp, in ra PDF mới."),
    "encrypted": gettext_lazy("Tệp có mật khẩu hoặc hạn chế quyền. Mở tệp, in ra PDF mới, không đặt mật khẩu."),
    "script": gettext_lazy("Tệp chứa macro hoặc mã lệnh. Mở tệp, in ra PDF mới."),
    "embedded": gettext_lazy("Tệp chứa tệp khác bên trong. Mở tệp, in ra PDF mới; tệp kèm theo gửi riêng."),
    "foreign_parts": gettext_lazy(
        "Tệp lấy mẫu, hình ảnh hay nội dung từ tệp khác, nơi khác khi mở. Mở tệp, in ra PDF mới."
    ),
    "field": gettext_lazy(
        "Tệp Word có trường tự lấy nội dung hay gọi chương trình (DDE, LINK, INCLUDE…). Mở tệp, bấm Ctrl+A rồi "
        "Ctrl+Shift+F9 để đổi trường thành chữ và lưu lại, hoặc in ra PDF mới."
    ),
    "opens_by_itself": gettext_lazy("Tệp PDF tự mở một địa chỉ khi được mở. Mở tệp, in ra PDF mới."),
    "strange_link": gettext_lazy(
        "Tệp có liên kết đến chương trình hay đến tệp ở máy khác. Bỏ liên kết đó, chỉ giữ địa chỉ trang web và thư "
        "điện tử, hoặc in ra PDF mới."
    ),
    "strange_action": gettext_lazy("Tệp PDF có lệnh mà cổng không biết. Mở tệp, in ra PDF mới."),
    "strange_part": gettext_lazy("Tệp có thành phần mà cổng không biết. Mở tệp, in ra PDF mới."),
    "entities": gettext_lazy("Tệp Word có khai báo mà Word không dùng. Mở tệp, in ra PDF mới."),
    "too_much_inside": gettext_lazy("Tệp Word giải nén ra lớn bất thường. Mở tệp, in ra PDF mới."),
}


@dataclass(frozen=True)
class AcceptedFile:
    """An accepted file; `shown`: our own JPEG of a picture, b"" for all others."""

    content: bytes
    name: str
    content_type: str
    scan_state: str
    shown: bytes = b""


def judge(upload: UploadedFile, kinds: tuple[str, ...], account: int | None = None) -> AcceptedFile:
    """Check an upload and return it with its type. `kinds`: of TYPES; `account`: the sender. Raises ValidationError
    with what is wrong and what to do, and Busy.

    The malware scan runs later, so that no web thread waits for a scanner.
    """
    name = storable_name(upload.name)
    refuse_size(upload.size)
    with upload_turn(account) as held:
        content = upload.read()
        found = _read(content, kinds, held)
    if "fault" in found:
        faults = FAULTS if set(kinds) <= set(PAPERS) else FAULTS | FAULTS_OF_EVIDENCE
        raise ValidationError(faults[found["fault"]])
    name = _with_pictures_ending(name, found["type"])
    refuse_kind(found["type"], name, kinds)
    refuse_secret(found["mark"] or mark_in_name(name))
    shown = b64decode(found.get("shown", ""))
    return AcceptedFile(content, name, TYPES[found["type"]], StoredFile.Scan.WAITING, shown)


def _read(content: bytes, kinds: tuple[str, ...], held: BinaryIO) -> dict:
    if set(kinds) <= set(PAPERS):
        return read_apart("inspections.papers.uploads.reading", content, settings.UPLOAD_READ_SECONDS, held)
    module, seconds = "inspections.papers.uploads.evidence.reading", settings.EVIDENCE_READ_SECONDS
    return read_apart(module, content, seconds, held, arguments=[str(settings.PICTURE_PIXELS_MAX)])


def _with_pictures_ending(name: str, kind: str) -> str:
    """Correct the ending of a photo that a phone stored as another kind of picture: its user can't rename it."""
    stem, dot, ending = name.rpartition(".")
    is_picture = any(f".{ending.lower()}" in ENDINGS[each] for each in PICTURES)
    if kind not in PICTURES or not dot or not is_picture or f".{ending.lower()}" in ENDINGS[kind]:
        return name
    return f"{stem}.{kind}"


def refuse_size(size: int) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        params = {"size": file_size(size), "limit": file_size(settings.UPLOAD_MAX_BYTES)}
        words = _("Tệp %(size)s, cổng nhận tối đa %(limit)s. Quét lại ở độ phân giải thấp hơn (200 dpi).")
        raise ValidationError(words % params)


def refuse_kind(kind: str, name: str, kinds: tuple[str, ...]) -> None:
    if kind not in kinds:
        raise ValidationError(_("Chỉ nhận bản PDF đã ký. Mở tệp, in ra PDF."))
    if not name.lower().endswith(ENDINGS[kind]):
        words = _("Tên tệp “%(name)s” không khớp nội dung .%(kind)s. Đổi đuôi tên tệp thành .%(kind)s.")
        raise ValidationError(words % {"name": name, "kind": kind})


def refuse_secret(mark: str | None) -> None:
    if mark:
        words = _(
            "Tệp mang dấu “%s”. Cổng không nhận tài liệu bí mật nhà nước: gửi theo đường văn bản mật. "
            "Cổng không lưu tệp này."
        )
        raise ValidationError(words % mark)


def refuse_secret_table(lines: list[str], properties: list[list[str]]) -> None:
    """Raise ValidationError for an imported table with a mark of secrecy alone in a cell, comment, header or sheet
    name.
    """
    refuse_secret(mark_in("\n".join(lines)) or mark_in_properties(properties))
