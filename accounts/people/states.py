"""The roles of memberships."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("quản trị hệ thống")
    LEADER = "leader", _("lãnh đạo cơ quan kiểm tra")
    STAFF = "staff", _("chuyên viên cơ quan kiểm tra")
    OFFICER = "officer", _("cán bộ đơn vị được kiểm tra")
    UNIT_LEADER = "unit_leader", _("lãnh đạo đơn vị được kiểm tra")
    VIEWER = "viewer", _("người xem")


UNNAMED = "Cán bộ đầu mối"  # who has an account before the portal knows the name; said at the first sign-in
CONTENT_ROLES = frozenset(Role) - {Role.ADMINISTRATOR}  # roles that read or write the work itself

# The side on which each role stands towards the organizations of its memberships.
SIDES = {
    Role.LEADER: "leader",
    Role.STAFF: "staff",
    Role.OFFICER: "unit",
    Role.UNIT_LEADER: "unit",
    Role.VIEWER: "viewer",
}
