"""The database is away when the units start: they try until it is there. `script/torture` stops a whole PostgreSQL."""

from urllib.parse import urlsplit

import psycopg
import pytest

from bench import outage


@pytest.fixture(scope="module")
def environment(own_database, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    return outage.environment_for(own_database(data), data)


def let_in(environment, is_let_in):
    """A database that lets nobody in refuses a connection as one does that is shutting down."""
    url = urlsplit(environment["DATABASE_URL"])
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{url.path[1:]}" ALLOW_CONNECTIONS {is_let_in}')


def test_web_and_worker_come_up_by_themselves_however_late_the_database_is(environment, free_port):
    port = free_port()
    let_in(environment, False)
    with outage.units(environment, port, pace=0.1) as [web, worker]:
        assert outage.wait_until(lambda: web.endings > 1), (web.state, worker.state)
        assert outage.answer(port) == 0
        let_in(environment, True)
        assert outage.until_both_work(environment, port) is not None
        assert (web.state, worker.state) == ("running", "running")
