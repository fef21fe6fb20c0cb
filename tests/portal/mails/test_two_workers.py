"""Several workers at once, in processes of their own: each person gets one mail."""

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
from django.utils import timezone
from portal.mails.gathering import gather
from portal.mails.sending import send
from workflow.models import Mail
now = timezone.localtime().replace(hour=12)
together()
for _n in range(5):
    gather(now)
    send(list(Mail.objects.values_list("pk", flat=True)), now=now)
"""


def test_four_workers_send_one_mail_to_each(at_once, post, settings):
    phases = [(WRITE, [""]), (WORK, range(WORKERS))]
    assert at_once(*phases, EMAIL_URL=f"smtp://127.0.0.1:{settings.EMAIL_PORT}") == [[""], [""] * WORKERS]
    assert sorted(to for [to], _message in post.taken) == sorted({to for [to], _message in post.taken})
    assert len(post.taken) == PEOPLE
