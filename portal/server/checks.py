"""One function a thing that may be amiss; each returns its finding, and asks the database little or nothing."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django_q.models import Failure, Task

from ground.health import can_write_files, missing_migrations
from ground.shared import replica
from ground.text import instant_text
from portal.backups.backup import newest_at
from portal.server.files import compare
from portal.server.findings import Finding, Health, well
from workflow.jobs import heartbeat
from workflow.models import AccessLog, Event, Mail

AHEAD = timedelta(minutes=2)  # clocks of two machines may differ by so much
FAILED_DAYS = timedelta(days=7)
ROOMY = 5  # times the least space: below it somebody should look
GIGABYTE = 1 << 30


def migrations() -> Finding:
    name, label = "migrations", _("Cấu trúc dữ liệu")
    missing = missing_migrations()
    if not missing:
        return well(name, label, _("đúng phiên bản của cổng"))
    return Finding(
        name,
        label,
        Health.UNWELL,
        _("thiếu %d bước") % len(missing),
        _("Chạy manage.py migrate, hoặc khởi động danvan-web."),
    )


def worker(now: datetime) -> Finding:
    name, label = "worker", _("Tiến trình việc nền")
    beat = heartbeat.last_beat(now)
    words = _("xong việc gần nhất lúc %s") % instant_text(beat) if beat else _("chưa làm việc nào")
    if heartbeat.is_alive(now):
        return well(name, label, words)
    return Finding(
        name, label, Health.UNWELL, words, _("systemctl restart danvan-worker, rồi xem journalctl -u danvan-worker.")
    )


def replica_follows() -> Finding:
    """Tell whether sheets can be read from the replica; where they can't they are read from the database itself."""
    name, label = "replica", _("Bản sao chỉ đọc của cơ sở dữ liệu")
    try:
        if replica.follows(settings.PROBE_SECONDS):
            return well(name, label, _("theo kịp"))
        words = _("chậm hơn %d giây, hoặc không phải là bản sao") % settings.PROBE_SECONDS
    except replica.FAULTS as fault:
        words = _("không trả lời: %s") % fault
    to_do = _("Xem PostgreSQL của máy bản sao; trong lúc ấy các bảng tính đọc từ cơ sở dữ liệu chính.")
    return Finding(name, label, Health.DOUBTFUL, words, to_do)


def failed_jobs(now: datetime) -> Finding:
    name, label = "jobs", _("Việc nền bị lỗi")
    n = Failure.objects.filter(stopped__gte=now - FAILED_DAYS).count()
    if not n:
        return well(name, label, _("không có trong 7 ngày qua"))
    return Finding(
        name,
        label,
        Health.DOUBTFUL,
        _("%d việc trong 7 ngày qua") % n,
        _("Xem lỗi ở trang “Máy chủ”, sửa nguyên nhân, bấm làm lại."),
    )


def failed_mails(now: datetime) -> Finding:
    name, label = "mails", _("Thư chưa gửi được")
    n = Mail.objects.not_getting_out(timezone.localdate(now)).count()
    if not n:
        return well(name, label, _("không có trong 7 ngày qua"))
    return Finding(
        name, label, Health.DOUBTFUL, _("%d thư trong 7 ngày qua") % n, _("Xem lỗi từng thư ở “Thư nhắc việc”.")
    )


def space(name: str, label: str, folder: Path) -> Finding:
    """Check the disk of a folder, or of the nearest above it that is there."""
    there = next(
        path for path in [folder, *folder.parents] if os.path.exists(path)
    )  # Path's own raises what is foreign
    free = shutil.disk_usage(there).free
    words = _("còn trống %s GB") % number_format(free / GIGABYTE, 1)
    if free >= ROOMY * settings.SPACE_MIN_BYTES:
        return well(name, label, words)
    health = Health.DOUBTFUL if free >= settings.SPACE_MIN_BYTES else Health.UNWELL
    return Finding(name, label, health, words, _("Xóa bớt hoặc nối thêm đĩa cho %s.") % there)


