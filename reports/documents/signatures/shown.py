"""What pages say of a signed copy, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.text import short_date
from reports.documents.models import Document
from reports.documents.signatures.models import SignedCopy

Reading = dict[str, Any]
DOUBTS = {
    "same_text": gettext_lazy("Tệp không bắt đầu bằng đúng tệp cổng ban hành, nhưng chữ trong hai tệp giống nhau."),
    "differs": gettext_lazy("Chữ trong tệp khác bản cổng ban hành: xem các chỗ khác ở dưới."),
    "no_text": gettext_lazy("Tệp là ảnh chụp, cổng không so chữ được: người đính kèm tự đọc và so với bản ban hành."),
    "not_compared": gettext_lazy("Văn bản ban hành thành nhiều tệp, cổng không so được: người đính kèm tự so."),
    "broken": gettext_lazy("Chữ ký không còn đúng: tệp đã bị sửa sau khi ký, dù chỉ một byte."),
    "changed_after": gettext_lazy("Sau khi ký, tệp được thêm nội dung khác ngoài chữ ký."),
    "other_signer": gettext_lazy("Không chữ ký nào mang tên người ký hay cơ quan ghi trên văn bản."),
    "expired": gettext_lazy("Chứng thư của người ký đã hết hạn, hoặc chưa có hiệu lực khi ký."),
    "untrusted": gettext_lazy("Chứng thư không do nơi cấp mà người quản trị đã nạp vào cổng."),
}
MATCHES = {
    "begins": gettext_lazy("đúng tệp cổng ban hành, chỉ thêm chữ ký"),
    "same_text": gettext_lazy("tệp khác, chữ giống bản cổng ban hành; người đính kèm đã xác nhận"),
    "differs": gettext_lazy("chữ khác bản cổng ban hành; người đính kèm đã xem và xác nhận"),
    "no_text": gettext_lazy("ảnh chụp, cổng không so chữ được; người đính kèm đã xác nhận"),
    "not_compared": gettext_lazy("cổng không so được; người đính kèm đã xác nhận"),
}
COVERS = {
    "whole": gettext_lazy("cả tệp"),
    "revision": gettext_lazy("tệp lúc ký; sau đó tệp có thêm phần"),
    "part": gettext_lazy("chỉ một phần tệp"),
}
CHANGES = {
    "none": gettext_lazy("không"),
    "allowed": gettext_lazy("chỉ thêm chữ ký"),
    "other": gettext_lazy("có thêm, sửa nội dung"),
}


@dataclass(frozen=True)
class SignatureLine:
    """One signature; `facts`: label and words; `is_good`: intact, and nothing but signatures came after it."""

    who: str
    is_good: bool
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class CopyRow:
    """A signed copy on its document's page; `is_current`: the one that stands for the paper."""

    copy: SignedCopy
    is_current: bool
    match: str
    doubts: list[str]
    signatures: list[SignatureLine]
    url: str
    by: str
    day: str


def copies_of(document: Document) -> list[CopyRow]:
    """Return the signed copies, the newest first; one query."""
    rows = document.signed_copies.select_related("file", "added_by__person")
    return [_row(copy, document) for copy in rows]


def _row(copy: SignedCopy, document: Document) -> CopyRow:
    may_open = copy.file.may_be_opened
    return CopyRow(
        copy=copy,
        is_current=copy.file_id == document.signed_file_id,
        match=str(MATCHES[copy.reading["match"]]),
        doubts=doubts_in_words(copy.reading),
        signatures=list(signature_lines(copy.reading)),
        url=reverse("document_signed_file", args=[document.pk, copy.pk]) if may_open else "",
        by=copy.added_by.get_full_name(),
        day=short_date(timezone.localdate(copy.created_at)),
    )


def doubts_in_words(reading: Reading) -> list[str]:
    return [str(DOUBTS[code]) for code in reading["doubts"]]


def signature_lines(reading: Reading) -> Iterator[SignatureLine]:
    for each in reading["signatures"]:
        who = ", ".join(filter(None, [each["name"], each["organization"]]))
        is_good = each["is_intact"] and each["changes"] != "other"
        yield SignatureLine(who or _("không đọc được"), is_good, list(_facts(each, reading["has_roots"])))


def _facts(each: dict[str, Any], has_roots: bool) -> Iterator[tuple[str, str]]:
    yield _("Nguyên vẹn"), _("có") if each["is_intact"] else _("không: tệp đã bị sửa sau khi ký")
    if each["signed_at"]:
        source = _("theo dấu thời gian") if each["is_stamped"] else _("theo máy của người ký")
        yield _("Ký lúc"), f"{_local(each['signed_at']):%H:%M %d/%m/%Y} ({source})"
    yield _("Chữ ký bao"), str(COVERS[each["covers"]])
    yield _("Thay đổi sau khi ký"), str(CHANGES[each["changes"]])
    if each["valid_until"]:
        until = short_date(_local(each["valid_until"]).date())
        over = _("đến %s, không còn hiệu lực") if each["is_expired"] else _("đến %s")
        yield _("Chứng thư"), over % until
    yield _("Nơi cấp"), f"{each['issuer']}: {_trust(each, has_roots)}"


def _trust(each: dict[str, Any], has_roots: bool) -> str:
    if not has_roots:
        return _("cổng chưa nạp chứng thư tin cậy nào")
    return _("tin cậy") if each["is_trusted"] else _("không có trong chứng thư tin cậy")


def _local(iso: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(iso))
