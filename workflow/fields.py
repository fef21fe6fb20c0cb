"""Text columns that hold composed Unicode (NFC) whatever was typed, pasted, imported or looked up."""

from django.db import models

from danvan.text import nfc


class _NfcMixin:
    def to_python(self, value):
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = nfc(value)
            setattr(instance, self.attname, value)
        return value


class NfcCharField(_NfcMixin, models.CharField):
    pass


class NfcTextField(_NfcMixin, models.TextField):
    pass
