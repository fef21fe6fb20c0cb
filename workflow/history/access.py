"""Writing the access log."""

from ground.web import address_of
from workflow.history.models import AccessLog

Kind = AccessLog.Kind


def record(kind, request, actor=None, typed_name="", subject=None, label="") -> AccessLog:
    """One row; `actor` None where a name was typed that is nobody's, `request` None outside of a page."""
    return AccessLog.objects.create(
        kind=kind,
        actor=actor,
        typed_name=typed_name,
        address=request and address_of(request),
        subject=subject,
        label=label,
    )
