"""The page /metrics, for a monitoring system: with a token and from listed addresses; for all others it isn't there."""

import logging
import threading
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from ground.web import address_of, not_found
from portal.metrics.figures import Figure, figures

PATH = "/metrics"
logger = logging.getLogger(__name__)
_counting = threading.Lock()


class MetricsMiddleware:
    """Answers before hosts are looked at and http is redirected: who monitors asks at 127.0.0.1, without a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return metrics_show(request) if request.path_info == PATH else self.get_response(request)


def metrics_show(request: HttpRequest) -> HttpResponse:
    """Answer with the figures; 503 while the database doesn't give them, 404 to whoever may not read them.

    One request counts at a time: if the database hangs, one thread waits for it and not all.
    """
    if not _may_read(request):
        return not_found(request)
    if not _counting.acquire(blocking=False):
        return HttpResponse("busy", content_type="text/plain", status=503)
    try:
        return HttpResponse(_written(figures(timezone.now())), content_type=CONTENT_TYPE_LATEST)
    except DatabaseError as fault:
        logger.error("the figures can't be counted: %s", fault)
        return HttpResponse("unwell: database", content_type="text/plain", status=503)
    finally:
        _counting.release()


def _may_read(request: HttpRequest) -> bool:
    """Tell whether the token is right and the address is listed; never without a token in the settings."""
    if not settings.METRICS_TOKEN or address_of(request) not in settings.METRICS_ADDRESSES:
        return False
    is_from_unknown_proxy = "X-Forwarded-For" in request.headers and not settings.PROXY_COUNT
    sent = request.headers.get("Authorization", "")
    return not is_from_unknown_proxy and constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}")


class _Collector:
    """Hands figures to Prometheus's own library, which writes them."""

    def __init__(self, found: list[Figure]) -> None:
        self.found = found

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for figure in self.found:
            family = GaugeMetricFamily(figure.name, figure.words, labels=["state"] if figure.by_state else [])
            for state, n in figure.by_state.items():
                family.add_metric([state], n)
            if figure.value is not None:
                family.add_metric([], figure.value)
            yield family


def _written(found: list[Figure]) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(found))
    return generate_latest(registry)
