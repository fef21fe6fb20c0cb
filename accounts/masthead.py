"""The head of every page: the reader's own body as papers name it today, and who is reading."""

from django.utils import timezone

from accounts.models import Membership, OrganizationName
from accounts.querysets import in_force


def masthead(request):
    """Context processor; costs one query beside the user's reach, none on pages for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"masthead": None}
    own = user.reach.own[:1]
    name = OrganizationName.objects.filter(in_force(timezone.localdate()), organization__in=own).first()
    return {
        "masthead": {
            "superior": name.superior if name else "",
            "name": name.name if name else "",
            "person": user.get_full_name(),
            "role": ", ".join(str(Membership.Role(role).label) for role in sorted(user.reach.roles)),
            "may_admin": user.is_staff,
        }
    }
