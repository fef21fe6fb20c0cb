"""How a backup is made: whole or not at all, one at a time, what is new alone, and old ones go."""

import multiprocessing
import os
from contextlib import suppress
from datetime import timedelta

import pytest

from portal.backups.backup import PART, Site, back_up, backups_in, remove_old
from portal.backups.files import names_in, sum_of
from portal.backups.manifest import Manifest, read_sums
from portal.backups.refusals import Refused
from portal.backups.restore import restore
from tests.full_disk import full_after
from tests.loaded_database import TABLES
from tests.portal.backups.sites import COLUMNS, NOW, contents_of, opened, write
from tests.portal.backups.test_refusals import change_manifest, spoiled
from tests.unprivileged import locked, open_folder

LOST_FILE = f"INSERT INTO inspections_storedfile (key, original_name, {COLUMNS}) VALUES ('lost', 'a.pdf', 'picture',"
LOST_FILE += f" '{'0' * 64}', 1, 'application/pdf', 'clean', '', '2026-11-27', '2026-11-27', 1)"


def test_what_the_backup_before_has_is_linked_and_what_changed_is_not(small, home):
    folder = home / "linked"
    first = back_up(small, folder, NOW)
    name = next(names_in(small.files))
    before = (small.files / name).read_bytes()
    (small.files / name).write_bytes(before[::-1])
    second = back_up(small, folder, NOW + timedelta(days=1))
    (small.files / name).write_bytes(before)
    same = {file for file in names_in(first / "files") if (first / "files" / file).samefile(second / "files" / file)}
    assert same == set(names_in(first / "files")) - {name}
    assert sum_of(second / "files" / name) == read_sums(second)[f"files/{name}"]


def test_a_backup_is_its_owners_alone_with_the_folder_where_it_lies_and_those_below(small, home):
    folder = home / "owners"
    made = back_up(small, folder, NOW)
    assert {path.stat().st_mode & 0o077 for path in [folder, made, *made.rglob("*")]} == {0}
    assert (made / "files" / "imports").is_dir()


def test_a_file_that_was_taken_up_while_others_were_copied_is_left_out(small, home):
    """It is listed, and isn't there: so is a link that leads nowhere."""
    site = Site(small.database, home / "taken-up")
    site.files.mkdir()
    (site.files / "whole").touch()
    (site.files / "taken-up").symlink_to("nowhere")
    assert list(names_in(back_up(site, home / "without-it", NOW) / "files")) == ["whole"]


def test_a_full_disk_leaves_no_half_backup(small, home):
    folder = home / "full"
    with full_after(100_000), pytest.raises(Refused):
        back_up(small, folder, NOW)
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_a_backup_that_is_being_made_is_none_yet_and_what_a_kill_leaves_goes_with_the_next(small, home):
    folder, site = home / "killed", Site(small.database, home / "pipes")
    site.files.mkdir()
    os.mkfifo(site.files / "pipe")
    making = multiprocessing.get_context("fork").Process(target=back_up, args=(site, folder, NOW - timedelta(days=1)))
    making.start()
    try:
        until_read(site.files / "pipe", making)
        with pytest.raises(Refused) as refused:
            back_up(small, folder, NOW)
    finally:
        making.kill()
        making.join()
    left = sorted(path.name for path in folder.iterdir())
    assert (left, backups_in(folder)) == ([".lock", f"danvan-20261126T013000Z{PART}"], {})
    made = back_up(small, folder, NOW)
    assert "Một lần sao lưu khác đang chạy" in str(refused.value)
    assert (sorted(path.name for path in folder.iterdir()), backups_in(folder)) == ([".lock", made.name], {NOW: made})


def until_read(pipe, process):
    """Wait until the process has opened the pipe to copy it, which nobody ever ends."""
    while process.is_alive():
        with suppress(OSError):  # nobody reads it yet
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    raise AssertionError("the backup has ended")


def test_two_backups_of_one_second_are_not_mixed(small, home):
    folder = home / "twice"
    made = back_up(small, folder, NOW)
    before = contents_of(folder)
    with pytest.raises(Refused, match="đúng giây này"):
        back_up(small, folder, NOW)
    assert (contents_of(folder), backups_in(folder)) == (before, {NOW: made})


