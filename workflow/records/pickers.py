"""Fields in which a record is found by words: without accents, as at a date, with a script or without one.

A room subclasses PickField with `address` and `options`. Three inputs are submitted: NAME the words, NAME_pk a record,
NAME_pk_words the words for which that record was offered. The record counts as long as the words are the same; after a
change the words are resolved again: one hit is used, several are offered beside the field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ground.inputs import refuse_long_search
from ground.text import match_key, nfc, with_same_tones
from workflow.records.models import Record
from workflow.records.querysets import Near

LIMIT = 20
PlacesOfWork = Callable[[AbstractBaseUser, int], QuerySet]
_places_of_work: list[PlacesOfWork] = []


def register_places_of_work(places: PlacesOfWork) -> None:
    """Register `places(user, work)`, the query of the ids of places at which a work is, for the rooms below it."""
    _places_of_work.append(places)


@dataclass(frozen=True)
class Option:
    """A record as it is offered; `note` distinguishes those of one name."""

    pk: int
    label: str
    note: str = ""


@dataclass(frozen=True)
class Typed:
    words: str = ""
    pk: str = ""
    pk_words: str = ""

    @property
    def is_picked(self) -> bool:
        return bool(self.pk) and self.words == self.pk_words


class PickInput(forms.TextInput):
    """`offered`: the records that match the typed words, when there are several."""

    address = ""
    day = None
    work = None
    offered: list[Option] = []
    added_at = ""  # the address at which what is missing is added, for users who may
    is_missing = False  # nothing was found for the words

    def value_from_datadict(self, data: QueryDict, files: MultiValueDict, name: str) -> Typed:
        parts = [name, f"{name}_pk", f"{name}_pk_words"]
        return Typed(*(" ".join(nfc(data.get(part) or "").split()) for part in parts))

    def render(self, name: str, value: Typed, attrs: dict | None = None, renderer: BaseRenderer | None = None) -> str:
        context = self.get_context(name, value.words, {**(attrs or {}), "autocomplete": "off"})
        more = {"typed": value, "offered": self.offered, "url": reverse(self.address), "day": self.day}
        more["work"] = self.work
        more["add_link"] = link_to_add(self.added_at, value.words) if self.is_missing else ""
        return render_to_string("workflow/records/_pick.html", {**context, **more})


def link_to_add(address: str, words: str) -> str:
    """Return the address of the form that adds what is called so; "" for users who may not add."""
    return f"{address}?{urlencode({'name': words})}" if address else ""


class PickField(forms.ModelChoiceField):
    """`day`: the date as at which records are found and named; today unless the form sets another. `work`: the id of
    the campaign at hand, whose places are offered before others.
    """

    widget = PickInput
    address = ""  # the name of the URL that answers with suggestions
    form_of_new = ""  # the name of the URL where a missing record is added; "" for none
    default_error_messages = {
        "required": _("Gõ tên rồi chọn."),
        "invalid_choice": _("Không có trong danh mục bạn được xem."),
        "not_found": _("Không tìm thấy “%(words)s” tại ngày của biểu mẫu này. Thử ít chữ hơn."),
        "several": _("“%(words)s” khớp nhiều mục của danh mục. Chọn một, hoặc gõ rõ hơn."),
    }

    def __init__(self, queryset: QuerySet, *, day: date | None = None, **kwargs) -> None:
        super().__init__(queryset, **kwargs)
        self.widget.address = self.address
        self.day = day
        self.user = None

    @property
    def day(self) -> date:
        return self.widget.day or timezone.localdate()

    @day.setter
    def day(self, day: date | None) -> None:
        self.widget.day = day

    @property
    def work(self) -> int | None:
        return self.widget.work

    @work.setter
    def work(self, work: int | None) -> None:
        self.widget.work = work

    def limit_to(self, user: AbstractBaseUser) -> None:
        """Offer what the user may see, the nearest first."""
        self.user = user
        self.queryset = self.queryset.model._default_manager.visible_to(user)

    @property
    def added_at(self) -> str:
        """Return the address at which the user may add what is missing, "" for others."""
        return reverse(self.form_of_new) if self.form_of_new and self.user and self.user.is_staff else ""

    @property
    def near(self) -> Near:
        places = [places(self.user, self.work) for places in _places_of_work] if self.user and self.work else []
        return Near(self.user.provinces if self.user else (), places[0] if places else None)

    def options(self, words: str, limit: int) -> list[Option]:
        """Return at most `limit` options of `queryset` as at `day` that match the words, closest first; the database
        ranks them before it cuts.
        """
        raise NotImplementedError

    def option_of(self, record: Record) -> Option:
        raise NotImplementedError

    def prepare_value(self, value: int) -> Typed:
        if isinstance(value, Typed):
            return value
        record = value if hasattr(value, "_meta") else self.queryset.filter(pk=value or 0).first()
        if record is None:
            return Typed()
        label = self.option_of(record).label
        return Typed(label, str(record.pk), label)

    def clean(self, value: Typed) -> models.Model | None:
        if not value.words:
            return super().clean(None)
        return super().clean(value.pk if value.is_picked else self._resolved(value.words))

    def has_changed(self, initial: object, data: Typed) -> bool:
        if data.is_picked:
            return str(getattr(initial, "pk", initial) or "") != data.pk
        return bool(data.words or initial)

    def _resolved(self, words: str) -> int:
        refuse_long_search(words)
        found = self.options(words, LIMIT)
        named = [option for option in found if match_key(option.label) == match_key(words)]
        found = with_same_tones(named, lambda option: option.label, words) or found
        if len(found) == 1:
            return found[0].pk
        self.widget.offered, self.widget.is_missing = found, not found
        self.widget.added_at = self.added_at
        raise ValidationError(
            self.error_messages["several" if found else "not_found"],
            code="several" if found else "not_found",
            params={"words": words},
        )
