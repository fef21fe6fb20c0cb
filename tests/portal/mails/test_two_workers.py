"""Several workers at once, in processes of their own: each person gets one mail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WORKERS, PEOPLE = 4, 6
WRITE = f"""
from accounts.models import User
from workflow.models import Notice
Notice.objects.all().delete()
for user in User.objects.order_by("pk")[:{PEOPLE}]:
    User.objects.filter(pk=user.pk).update(email=f"{{user.username}}@x.example", is_active=True)
    Notice.objects.create(recipient=user, text="Việc", path="/")
"""
WORK = """
import sys
from django.utils import timezone
from portal.mails.gathering import gather
from portal.mails.sending import send
from workflow.models import Mail
now = timezone.localtime().replace(hour=12)
print("ready", flush=True)
sys.stdin.readline()
for _n in range(5):
    gather(now)
    send(list(Mail.objects.values_list("pk", flat=True)), now=now)
print(Mail.objects.filter(state="sent").count())
"""


@pytest.fixture
def apart(own_database, tmp_path_factory, post, settings):
    """`apart(code)` is a process on a database that all of them share, with the real mail server."""
    folder = tmp_path_factory.mktemp("mails")
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}"}
    mail |= {"DATABASE_URL": own_database(folder), "DANVAN_DATA": str(folder), "PYTHONPATH": str(ROOT)}

    def start(code):
        begun = f"import django\ndjango.setup()\n{code}"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen([sys.executable, "-c", begun], env=os.environ | mail, cwd=ROOT, **pipes)

    return start


def test_four_workers_send_one_mail_to_each(apart, post):
    writer = apart(WRITE)
    assert writer.communicate()[0] == ""
    assert writer.returncode == 0
    workers = [apart(WORK) for _n in range(WORKERS)]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * WORKERS
    for worker in workers:  # all have loaded and wait for the word
        worker.stdin.write("\n")
        worker.stdin.flush()
    answers = [worker.communicate() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * WORKERS, answers
    assert sorted(to for [to], _message in post.taken) == sorted({to for [to], _message in post.taken})
    assert len(post.taken) == PEOPLE
