"""Saved drafts: a form that is sent after its session has ended is saved for its sender, and filled in again after
sign-in.

Only values are saved: no password, no token, no file. A view that builds its form from `typed(request)` shows them by
itself; for all others `workflow.history.views.form_page` does it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict

from ground.limits import SAVED_FORMS
from ground.text import key_in
from workflow.records.models import SavedDraft, SubmissionToken
from workflow.records.querysets import SavedDraftQuerySet

COOKIE = "received"  # lists forms the server has saved, whose drafts static/js/draft.js then deletes
COOKIE_DAYS, COOKIE_HOLDS = 7, 10
ASKS = "kept"  # the query parameter with the id of a saved draft


def keep(request: HttpRequest, account: int) -> SavedDraft | None:
    """Save what this request submits; None where nothing was typed. Of several submissions from the same page the last
    counts.

    An account keeps its latest SAVED_FORMS drafts.
    """
    values = {name: request.POST.getlist(name) for name in request.POST if _is_saved(name)}
    if not any(text.strip() for texts in values.values() for text in texts) or len(request.path) > 300:
        return None
    row = {"query": _query_of(request), "values": values}
    saved = SavedDraft.objects.update_or_create(owner_id=account, path=request.path, defaults=row)[0]
    own = SavedDraft.objects.filter(owner_id=account).order_by("-changed_at", "-pk")
    SavedDraft.objects.filter(pk__in=list(own.values_list("pk", flat=True)[SAVED_FORMS:])).delete()
    return saved


def _query_of(request) -> str:
    """Return the query string of the form's address; "" if it is too long, because a part of it would be wrong."""
    query = request.GET.copy()
    query.pop(ASKS, None)
    written = query.urlencode()
    return written if len(written) <= SavedDraft._meta.get_field("query").max_length else ""


def _is_saved(name: str) -> bool:
    return "password" not in name and name != "csrfmiddlewaretoken"


def found(request: HttpRequest) -> SavedDraft | None:
    """Return the saved draft that the address of this page refers to, if it is the user's; else None."""
    pk = key_in(request.GET.get(ASKS, ""))
    return waiting(request).filter(pk=pk).first() if pk else None


def waiting(request: HttpRequest) -> SavedDraftQuerySet:
    """Return the user's saved drafts of this page."""
    return SavedDraft.objects.visible_to(request.user).filter(path=request.path)


def typed(request: HttpRequest) -> QueryDict | None:
    """Return the data to fill the form with: the request's, or a saved draft's; None for an unfilled form."""
    if request.method == "POST":
        return request.POST
    row = found(request)
    return row and _as_sent(row)


def fill(form: Form, row: SavedDraft) -> None:
    """Fill the form from the draft as if it had just been submitted."""
    form.data, form.is_bound = _as_sent(row), True


def _as_sent(row: SavedDraft) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, texts in row.values.items():
        sent.setlist(name, texts)
    return sent


def received(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Delete the saved drafts of this page and set the cookie that tells the browser to delete its own; return the
    response.
    """
    waiting(request).delete()
    return _saved_here(request, response)


def put_aside(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Save a half-done form because its sender wants to go on later; the browser deletes its own draft, too."""
    keep(request, request.user.pk)
    return _saved_here(request, response)


def _saved_here(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    earlier = [each for each in request.COOKIES.get(COOKIE, "").split("|") if each]
    names = [*earlier, quote(f"{request.user.pk}:{request.path}", safe="")][-COOKIE_HOLDS:]
    lasts = COOKIE_DAYS * 86400
    response.set_cookie(COOKIE, "|".join(names), lasts, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


# What upper rooms store of unfinished forms; filled by their AppConfig.ready.
sweepers: list[Callable[[datetime], None]] = []


def sweep(now: datetime) -> None:
    """Delete saved drafts and submission tokens that are older than KEEP_FORMS_DAYS, and expired files of forms."""
    for delete_expired in sweepers:
        delete_expired(now)
    SavedDraft.objects.filter(changed_at__lt=now - timedelta(days=settings.KEEP_FORMS_DAYS)).delete()
    SubmissionToken.objects.filter(created_at__lt=now - timedelta(days=settings.KEEP_FORMS_DAYS)).delete()
