"""The head of every page: the reader's own body as papers name it today, and who is reading."""

from functools import partial

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Membership, OrganizationName
from accounts.querysets import in_force


def masthead(request):
    """Context processor; it asks only where a head is drawn: each panel of a page is a template without one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"masthead": None}
    return {"masthead": SimpleLazyObject(partial(head_for, user))}


def head_for(user) -> dict:
    """Costs one query beside the user's reach."""
    own = user.reach.own[:1]
    name = OrganizationName.objects.filter(in_force(timezone.localdate()), organization__in=own).first()
    return {
        "superior": name.superior if name else "",
        "name": name.name if name else "",
        "person": user.get_full_name(),
        "role": ", ".join(str(Membership.Role(role).label) for role in sorted(user.reach.roles)),
        "may_admin": user.is_staff,
    }
