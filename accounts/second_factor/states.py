"""How it stands with the second factor of an account; computed, not stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FactorState(TextChoices):
    NONE = "none", _("chưa bật")
    ENROLLED = "enrolled", _("đã bật")
    GRACE = "grace", _("phải bật, còn hạn")
    OVERDUE = "overdue", _("phải bật, quá hạn")


FACTOR_SHAPES = {
    FactorState.NONE: "todo",
    FactorState.ENROLLED: "done",
    FactorState.GRACE: "soon",
    FactorState.OVERDUE: "late",
}
