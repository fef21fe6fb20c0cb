"""Rules by which bodies and people are added; from rows to messages."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import places_of_bodies
from accounts.people.models import User
from ground.text import match_key
from localities.models import Locality, LocalitySpell


def may_add(user: User) -> bool:
    """Tell whether the user may add bodies and people at all."""
    return user.is_administrator or bool(user.reach.board)


def out_of_scope(place: Locality | None, above: Organization | None, user: User) -> list[str]:
    """Return why the user may not add something at the place, without one at that of the body above; one query.

    Administrators add everywhere, staff in the provinces of the bodies for which they work.
    """
    lies_at = place.pk if place else above and above.locality_id
    if user.is_administrator or set(LocalitySpell.objects.provinces_of([lies_at])) & set(user.provinces):
        return []
    return [
        _(
            "Bạn thêm được cơ quan và người trong tỉnh của cơ quan mình: chọn địa bàn hoặc cơ quan trong tỉnh ấy. "
            "Nơi khác thì nhờ quản trị hệ thống."
        )
    ]


def bodies_alike(full_name: str, place: Locality | None, day: date) -> list[Organization]:
    """Return the bodies of that name, at that place or where one of the two has none, which exist on `day`."""
    rows = Organization.objects.there_at(day).search(full_name).select_related("parent")
    alike = rows.prefetch_related("names", "parent__names").order_by("pk")[:50]
    at = place.pk if place else None
    is_near = {None, at} if at else {None, *(body.locality_id for body in alike)}
    return [
        body
        for body in alike
        if body.locality_id in is_near and match_key(body.full_name_at(day)) == match_key(full_name)
    ]


def registered_bodies(alike: Iterable[Organization], day: date) -> list[str]:
    """Return a message that names the bodies that may be the one that is being added; [] without any."""
    bodies = list(alike)
    places = places_of_bodies(bodies, day)
    named = [" · ".join(filter(None, [body.full_name_at(day), places[body.pk], body.short_code])) for body in bodies]
    if not named:
        return []
    return [_("Danh mục đã có: %s. Dùng cơ quan đã có, hoặc đánh dấu nếu đây là cơ quan khác.") % "; ".join(named)]


def refuse_ring(body: Organization, parent: Organization | None) -> list[str]:
    """Return why `parent` can't be above the body: it is the body itself, or below it."""
    above, seen = parent, set()
    while above is not None and above.pk not in seen:
        if above.pk == body.pk:
            return [_("Cơ quan này không thể thuộc chính nó hay cơ quan dưới nó.")]
        seen.add(above.pk)
        above = above.parent
    return []
