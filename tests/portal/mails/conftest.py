"""A real SMTP server on loopback, which takes mails, refuses some addresses, or is gone."""

from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as configured

from workflow.models import Mail, Notice

SITE = "https://danvan.example.gov.vn"


class Post:
    """The server's side: the mails it took, and the addresses that it doesn't know."""

    def __init__(self) -> None:
        self.taken, self.unknown, self.is_full, self.breaks_off = [], set(), False, False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.is_full:
            return "452 disk full"
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        return "451 it broke off" if self.breaks_off else "250 OK"

    def letters(self):
        """Return (address, subject, text) of each mail, and forget them."""
        letters = [
            (*to, message["Subject"].strip(), message.get_content().replace("\r\n", "\n")) for to, message in self.taken
        ]
        self.taken.clear()
        return letters


@pytest.fixture
def post(settings, free_port):
    """The server runs; `post.stop()` and `post.start()` take it away and bring it back on its port."""
    handler, port = Post(), free_port()
    controllers = []

    def start():
        controllers.append(Controller(handler, hostname="127.0.0.1", port=port))
        controllers[-1].start()

    def stop():
        controllers.pop().stop()

    handler.start, handler.stop = start, stop
    start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.SENDS_MAIL, settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = True, SITE, "danvan@example.gov.vn"
    assert configured.MAIL_HOUR == 7
    yield handler
    while controllers:
        stop()


@pytest.fixture
def work():
    """`work(now)` is one turn of the worker then: what is queued is run at once, as the worker would."""
    from django_q.models import OrmQ
    from django_q.signing import SignedPackage

    from portal.mails import sending

    def turn(now):
        OrmQ.objects.all().delete()
        sending.send_due(now)
        for row in OrmQ.objects.order_by("pk"):
            job = SignedPackage.loads(row.payload)
            if job["func"] is sending.send:
                sending.send(*job["args"], now=now)

    return turn


@pytest.fixture
def unread(db):
    """Nothing of the demo waits to be mailed."""
    Notice.objects.all().delete()
    assert not Mail.objects.exists()
