"""Updates to versions that are made here, and the ways back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.deploy.machine.new import ROOT, Failed, note
from tests.deploy.machine.server import Server, expect, expect_words

if TYPE_CHECKING:
    from tests.deploy.machine.readme import Walk

OUTAGE = 30  # seconds, besides the migrations' own time
SLOW = 7  # seconds that a migration waits
MIGRATION = """import time
from django.db import migrations, models


def wait(apps, schema_editor):
    time.sleep({seconds})
    {then}


class Migration(migrations.Migration):
    dependencies = [("workflow", "{before}")]
    operations = [{operations}]
    {more}
"""
COLUMN = 'migrations.AddField("event", "{}", models.CharField(null=True, max_length=9))'
CODE = "migrations.RunPython(wait, migrations.RunPython.noop)"
WRITE = """from workflow.models import Event
one = Event.objects.first()
Event.objects.create(act="tried", content_type_id=one.content_type_id, object_id=one.object_id)"""


def make(
    server: Server, name: str, source: str, before: str, operations: str, then: str = "pass", more: str = ""
) -> None:
    """A next version, in a folder beside `source`."""
    text = MIGRATION.format(seconds=SLOW, then=then, before=before, operations=operations, more=more)
    path = f"/var/tmp/{name}/workflow/migrations/0990_{name}.py"
    server.machine.run(f"cp -a /var/tmp/{source} /var/tmp/{name}")
    (server.machine.folder / path.lstrip("/")).write_text(text)


def latest() -> str:
    return max(path.stem for path in (ROOT / "workflow" / "migrations").glob("0*.py"))


def update(walk: Walk, block: str) -> None:
    """First to versions that can't be run, then to one that can."""
    fail_in_a_migration(walk.installed)
    fail_to_start(walk.installed)
    make(walk.installed, "next", "danvan", latest(), f"{COLUMN.format('later')}, {CODE}", more="is_compatible = True")
    succeed(walk.installed, "next", *block.strip().splitlines())


def succeed(server: Server, name: str, check: str, going: str) -> None:
    first, backups = server.link("current"), server.backups()
    expect_words(server.machine.run(check, f"/var/tmp/{name}"), f"workflow.0990_{name}")
    expect((server.link("current"), server.backups()) == (first, backups), "the check changed nothing that is in use")
    with server.watched() as seen:
        said = server.machine.run(going, f"/var/tmp/{name}")
    expect_words(said, f"workflow.0990_{name}", "the portal was away for")
    announced, migrating = (
        int(re.search(words, said)[1]) for words in (r"The migrations take (\d+) s", r"Migrated in (\d+) s")
    )
    expect(announced >= SLOW, f"the migrations are announced to take {announced} s")
    note(f"  migrated in {migrating} s, announced {announced}; away besides: {seen.away - migrating:.1f} s")
    expect(seen.away - migrating <= OUTAGE, f"the update was longer than {OUTAGE} s")
    expect(len(set(server.backups()) - set(backups)) == 1, "a backup was made before the migrations")
    expect(server.link("last") == first, "the release before is remembered")
    server.wait_until_well(60, "after the update")


def fail_in_a_migration(server: Server) -> None:
    make(server, "refused", "danvan", latest(), CODE, then='raise ValueError("not with these rows")')
    comes_back(server, "refused", "The migrations can't be done; nothing was updated.")
    comes_back(server, "refused", "The release before runs; nothing was updated.", "--without-rehearsal")


def fail_to_start(server: Server) -> None:
    """What Django's own checks find is refused while the portal runs; what ends in the web processes isn't."""
    for name, file, words in [
        ("unloadable", "urls", "This release can't run; nothing was updated."),
        ("broken", "wsgi", "Nothing was updated"),
    ]:
        server.machine.run(
            f"cp -a /var/tmp/danvan /var/tmp/{name}\n"
            f"echo 'raise RuntimeError(\"not on this machine\")' >>/var/tmp/{name}/danvan/{file}.py"
        )
        comes_back(server, name, words)


def comes_back(server: Server, name: str, words: str, option: str = "") -> None:
    """What ran before runs again by itself, whatever was amiss with the new version."""
    first = server.link("current")
    with server.watched():
        note(f"    deploy/update {option}   # {name}")
        failed = server.machine.try_lines(f"deploy/update {option}", f"/var/tmp/{name}")
    expect(failed.returncode == 1, f"an update to {name} ends with {failed.returncode}")
    expect_words(failed.stderr, words)
    expect(server.link("current") == first, f"after {name} the release before runs")
    server.wait_until_well(60, f"after {name}")


def go_back(walk: Walk, block: str) -> None:
    server = walk.installed
    first = server.link("last")
    with server.watched() as seen:
        server.machine.run(block)
    expect(seen.away <= OUTAGE, f"the way back was longer than {OUTAGE} s")
    expect(server.link("current") == first, "the release before runs")
    server.wait_until_well(60, "after going back")


def go_back_by_the_backup(walk: Walk, block: str) -> None:
    """After a migration that the earlier code can't live with, and something written since."""
    server = walk.installed
    first = server.link("current")
    make(server, "far", "next", "0990_next", CODE)
    server.machine.run("deploy/update", "/var/tmp/far")
    far = server.link("current")
    server.shell(WRITE)
    refused = server.machine.try_lines("/srv/danvan/current/deploy/go_back")
    expect(refused.returncode == 1 and server.link("current") == far, "going back is refused")
    lines = refused.stderr.partition("The commands:\n")[2]
    expect_words(refused.stderr, "workflow.0990_far", "    tried: 1")
    for printed_line, said_line in zip(block.split("\n"), lines.split("\n"), strict=True):
        expect(re.sub(r"danvan-\w+Z", "", printed_line) == re.sub(r"danvan-\w+Z", "", said_line.strip()), said_line)
    with server.watched():
        server.machine.run(lines)
    expect(server.link("current") == first, "the release before runs")
    server.wait_until_well(60, "after going back by the backup")
    said = server.manage("check_upgrade --written-since 2020-01-01")
    if "tried" in said:
        raise Failed("what was written since the backup should be gone")
