"""Admin forms that lose nothing: an outdated copy is refused and compared, and a form sent after the session's end is
shown again.

Their fields are large enough for what is typed, and they accept no more rows than somebody could have typed.
"""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import BadRequest, TooManyFieldsSent, ValidationError
from django.db.models import CharField, Field, JSONField, Model
from django.forms import ModelForm
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ground.inputs import ShortJson
from ground.limits import NEW_ROWS
from ground.text import instant_text, key_in
from workflow.records import drafts
from workflow.records.models import Record

SEEN = "seen"  # the hidden field: which revisions the form was filled from, "=3 inspections.cause:17=1"


class NothingLost:
    """Mixin for a ModelAdmin whose model, and whose inlines' models, are workflow.records.models.Record."""

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs
    ) -> type[ModelForm]:
        form_class = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or request.method != "POST" or SEEN not in request.POST:
            return form_class
        keeper = self

        class Compared(form_class):
            def clean(self):
                cleaned = super().clean()
                if keeper.is_outdated(request, obj):
                    request.is_outdated = True
                    self.add_error(None, ValidationError(_describe_conflict(self, obj)))
                return cleaned

        return Compared

    def is_outdated(self, request: HttpRequest, record: Record) -> bool:
        """Tell whether a row that the form showed has changed; rows added since don't count."""
        type(record)._base_manager.select_for_update().get(pk=record.pk)
        return not set(request.POST[SEEN].split()) <= set(self.revisions_of(request, record).split())

    def revisions_of(self, request: HttpRequest, record: Record) -> str:
        """Return the revisions of the stored row and of its inline rows as one string."""
        own = type(record)._base_manager.values_list("revision", flat=True).get(pk=record.pk)
        revisions = [f"={own}"]
        for inline in self.get_inline_instances(request, record):
            if inline.has_change_permission(request, record):
                link = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                rows = inline.model._base_manager.filter(**{link.name: record})
                label = inline.model._meta.label_lower
                revisions += [f"{label}:{pk}={revision}" for pk, revision in rows.values_list("pk", "revision")]
        return " ".join(revisions)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        is_again = request.method == "POST" and not getattr(request, "is_outdated", False)
        if change and self.has_change_permission(request, obj):
            context[SEEN] = request.POST.get(SEEN, "") if is_again else self.revisions_of(request, obj)
        row = drafts.found(request) if request.method == "GET" else None
        if row:
            _fill(request, context, row)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().changeform_view(request, *args, **kwargs)
        is_saved = request.method == "POST" and response.status_code == 302
        return drafts.received(request, response) if is_saved else response


def _fill(request, context, row) -> None:
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    for form in [context["adminform"].form, *formsets]:
        drafts.fill(form, row)
    for formset in formsets:  # created for the form before the change
        for name in ("forms", "management_form"):
            formset.__dict__.pop(name, None)
    if context.get(SEEN):
        context[SEEN] = row.values.get(SEEN, [""])[0]
    at = instant_text(row.changed_at)
    messages.warning(request, _("Đây là những gì bạn đã gửi lúc %s, khi phiên đã hết. Chưa ghi gì.") % at)


def _describe_conflict(form, record) -> list[str]:
    """Return what is wrong, then field by field the stored copy and the submitted one."""
    messages = [_("Bản ghi đã được sửa sau khi bạn mở trang này; chưa ghi gì. Lưu lần nữa là ghi bản của bạn.")]
    for name in filter(form.cleaned_data.__contains__, form.changed_data):
        theirs, yours = getattr(record, name, None), form.cleaned_data[name]
        words = {"field": form[name].label, "theirs": _words(form[name], theirs), "yours": _words(form[name], yours)}
        messages.append(_("%(field)s: đang lưu “%(theirs)s”, của bạn “%(yours)s”.") % words)
    return messages


def _words(field, value) -> str:
    if value in (None, "", []):
        return _("để trống")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    choices = {} if isinstance(value, Model) else dict(getattr(field.field, "choices", ()))
    return str(choices.get(value, value))


class PickedRecord(AutocompleteSelect):
    """A widget that validates the posted key first; Django's own queries for any value when a form is shown again."""

    def optgroups(self, name: str, value: list, attrs: dict | None = None) -> list[tuple]:
        return super().optgroups(name, [each for each in value if key_in(str(each)) is not None], attrs)


class BoundedFormSet(BaseInlineFormSet):
    """Accepts the stored rows and NEW_ROWS more. Any other number is refused before rows are made."""

    @cached_property
    def management_form(self) -> ManagementForm:
        form = super().management_form
        if self.is_bound:
            self.absolute_max = len(self.get_queryset()) + NEW_ROWS
            numbers = [form.cleaned_data.get(name) or 0 for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)]
            is_sent = any(form.add_prefix(name) in form.data for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT))
            if is_sent and (not form.is_valid() or min(numbers) < 0):
                raise BadRequest("no number of rows")
            if max(numbers) > self.absolute_max:
                raise TooManyFieldsSent("rows of a form")
        return form


class RoomForLongTexts:
    """Makes fields for names and titles wide enough to show them while typing."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if isinstance(db_field, JSONField):
            kwargs.setdefault("form_class", ShortJson)
        if isinstance(db_field, CharField) and (db_field.max_length or 0) >= 200 and not db_field.choices:
            kwargs.setdefault("widget", AdminTextInputWidget(attrs={"class": "vLargeTextField"}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)
