"""Text columns that store composed Unicode (NFC) whatever was typed, pasted, imported or looked up; columns with
limits.

A limit is the same on both databases and is reported at its field; the columns are Django's own types, so that a
changed limit needs no migration.
"""

from datetime import date, timedelta

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models

from ground.limits import LONG_TEXT
from ground.text import nfc
from workflow.text_rules import NO_PLACEHOLDERS, PLAIN_TEXT_RULES, TEXT_RULES
from workflow.years import refuse_impossible_spell, refuse_impossible_year


def check_items(items: list[str]) -> None:
    """Raise ValidationError for a text of a list that a text column would refuse."""
    for text in filter(lambda item: isinstance(item, str), items):
        for rule in PLAIN_TEXT_RULES:
            rule(text)


class TypedWhole(forms.CharField):
    """A form field without `maxlength`, because a browser would silently truncate pasted text. Longer text comes
    back with its error.
    """

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value)
        return nfc(text) if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class PlainText(forms.CharField):
    """The text field of a form without a column of its own: composed and checked as text columns are."""

    default_validators = PLAIN_TEXT_RULES

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value)
        return nfc(text) if text else text


class _NfcMixin:
    rules = PLAIN_TEXT_RULES  # its form fields check them too: forms of steps have no model form behind them
    default_validators = rules

    def stored(self, text: str) -> str:
        """Return the text as the column stores it."""
        return nfc(text)

    def to_python(self, value: str) -> str:
        value = super().to_python(value)
        return self.stored(value) if isinstance(value, str) else value

    def get_prep_value(self, value: str) -> str:
        value = super().get_prep_value(value)
        return self.stored(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = self.stored(value)
            setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": TypedWhole, "validators": self.rules, **kwargs})


class NfcCharField(_NfcMixin, models.CharField):
    pass


class NameField(NfcCharField):
    """A name: line ends and runs of spaces, as cells and copied texts have them, become single spaces."""

    def stored(self, text: str) -> str:
        return " ".join(nfc(text).split())

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "workflow.fields.NfcCharField", args, kwargs


class NfcTextField(_NfcMixin, models.TextField):
    """A text of at most LONG_TEXT letters."""

    default_validators = [MaxLengthValidator(LONG_TEXT), *PLAIN_TEXT_RULES]

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"max_length": LONG_TEXT, **kwargs})


class TextWithPlaceholders(NfcTextField):
    """A text in which {2.1} becomes the figure of criterion 2.1 wherever it is shown; all other columns refuse it."""

    rules = TEXT_RULES
    default_validators = [MaxLengthValidator(LONG_TEXT), *rules]

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "workflow.fields.NfcTextField", args, kwargs


class FigurelessText(NfcTextField):
    """A text of an inspection beside those with placeholders: its form field says that it replaces none."""

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"help_text": NO_PLACEHOLDERS, **kwargs})

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "workflow.fields.NfcTextField", args, kwargs


class TextListField(models.JSONField):
    """A list of short texts, each checked as a text column is."""

    default_validators = [check_items]

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class KeyField(models.CharField):
    """A sort key computed from a text, cut to its column, since some letters become nine of a key."""

    def get_prep_value(self, value: str) -> str:
        value = super().get_prep_value(value)
        return value[: self.max_length] if isinstance(value, str) else value

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class SmallNumberField(models.PositiveSmallIntegerField):
    """Limited to 32,767 on SQLite too, which stores larger ones: a million days would exceed the calendar."""

    default_validators = [MaxValueValidator(32_767)]

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


class YearField(SmallNumberField):
    """A year that can be right."""

    default_validators = [refuse_impossible_year]


class DayField(models.DateField):
    """A day of a year that can be right."""

    default_validators = [refuse_impossible_year]

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"validators": self.default_validators, **kwargs})

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class SpellDayField(DayField):
    """The first or the last day of a spell; open ends are `date.min` and `date.max`."""

    default_validators = [refuse_impossible_spell]


class LastDayField(forms.DateField):
    """The last day of a spell, whose column stores the day after it; a spell without an end is an empty field."""

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, date):
            return value
        return last_day_of(value)

    def clean(self, value: object) -> date:
        day = super().clean(value)
        return date.max if day in (None, date.max) else day + timedelta(days=1)

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class EndDayField(SpellDayField):
    """The end of a spell: the day after its last is stored, its last day is what people read and type."""

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": LastDayField, "required": False, **kwargs})


def last_day_of(ends_on: date) -> date | None:
    """Return the last day of a spell that is stored with the day after it; None without an end."""
    return None if ends_on == date.max else ends_on - timedelta(days=1)
