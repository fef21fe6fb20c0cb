"""Text columns that store composed Unicode (NFC) whatever was typed, pasted, imported or looked up; columns with
limits.

A limit is the same on both databases and is reported at its field; the columns are Django's own types, so that a
changed limit needs no migration.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from ground.inputs import excerpt
from ground.limits import LONG_TEXT
from ground.old_encodings import find_old_text
from ground.text import nfc


def refuse_old_encoding(text: str) -> None:
    """Raise ValidationError for text typed for TCVN3 or VNI fonts: no search would find it, papers would print its
    wrong letters.
    """
    old = find_old_text(text)
    if old:
        words = {"word": excerpt(old.word), "shown": excerpt(old.shown), "encoding": old.encoding}
        raise ValidationError(
            _(
                "“%(word)s” gõ theo bảng mã cũ %(encoding)s (đúng ra là “%(shown)s”). Chuyển cả đoạn sang Unicode bằng "
                "bộ gõ (UniKey: Ctrl+Shift+F6) rồi nhập lại."
            )
            % words,
            code="old_encoding",
        )


class TypedWhole(forms.CharField):
    """A form field without `maxlength`, because a browser would silently truncate pasted text. Longer text comes
    back with its error.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class _NfcMixin:
    default_validators = [refuse_old_encoding]

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
        return super().formfield(**{"form_class": TypedWhole, **kwargs})


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

    default_validators = [MaxLengthValidator(LONG_TEXT), refuse_old_encoding]

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
