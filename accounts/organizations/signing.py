"""Who signs a body's papers on a day, and in whose place."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from accounts.organizations.models import Organization, OrganizationName, Signatory
from accounts.organizations.querysets import in_force


@dataclass(frozen=True)
class Signer:
    """A person as papers are signed: `authority` and `in_place_of` as in Signatory; `signatory` None: the head himself.

    `person` is None where no name is recorded for the head.
    """

    person: Model | None
    title: str  # "Trưởng ban"
    authority: str
    in_place_of: str
    signatory: Signatory | None


def signers_at(organization: Organization, day: date) -> list[Signer]:
    """Return who may sign the body's papers on that day: the head first, who signs by default; [] for a body without a
    name that day.
    """
    name = OrganizationName.objects.select_related("signer").filter(in_force(day), organization=organization).first()
    if name is None:
        return []
    others = Signatory.objects.filter(in_force(day), organization=organization).select_related("person")
    own = Signatory.Authority.OWN
    return [
        Signer(name.signer, name.signer_title, own, "", None),
        *(Signer(row.person, row.title, row.authority, row.in_place_of, row) for row in others),
    ]


def may_sign(signatory: Signatory | None, organization: Organization, day: date) -> bool:
    """Tell whether that person may sign the body's papers on that day; None is the head."""
    return any(signer.signatory == signatory for signer in signers_at(organization, day))
