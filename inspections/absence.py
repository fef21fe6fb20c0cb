"""Why something isn't entered: the source doesn't say, or there is none. Not entered yet is neither."""

from django.db.models import CharField, TextChoices
from django.utils.translation import gettext_lazy as _


class Absence(TextChoices):
    UNSTATED = "unstated", _("Không nêu trong nguồn")
    NONE = "none", _("Không có")


def absence_field(label: str) -> CharField:
    """Return the column; "" means that nothing is said of it. It counts only while there are no rows."""
    return CharField(label, max_length=10, choices=Absence.choices, blank=True, default="")
