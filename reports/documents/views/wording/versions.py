"""The versions of a template: what differs between any two, and going back to an earlier one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organization
from ground.text import key_in
from inspections.criteria.pages import sent
from reports.documents.compose import DocumentKind
from reports.documents.compose.wording import EMPTY, Contents
from reports.documents.compose.wording.contents import whole_of
from reports.documents.forms import ActForm
from reports.documents.models import DocumentTemplate
from reports.documents.views.changes import Piece, changed_lines, changed_pieces
from reports.documents.views.numbers import writing
from reports.documents.views.wording.editor import body_of, kind_or_404
from reports.documents.views.wording.forms import TemplateForm
from reports.documents.views.wording.labels import labels_in_order, path_of
from reports.documents.wording import write
from workflow.history.views import form_page
from workflow.records.pages import FormPage
from workflow.records.refusals import NotYours


@dataclass(frozen=True)
class ChangedPlace:
    """What differs in one place between two versions, as runs of words; [] where that doesn't differ."""

    label: str
    heading: list[Piece]
    text: list[Piece]


def changed_places(kind: DocumentKind, old: Contents, new: Contents) -> list[ChangedPlace]:
    """Return the places whose words differ, the order of the sections first."""
    before, after = whole_of(kind, old), whole_of(kind, new)
    order = [labels_in_order(kind, each["order"]) for each in (before, after)]
    rows = [ChangedPlace(_("Thứ tự các mục"), [], changed_lines(*order))]
    for place in kind.places:
        heading = [each["headings"].get(place.key, "") for each in (before, after)]
        text = [each["texts"].get(place.key, "") for each in (before, after)]
        rows.append(ChangedPlace(path_of(kind, place), _changed(*heading), _changed(*text)))
    return [row for row in rows if row.heading or row.text]


def _changed(old: str, new: str) -> list[Piece]:
    return changed_pieces(old, new) if old != new else []


@require_safe
def template_versions(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """List the versions, newest first, and compare two: those that the address names, else the newest and the one
    before it. 0 is the portal's own wording.
    """
    body, kind = body_of(request, code), kind_or_404(slug)
    rows = {row.version: row for row in _rows(body, kind)}
    newest = next(iter(rows), 0)
    new = _chosen(request.GET.get("b", ""), rows, newest)
    old = _chosen(request.GET.get("a", ""), rows, max(new - 1, 0))
    context = {
        "section": "papers",
        "kind": kind,
        "body": body,
        "versions": list(rows.values()),
        "numbers": [*rows, 0],
        "old": old,
        "new": new,
        "changed": changed_places(kind, _contents(rows, old), _contents(rows, new)),
        "back": f"{reverse('paper_settings_show')}#templates-{body.short_code}",
    }
    return render(request, "documents/screens/wording/versions.html", context)


def _rows(body: Organization, kind: DocumentKind):
    rows = DocumentTemplate.objects.filter(organization=body, kind=kind.slug)
    return rows.select_related("made_by__person").order_by("-version")


def _chosen(typed: str, rows: dict[int, DocumentTemplate], default: int) -> int:
    """Return the version that was asked for; where there is no such version, the default."""
    if typed == "0":
        return 0
    version = key_in(typed)
    return version if version in rows else default


def _contents(rows: dict[int, DocumentTemplate], version: int) -> Contents:
    return rows[version].contents if version in rows else EMPTY


@dataclass(frozen=True, kw_only=True)
class RestorePage(FormPage):
    """Asks before an earlier version is made the newest again; `changed`: what that changes."""

    changed: list[ChangedPlace]


class RestoreForm(ActForm):
    base = TemplateForm.base_fields["base"]
    reason = TemplateForm.base_fields["reason"]

    # Somebody wrote another version meanwhile: nothing of it is typed here, the page shows what is new.
    def compared_with(self, newer: DocumentTemplate) -> list:
        return []

    def follow(self, newer: DocumentTemplate) -> None:
        self.data = self.data.copy()
        self.data["base"] = str(newer.version)


@writing
def template_restore(request: HttpRequest, code: str, slug: str, version: int) -> HttpResponse:
    """Write a new version with the words of an earlier one, 0 for the portal's own."""
    body, kind = body_of(request, code), kind_or_404(slug)
    rows = {row.version: row for row in _rows(body, kind)}
    newest = next(iter(rows), 0)
    if version not in (0, *rows) or not newest:
        raise Http404
    contents = _contents(rows, version)
    form = RestoreForm(sent(request), initial={"base": newest, "reason": _name(version)})
    page = _restore_page(kind, body, version, changed_places(kind, rows[newest].contents, contents))

    def save(form: RestoreForm) -> str:
        typed = form.cleaned_data
        try:
            new = write(kind, body, contents, request.user, typed["base"], typed["reason"])
        except NotYours as refused:
            raise PermissionDenied from refused
        messages.success(request, _("Đã lưu bản %d.") % new.version)
        return page.back

    return form_page(request, form, save, page)


def _restore_page(kind: DocumentKind, body: Organization, version: int, changed: list[ChangedPlace]) -> RestorePage:
    return RestorePage(
        section="papers",
        title=_name(version),
        lead=f"{kind.name}, {body}",
        back=reverse("template_versions", args=[body.short_code, kind.slug]),
        back_words=_("Các bản của mẫu"),
        button=_("Dùng lại"),
        template="documents/screens/wording/restore.html",
        changed=changed,
    )


def _name(version: int) -> str:
    return _("Dùng lại bản %d") % version if version else _("Dùng lại câu chữ của cổng")
