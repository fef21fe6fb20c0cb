"""Measures wall time (reported only), processor time (compared with limits) and numbers of queries."""

import io
from statistics import median
from time import perf_counter, process_time

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext


def ms(work) -> float:
    reset_queries()  # DEBUG keeps them all, and the keeping costs
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def median_ms(work, times: int = 7) -> float:
    return median(ms(work) for _ in range(times))


def queries(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def processor_ms(work) -> float:
    return spent(work, process_time) * 1000


def ratio_to(work, baseline, times: int = 15, clock=process_time) -> float:
    """What `work` costs against `baseline`: they take turns, medians are compared.

    The processor's time is what this process worked, whatever else the machine did meanwhile; on the wall's clock
    (`perf_counter`) the database server's work is in it too.
    """
    pairs = [(spent(work, clock), spent(baseline, clock)) for _ in range(times)]
    mine, theirs = (median(side) for side in zip(*pairs, strict=True))
    return mine / theirs


def spent(work, clock) -> float:
    started = clock()
    work()
    return clock() - started


def command(name: str, **options):
    """A management command as work to be measured, with nothing printed."""
    return lambda: call_command(name, stdout=io.StringIO(), stderr=io.StringIO(), **options)
