"""What all papers about an inspection have in common: issuer, date, signer, and how bodies are named."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, OrganizationName
from ground.text import month_in_document, short_date
from inspections.models import Inspection
from localities.models import Locality, LocalitySpell
from reports.documents.compose.kinds import FactsMissing


def letterhead(inspection: Inspection) -> dict[str, Any]:
    """Return the facts of head and foot, with the issuing body's name as at the paper's day."""
    issuer, day = inspection.campaign.inspecting_organization, effective_on(inspection)
    name = name_at(issuer, day)
    return {
        "system": issuer.system,
        "effective_on": day.isoformat(),
        "superior": name.superior,
        "issuer": name.name,
        "symbol": name.symbol,
        "place": name.place_name,
        "signer_title": name.signer_title,
        "signer_name": name.signer.full_name if name.signer else "",
        "archive": f"Lưu {name.symbol}",
    }


def effective_on(inspection: Inspection) -> date:
    """Return the day whose names and rules apply: the last session's, until the paper is issued. Raises FactsMissing
    without sessions.
    """
    days = session_days(inspection)
    if not days:
        raise FactsMissing(_("Chưa có buổi làm việc nào ghi ngày, nên chưa lập được văn bản."))
    return days[-1]


def session_days(inspection: Inspection) -> list[date]:
    """Return the days of the sessions that have a date, the earliest first."""
    return sorted({session.held_on for session in inspection.sessions.all()} - {None})


def name_at(organization: Organization, day: date) -> OrganizationName:
    """Return the organization's name in force that day; raises FactsMissing if it had none."""
    name = organization.name_at(day)
    if name is None:
        refusal = _("{body} không có tên vào ngày {day}, nên chưa lập được văn bản.")
        raise FactsMissing(format_lazy(refusal, body=str(organization), day=short_date(day)))
    return name


def name_in_text(organization: Organization, day: date) -> str:
    """Return "Ban Dân vận Tỉnh ủy": within its own paper a body's name is without its place."""
    full_name = name_at(organization, day).full_name
    spell = organization.locality.spell_at(day) if organization.locality else None
    return full_name.removesuffix(f" {_bare_name(spell)}") if spell else full_name


def _bare_name(spell: LocalitySpell) -> str:
    """Return "Sơn La" for "Tỉnh Sơn La"; in "Thành phố Huế" the type has two words."""
    unit_type = spell.unit_type.removesuffix(" trực thuộc trung ương")
    return spell.name[len(unit_type) :].strip()


def place_in_text(locality: Locality | None, day: date) -> str:
    """Return "huyện Mộc Châu", or "" when the place didn't exist that day."""
    spell = locality.spell_at(day) if locality else None
    return lower_first(spell.name) if spell else ""


def lower_first(text: str) -> str:
    """Return the text within a sentence: "huyện Mộc Châu"; "UBND xã …" keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day_in_text(day: date) -> str:
    """Return 30/10/2019, 12/9/2019, 05/02/2019, padded like `ground.text.document_date`."""
    return f"{day.day:02d}/{month_in_document(day.month)}/{day.year}"


def days_in_text(days: list[date]) -> str:
    """Return "ngày 30/10/2019", or "các ngày 28/10/2019, 30/10/2019"."""
    text = ", ".join(map(day_in_text, days))
    return f"các ngày {text}" if len(days) > 1 else f"ngày {text}"
