"""`script/postgres`: a PostgreSQL of one's own, in a folder that is kept where one is named."""

import os
import stat
import subprocess
import sys

from django.conf import settings

SCRIPT = settings.BASE_DIR / "script" / "postgres"
ASK = "import os, psycopg, sys; print(psycopg.connect(os.environ['DATABASE_URL'].replace('@/danvan', '@/postgres'), \
autocommit=True).execute(sys.argv[1]).statusmessage)"


def on_a_lasting_cluster(folder, statement):
    command = [SCRIPT, "--keep", folder, sys.executable, "-c", ASK, statement]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True)


def test_what_is_kept_may_lie_in_a_folder_that_only_its_owner_can_enter(tmp_path):
    """As var/ does, or a clone in root's home: PostgreSQL runs as another user there, and still gets in."""
    private = tmp_path / "var"
    private.mkdir(mode=0o700)
    first = on_a_lasting_cluster(private / "bench" / "postgres", "CREATE TABLE kept ()")
    again = on_a_lasting_cluster(private / "bench" / "postgres", "DROP TABLE kept")
    assert (first.returncode, first.stdout, first.stderr) == (0, "CREATE TABLE\n", "")
    assert (again.returncode, again.stdout, again.stderr) == (0, "DROP TABLE\n", "")
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
