"""Limits of failed sign-ins: for a name from an address, and for all names from one address."""

from datetime import datetime

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from workflow.jobs.clock import AHEAD


class NameAndAddressHandler(AxesDatabaseHandler):
    """Adds the second limit; it is verified first, and both before any password is hashed."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Return the number of failed tries, and mark the request with `is_address_held_back`."""
        failures = failures_from(request)
        request.is_address_held_back = failures >= settings.SIGN_IN_ADDRESS_FAILURE_LIMIT
        if request.is_address_held_back:
            return max(failures, get_failure_limit(request, credentials))
        return super().get_failures(request, credentials)


def failures_from(request: HttpRequest) -> int:
    """Count the failed tries of all names from the visitor's address within the cool-off time."""
    rows = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return rows.aggregate(total=Sum("failures_since_start"))["total"] or 0


def mend_attempts(now: datetime) -> int:
    """Count failed tries that a clock ahead has dated later than now from now: they would block until then."""
    return AccessAttempt.objects.filter(attempt_time__gt=now + AHEAD).update(attempt_time=now)
