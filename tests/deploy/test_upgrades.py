"""Which jump to this version is refused before the database is touched, and after which migrations one can go back."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ground.upgrades import checks, way_back
from workflow.models import Event

pytestmark = pytest.mark.django_db

# The last two of one room: what an older database lacks, what an older release doesn't know.
LAST = "reports.0016_search_taken_numbers"


def check_upgrade(**options):
    said = io.StringIO()
    call_command("check_upgrade", stdout=said, **options)
    return said.getvalue().splitlines()


def record(app, name, applied):
    recorder = MigrationRecorder(connection)
    (recorder.record_applied if applied else recorder.record_unapplied)(app, name)


def test_a_database_of_this_version_has_nothing_to_migrate():
    assert check_upgrade() == []


def test_what_would_be_migrated_is_announced():
    record(*LAST.split("."), applied=False)
    assert check_upgrade() == [LAST]


def test_a_jump_over_a_version_that_had_to_come_between_is_refused(settings):
    settings.OLDEST_UPGRADE = [*settings.OLDEST_UPGRADE, ("reports", "0099_squashed")]
    said = (
        "Cơ sở dữ liệu quá cũ đối với bản này, hoặc không phải của cổng; còn thiếu: reports.0099_squashed. "
        "Cập nhật lên một bản trung gian trước: xem “For servers” trong CHANGELOG.md. Chưa thay đổi gì."
    )
    with pytest.raises(CommandError) as refused:
        check_upgrade()
    assert str(refused.value) == said


def test_migrate_itself_refuses_before_it_writes(settings):
    settings.OLDEST_UPGRADE = [("reports", "0099_squashed")]
    record(*LAST.split("."), applied=False)
    with pytest.raises(SystemCheckError, match=r"danvan\.E002"):
        call_command("migrate", verbosity=0, skip_checks=False)
    assert LAST not in checks.written(checks.applied())


def test_a_start_migrates_what_is_missing_and_refuses_a_jump(settings):
    assert check_upgrade(migrate=True) == []
    settings.OLDEST_UPGRADE = [("reports", "0099_squashed")]
    record(*LAST.split("."), applied=False)
    with pytest.raises(SystemCheckError, match=r"danvan\.E002"):
        check_upgrade(migrate=True)


def test_code_that_is_older_than_the_database_is_refused():
    record("reports", "0099_tomorrow", applied=True)
    with pytest.raises(CommandError, match=r"mới hơn bản này: reports\.0099_tomorrow\."):
        check_upgrade()


def test_what_another_program_has_recorded_is_not_newer():
    record("strangers", "0001_initial", applied=True)
    assert check_upgrade() == []


def test_to_a_release_that_knows_all_migrations_one_goes_back(tmp_path):
    names = tmp_path / "migrations.txt"
    names.write_text("\n".join(check_upgrade(known=True)))
    assert check_upgrade(back_to=names) == []


def test_to_a_release_that_knows_nothing_of_changed_rows_one_does_not(tmp_path):
    names = tmp_path / "migrations.txt"
    names.write_text("\n".join(set(check_upgrade(known=True)) - {LAST}))
    with pytest.raises(CommandError) as refused:
        check_upgrade(back_to=names)
    assert str(refused.value) == f"Bản trước không chạy được trên cơ sở dữ liệu này, vì: {LAST}."


def column(**options):
    return migrations.AddField("event", "later", models.CharField("x", max_length=9, **options))


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([], True),
        ([column(null=True)], True),
        ([column(db_default="")], True),
        ([column(default="")], False),
        ([migrations.RemoveField("event", "reason")], False),
        ([migrations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))])], True),
        ([migrations.RunPython(migrations.RunPython.noop)], False),
        ([migrations.AlterField("event", "act", models.CharField("other words", max_length=40))], True),
        ([migrations.AlterField("event", "act", models.CharField("việc", max_length=80))], False),
    ],
)
def test_earlier_code_lives_with_what_may_be_empty_and_with_what_it_does_not_see(operations, expected):
    loader = MigrationLoader(connection)
    later = migrations.Migration("0099_later", "workflow")
    later.operations = operations
    assert way_back.all_are_harmless(later, loader.project_state()) is expected


def test_the_author_of_a_migration_may_say_that_it_is_compatible():
    loader = MigrationLoader(connection)
    name = tuple(LAST.split("."))
    assert not way_back.is_compatible(name, loader)
    loader.disk_migrations[name].is_compatible = True
    assert way_back.is_compatible(name, loader)


def test_what_has_been_written_since_a_backup_is_counted(case):
    long_ago = timezone.now() + timedelta(days=1)
    Event.objects.create(act="set_up", subject=case, at=long_ago)
    Event.objects.create(act="set_up", subject=case, at=long_ago)
    assert check_upgrade(written_since=datetime.now() + timedelta(hours=12)) == ["set_up: 2"]
