"""Text columns that store composed Unicode (NFC) whatever was typed, pasted, imported or looked up; columns with
limits.

A limit is the same on both databases and is reported at its field; the columns are Django's own types, so that a
changed limit needs no migration.
"""

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models

from ground.limits import LONG_TEXT
from ground.text import nfc


class TypedWhole(forms.CharField):
    """A form field without `maxlength`, because a browser would silently truncate pasted text. Longer text comes
    back with its error.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class _NfcMixin:
    def to_python(self, value: str) -> str:
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value

    def get_prep_value(self, value: str) -> str:
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = nfc(value)
            setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": TypedWhole, **kwargs})


class NfcCharField(_NfcMixin, models.CharField):
    pass


class NfcTextField(_NfcMixin, models.TextField):
    """A text of at most LONG_TEXT letters."""

    default_validators = [MaxLengthValidator(LONG_TEXT)]

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"max_length": LONG_TEXT, **kwargs})


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
    """A year for which dates exist, of the range the portal covers."""

    default_validators = [MinValueValidator(1945), MaxValueValidator(2200)]