def writing() -> Finding:
    """Try the folder of files; a store is one of the other servers (portal.server.probes)."""
    name, label = "files", _("Ghi tệp")
    if can_write_files():
        return well(name, label, _("ghi thử được"))
    words = _("Xem quyền của thư mục, đĩa đầy hay chỉ đọc: chown -R danvan: %s") % settings.FILES_DIR
    return Finding(name, label, Health.UNWELL, _("không ghi được"), words)


def stored_files() -> list[Finding]:
    """Check rows against files in both directions, and on a disk whose the files are; one query."""
    try:
        found = compare()
    except OSError as fault:
        words = _("không đọc được thư mục tệp: %s") % fault
        to_do = look_at_key() if settings.S3_BUCKET else _owner_command()
        return [Finding("missing_files", _("Tệp mà dữ liệu nhắc đến"), Health.UNWELL, words, to_do)]
    both_ways = [_missing(found.missing + found.changed), _unnamed(len(found.unnamed))]
    return both_ways if settings.S3_BUCKET else [*both_ways, _owner(len(found.foreign))]


def _missing(keys: list[str]) -> Finding:
    name, label = "missing_files", _("Tệp mà dữ liệu nhắc đến")
    if not keys:
        return well(name, label, _("đủ, đúng dung lượng"))
    words = _("%(n)d tệp mất hoặc sai dung lượng: %(keys)s") % {"n": len(keys), "keys": ", ".join(keys[:3])}
    return Finding(name, label, Health.UNWELL, words, _("Chép lại từ thư mục files/ của bản sao lưu gần nhất."))


def _unnamed(n: int) -> Finding:
    name, label = "unnamed_files", _("Tệp không dữ liệu nào nhắc đến")
    if not n:
        return well(name, label, _("không có"))
    return Finding(
        name,
        label,
        Health.DOUBTFUL,
        _("%d tệp cũ hơn một ngày") % n,
        _("manage.py check_server --sweep xóa các tệp ấy."),
    )


def _owner(n: int) -> Finding:
    name, label = "owner", _("Chủ của tệp")
    if not n:
        return well(name, label, _("là người dùng của cổng"))
    return Finding(name, label, Health.UNWELL, _("%d tệp của người dùng khác") % n, _owner_command())


def _owner_command() -> str:
    return f"chown -R danvan: {settings.FILES_DIR}"


def look_at_key() -> str:
    return _("Xem S3_ACCESS_KEY, S3_SECRET_KEY và quyền của khóa: đọc, ghi, xóa, liệt kê.")


def clock(now: datetime) -> Finding:
    """Compare the clock with what was written last, which is later where it was put back, and with the database's."""
    name, label = "clock", _("Đồng hồ")
    latest = [model.objects.aggregate(last=Max(column))["last"] for model, column in WRITTEN]
    written = max(filter(None, [*latest, _clock_of_database()]), default=now)
    if written <= now + AHEAD:
        return well(name, label, instant_text(now))
    words = _("%(now)s, nhưng có việc ghi lúc %(written)s") % {
        "now": instant_text(now),
        "written": instant_text(written),
    }
    return Finding(name, label, Health.UNWELL, words, _("Chỉnh giờ: timedatectl set-ntp true."))


WRITTEN = [(Event, "at"), (AccessLog, "at"), (Task, "stopped")]


def _clock_of_database() -> datetime | None:
    """Return what time it is on the server of the database; None for SQLite, which has no clock of its own."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def backup(now: datetime) -> Finding:
    name, label = "backup", _("Sao lưu")
    made_at = newest_at(settings.BACKUP_DIR, now)
    to_do = _("systemctl start danvan-backup, rồi xem journalctl -u danvan-backup.")
    if made_at is None:
        return Finding(name, label, Health.UNWELL, _("chưa có bản nào"), to_do)
    words = _("bản gần nhất lúc %s") % instant_text(made_at)
    is_old = settings.BACKUP_WARN_HOURS and now - made_at > timedelta(hours=settings.BACKUP_WARN_HOURS)
    return Finding(name, label, Health.UNWELL, words, to_do) if is_old else well(name, label, words)
