"""All checks together: what check_server prints and the administrators' page shows."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ground import health
from portal.server import checks, probes
from portal.server.findings import Finding, Health, well


def check_all(now: datetime) -> list[Finding]:
    """Return every finding; while the database doesn't answer, those that need none."""
    database, others = check_database(), probes.ask_all()
    is_store_away = any(each.name == "files" and each.health == Health.UNWELL for each in others)
    of_disks = [
        checks.space("space", _("Đĩa của dữ liệu"), settings.FILES_DIR),
        checks.space("backup_space", _("Đĩa của bản sao lưu"), settings.BACKUP_DIR),
        *([] if settings.S3_BUCKET else [checks.writing()]),
        checks.backup(now),
    ]
    rows = [] if database.health == Health.UNWELL else of_rows(now, with_files=not is_store_away)
    return [database, *rows, *of_disks, *others]


def check_database() -> Finding:
    """Ask the database within two seconds, in a thread that may hang."""
    name, label = "database", _("Cơ sở dữ liệu")
    if health.Look.begin_or_join().outcome() != "database":
        return well(name, label, _("trả lời"))
    return Finding(name, label, Health.UNWELL, _("không trả lời trong 2 giây"), "systemctl status postgresql")


def of_rows(now: datetime, with_files: bool = True) -> list[Finding]:
    """Return what the database says; of one that isn't migrated only that: columns may be missing. `with_files`: also
    how it agrees with the stored files.
    """
    structure = checks.migrations()
    if structure.health == Health.UNWELL:
        return [structure]
    of_work = [checks.worker(now), checks.failed_jobs(now), checks.failed_mails(now)]
    of_files = checks.stored_files() if with_files else []
    of_replica = [checks.replica_follows()] if settings.REPLICA_DATABASE_URL else []
    return [structure, *of_replica, *of_work, *of_files, checks.clock(now)]
