"""Each request has an id: nginx's or our own, in its answer, on the page of a failure, in the log and in its jobs."""

import logging
import re
from multiprocessing import Value
from queue import Queue

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django_q.models import OrmQ
from django_q.signing import SignedPackage
from django_q.tasks import async_task
from django_q.worker import worker

from danvan import urls
from ground.logs.tracing import current_id

OF_NGINX = "0af1" * 8


@login_not_required
def broken(request, token):
    raise ZeroDivisionError


@login_not_required
def queues(request):
    async_task(note_id)
    return urls.web.not_found(request)


urlpatterns = [path("broken/<str:token>/", broken), path("queues/", queues), *urls.urlpatterns]
handler500 = urls.handler500
seen = []


def note_id():
    seen.append(current_id())


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("sent", "proxies", "is_accepted"),
    [
        (OF_NGINX, 1, True),
        (OF_NGINX, 0, False),  # nobody of ours stands in front: a visitor's own word
        ("", 1, False),
        ("short", 1, False),
        ("0af1 0af1", 1, False),
        ("x" * 65, 1, False),
        ('0af10af1"}', 1, False),
    ],
)
def test_the_id_is_that_of_our_own_proxy_or_a_new_one(settings, client, sent, proxies, is_accepted):
    settings.PROXY_COUNT, client.raise_request_exception = proxies, False
    found = client.get("/broken/secret/", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (found == sent, bool(re.fullmatch("[0-9a-f]{32}", found))) == (is_accepted, True)


@pytest.mark.urls(__name__)
def test_the_page_of_a_failure_shows_the_id_that_its_line_in_the_log_has(settings, client, caplog):
    settings.DEBUG, settings.PROXY_COUNT, client.raise_request_exception = False, 1, False
    answer = client.get("/broken/secret/?q=lan", headers={"X-Request-ID": OF_NGINX})
    assert (answer.status_code, f"<code>{OF_NGINX}</code>" in answer.content.decode()) == (500, True)
    assert current_id() == ""


@pytest.mark.urls(__name__)
def test_each_request_to_a_page_is_one_line_with_its_pattern_and_account(signed_in, lan, client, caplog):
    caplog.set_level(logging.INFO, logger="ground.logs.requests")
    signed_in(lan).get("/account/?q=lan")
    client.post("/queues/")
    client.get("/healthz")
    client.get("/no-such-page")
    lines = [each.fields for each in caplog.records if each.name == "ground.logs.requests"]
    assert [fields.pop("ms") >= 0 for fields in lines] == [True, True]
    assert lines == [
        {"method": "GET", "page": "account/", "status": 200, "account": lan.pk},
        {"method": "POST", "page": "queues/", "status": 404},
    ]


@pytest.mark.urls(__name__)
def test_a_job_has_the_id_of_the_request_that_queued_it(settings, db, client):
    settings.PROXY_COUNT = 1
    OrmQ.objects.all().delete()
    client.get("/queues/", headers={"X-Request-ID": OF_NGINX})
    async_task(note_id)
    jobs = [SignedPackage.loads(row.payload) for row in OrmQ.objects.order_by("pk")]
    waiting, results = Queue(), Queue()
    for job in [*jobs, "STOP"]:
        waiting.put(job)
    seen.clear()
    worker(waiting, results, Value("f", -1))
    assert (seen, current_id()) == ([OF_NGINX, jobs[1]["id"]], "")
