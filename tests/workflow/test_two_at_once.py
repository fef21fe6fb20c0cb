"""Two submissions of one form at the same moment, in separate processes on a database that commits."""

from uuid import uuid4

SEND = """
from django.conf import settings
from django.test import Client
settings.ROOT_URLCONF = "tests.workflow.pages"
from accounts.models import User
from inspections.models import Inspection, Session
token, place = argument
browser = Client()
browser.force_login(User.objects.get(username="minh"), backend=settings.AUTHENTICATION_BACKENDS[-1])
address = "/try/inspections/DVCQ2026-25459/sessions/new/"
browser.get(address)
together()
one = browser.post(address, {"kind": "session", "place": "UBND", "receipt": token})
made = Session.objects.filter(inspection__reference="DVCQ2026-25459")
session = made.earliest("pk")
together()
two = browser.post(f"/try/sessions/{session.pk}/", {"kind": "session", "place": place, "revision": 1})
print(one.status_code, one["Location"], made.count(), two.status_code)
"""


def test_a_double_click_makes_one_record_and_of_two_changes_one_is_refused(at_once):
    token = str(uuid4())
    [outcomes] = at_once((SEND, [(token, place) for place in ("Hội trường", "Trụ sở", "Nhà văn hóa")]))
    received = "302 /inspections/DVCQ2026-25459/ 1"
    assert sorted(outcomes) == [f"{received} 302", f"{received} 409", f"{received} 409"]
