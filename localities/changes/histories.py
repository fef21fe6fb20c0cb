"""The history of a place: its spells and the changes it was part of."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, Q

from localities.changes.models import ChangeLink, LocalityChange
from localities.places.models import Locality, LocalitySpell
from workflow.history.kinds import Kind


def of_locality(locality: Locality, user: AbstractBaseUser, is_inside: bool) -> list[tuple]:
    links = ChangeLink.objects.filter(Q(source=locality) | Q(target=locality))
    return [
        (LocalitySpell.objects.filter(locality=locality), F("name")),
        (LocalityChange.objects.filter(pk__in=links.values("change")), F("effective_on")),
        (links, F("note")),
    ]


KINDS = [Kind("locality", Locality, of_locality)]
