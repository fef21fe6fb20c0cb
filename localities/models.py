"""WHERE: every room's tables, named for Django and for the apps above."""

from localities.changes.models import ChangeLink, LocalityChange
from localities.places.models import Commune, District, Locality, LocalitySpell, Province

__all__ = [
    "ChangeLink",
    "Commune",
    "District",
    "Locality",
    "LocalityChange",
    "LocalitySpell",
    "Province",
]
