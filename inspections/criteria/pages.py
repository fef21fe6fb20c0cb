"""Shared by the pages of planning: access, and the frame of a form."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.text import key_in
from workflow.records.models import Record
from workflow.records.pages import FormPage

LAST_PLACE = 99_999  # largest position that can be typed; rows are renumbered
FORM = "inspections/criteria/form.html"


def theirs_to_change(request: HttpRequest, rows: QuerySet, **key) -> Record:
    """Return the row if the user may change it; raise 404 for users who don't see it, 403 for those who only see it."""
    record = get_object_or_404(rows, **key)
    if not record.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    return record


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def page_for(title: str, back: str, back_words: str, button: str = "", lead: str = "") -> FormPage:
    """Return the context of a form's page; `back`: the page from which the form was opened."""
    return FormPage(
        section="campaigns",
        title=title,
        back=back,
        back_words=back_words,
        button=button or _("Lưu"),
        lead=lead,
        template=FORM,
    )


def places_in(typed: QueryDict) -> dict[int, int]:
    """Return {id: number} of the fields "place-ID"; invalid numbers are left out, so their rows stay in place."""
    names = [name for name in typed if name.startswith("place-")]
    pairs = [(key_in(name.removeprefix("place-")), key_in(typed[name].strip())) for name in names]
    return {pk: n for pk, n in pairs if pk is not None and n is not None and n <= LAST_PLACE}
