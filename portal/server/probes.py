"""Asks other servers whether they are there; each for a few seconds at most, and without the database."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from ground.processes.scanners import ScannerFailed, scanner
from ground.storage import CannotStore
from portal.server.checks import look_at_key
from portal.server.findings import Finding, Health, well


def ask_all() -> list[Finding]:
    """Ask them at the same time."""
    language = translation.get_language()
    probes = [*([store_answers] if settings.S3_BUCKET else []), scanner_answers, mail_server_answers]
    with ThreadPoolExecutor() as threads:
        return list(threads.map(lambda probe: _in_language(probe, language), probes))


def _in_language(probe: Callable[[], Finding], language: str | None) -> Finding:
    with translation.override(language):
        return probe()


def store_answers() -> Finding:
    from ground.shared.objects import StoreAway, refusal  # loads Amazon's library: only where the portal has a store

    name, label = "files", _("Ghi tệp")
    try:
        default_storage.hurried(settings.PROBE_SECONDS).try_writing()
    except (CannotStore, StoreAway) as fault:
        return Finding(name, label, Health.UNWELL, *_words_of_store(refusal(fault)))
    return well(name, label, _("ghi thử được"))


def _words_of_store(refused: str) -> tuple[str, str]:
    """Return what is amiss, and what helps."""
    if refused == "bucket":
        words = _("kho tệp không có ngăn %s") % settings.S3_BUCKET
        return words, _("Tạo ngăn ấy trong kho, hoặc sửa S3_BUCKET trong /etc/danvan.env.")
    if refused == "key":
        return _("kho tệp từ chối khóa của cổng"), look_at_key()
    return _("kho tệp không trả lời"), _("Xem máy chủ của kho tệp và S3_ENDPOINT trong /etc/danvan.env.")


def scanner_answers() -> Finding:
    name, label = "scanner", _("Máy quét mã độc")
    found = scanner()
    if found is None:
        return well(name, label, _("không dùng"))
    try:
        with Path(os.devnull).open("rb") as nothing:
            replace(found, seconds=settings.PROBE_SECONDS).find_malware(nothing)
    except ScannerFailed as fault:
        return Finding(
            name, label, Health.UNWELL, _("không trả lời: %s") % fault, _("systemctl restart clamav-daemon.")
        )
    return well(name, label, _("trả lời"))


def mail_server_answers() -> Finding:
    name, label = "mail_server", _("Máy chủ thư")
    if not settings.SENDS_MAIL:
        return well(name, label, _("không dùng"))
    server = get_connection()
    server.timeout = settings.PROBE_SECONDS
    try:
        server.open()
        server.close()
    except (SMTPException, OSError) as fault:
        words = _("không kết nối được: %s") % fault
        return Finding(
            name, label, Health.UNWELL, words, _("Xem EMAIL_URL và máy chủ thư; thư chờ, có lại thì tự gửi.")
        )
    return well(name, label, _("trả lời"))
