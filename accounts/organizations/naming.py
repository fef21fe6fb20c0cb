"""Names of many bodies, each as at its own day, without a query for each; used by lists."""

from datetime import date

from accounts.organizations.models import Organization, OrganizationName


class BodyNames:
    """The full names of some bodies through time, fetched once and without the rest of their rows."""

    def __init__(self, organizations: list[Organization]) -> None:
        self.codes = {each.pk: each.short_code for each in organizations}
        self.spells: dict[int, list[tuple]] = {}
        pks = [*self.codes, 0]  # so that a page costs the same whether it names any body or none
        rows = OrganizationName.objects.filter(organization__in=pks).order_by("starts_on")
        for body, *spell in rows.values_list("organization", "full_name", "starts_on", "ends_on"):
            self.spells.setdefault(body, []).append(spell)

    def at(self, organization_id: int, day: date) -> str:
        """Return the body's name as at `day`, like Organization.full_name_at: else its latest name, else its code."""
        spells = self.spells.get(organization_id, [])
        then = (name for name, starts_on, ends_on in spells if starts_on <= day < ends_on)
        return next(then, spells[-1][0] if spells else self.codes[organization_id])
