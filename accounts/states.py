"""The hats people wear."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("quản trị hệ thống")
    LEADER = "leader", _("lãnh đạo cơ quan kiểm tra")
    STAFF = "staff", _("chuyên viên cơ quan kiểm tra")
    OFFICER = "officer", _("cán bộ đơn vị được kiểm tra")
    UNIT_LEADER = "unit_leader", _("lãnh đạo đơn vị được kiểm tra")
    VIEWER = "viewer", _("người xem")


# In whose name a role looks: for an inspecting body, for an inspected one, or at what is published.
SIDES = {
    Role.LEADER: "board",
    Role.STAFF: "board",
    Role.OFFICER: "unit",
    Role.UNIT_LEADER: "unit",
    Role.VIEWER: "viewer",
}
