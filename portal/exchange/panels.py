"""The panel for import and export on lists of what the registers contain."""

from dataclasses import dataclass

from django.http import HttpRequest

from ground.panels import ListPage
from portal.exchange.registers import REGISTERS
from workflow.registers.roles import roles_of

# The list's name → the registers of what it shows.
OF_LIST = {
    "localities:list": ["localities"],
    "organization_list": ["organizations"],
    "person_list": ["people", "users"],
    "criteria_set_list": ["criteria"],
    "inspection_list": ["inspections", "sessions", "values"],
    "finding_list": ["findings"],
    "recommendation_list": ["recommendations"],
}


@dataclass(frozen=True)
class RegisterWay:
    """A register that the reader may take out, and bring in where `may_import`."""

    slug: str
    title: str
    may_import: bool


def inout_panel(request: HttpRequest, shown: ListPage) -> tuple[str, dict] | None:
    """Return the panel of registers that the user may export or import; None without any."""
    roles = roles_of(request.user)
    registers = [REGISTERS[slug] for slug in OF_LIST.get(shown.name, [])]
    ways = [
        RegisterWay(register.slug, str(register.title), may_import=bool(roles & register.changers))
        for register in registers
        if roles & register.viewers
    ]
    return ("portal/exchange/_inout.html", {"ways": ways}) if ways else None