def test_what_was_lost_before_is_written_down_and_no_reason_not_to_restore(small, site_at, home):
    write(small.database, LOST_FILE)
    made = back_up(small, home / "lost", NOW)
    write(small.database, "DELETE FROM inspections_storedfile")
    manifest = Manifest.read(made)
    assert manifest.missing_files == ["lost", "picture"]
    site, _url = site_at(home / "lost-target", None)
    with pytest.raises(Refused, match="Thiếu 1 tệp mà cơ sở dữ liệu nhắc đến"):
        restore(site, spoiled(made, home, change_manifest(missing_files=["lost"])), NOW)
    assert restore(site, made, NOW).manifest.missing_files == ["lost", "picture"]


def test_half_files_and_probes_are_left_out(small, home):
    site = Site(small.database, home / "halves")
    site.files.mkdir()
    for name in ("whole", "half.part", ".health-0"):
        (site.files / name).touch()
    made = back_up(site, home / "without-halves", NOW)
    assert list(names_in(made / "files")) == ["whole"]


@pytest.mark.one_database("sqlite")
def test_a_damaged_database_makes_no_backup(site_at, home):
    site, _url = site_at(home / "damaged", TABLES)
    with opened(site.database) as damaged:
        damaged.execute("CREATE INDEX damaged ON django_migrations (name)")
        damaged.execute("PRAGMA writable_schema = ON")
        damaged.execute("UPDATE sqlite_master SET sql = replace(sql, '(name)', '(app)') WHERE name = 'damaged'")
        damaged.commit()
    with pytest.raises(Refused, match=r"Cơ sở dữ liệu bị hỏng: .*damaged"):
        back_up(site, home / "of-damaged", NOW)


def test_a_folder_of_files_that_cannot_be_read_makes_no_backup_without_them(small):
    with open_folder() as place:
        site, folder = Site(small.database, place / "files"), place / "backups"
        (site.files / "imports").mkdir(parents=True)
        folder.mkdir()
        with locked(site.files / "imports"), pytest.raises(OSError, match="imports"):
            list(names_in(site.files))
        back_up(site, folder, NOW)
        with locked(folder / f"danvan-{NOW:%Y%m%dT%H%M%SZ}"):
            assert backups_in(folder) == {}  # somebody else's is none that one could restore


def test_old_backups_are_removed_by_count(tmp_path):
    for day in range(20, 28):
        (tmp_path / f"danvan-202611{day}T013000Z").mkdir()
        (tmp_path / f"danvan-202611{day}T013000Z" / "SHA256SUMS").touch()
    (tmp_path / "danvan-20261119T013000Z").mkdir()  # not whole: not counted, not removed
    assert len(remove_old(tmp_path, days=3, months=0)) == 5
    assert sorted(path.name[7:15] for path in tmp_path.iterdir()) == ["20261119", "20261125", "20261126", "20261127"]


def test_the_one_to_which_an_update_can_go_back_stays(tmp_path):
    for hour in ("01", "09", "15"):
        (tmp_path / f"danvan-20261127T{hour}3000Z").mkdir()
        (tmp_path / f"danvan-20261127T{hour}3000Z" / "SHA256SUMS").touch()
    (tmp_path / "danvan-20261127T093000Z" / "held").touch()
    remove_old(tmp_path, days=3, months=3)
    assert sorted(path.name[16:18] for path in tmp_path.iterdir()) == ["09", "15"]


def test_an_old_backup_that_is_removed_by_half_is_none(small):
    with open_folder() as folder:
        folder.chmod(0o777)
        for day in (26, 27):
            (folder / f"danvan-202611{day}T013000Z" / "files").mkdir(parents=True)
            for name in ("SHA256SUMS", "files/first"):
                (folder / f"danvan-202611{day}T013000Z" / name).touch()
        files = folder / "danvan-20261126T013000Z" / "files"
        with locked(files), pytest.raises(Refused, match="Không xóa được"):
            remove_old(folder, days=1, months=0)
        assert [path.name for path in backups_in(folder).values()] == ["danvan-20261127T013000Z"]
        back_up(small, folder, NOW + timedelta(days=1))
        assert len(backups_in(folder)) == 2
