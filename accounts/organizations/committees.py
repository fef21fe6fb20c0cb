"""Names of a place's bodies: its People's Committee, its Party committee, and the inspecting body of a province.

From places these functions make unsaved names with unsaved organizations; nothing here uses the database.
"""

from accounts.organizations.models import Organization, OrganizationName
from localities.models import LocalitySpell
from localities.places.states import Level

Kind, System = Organization.Kind, Organization.System

# By the type of the place: what its Party committee is called and signs its numbers with. All others: a Đảng ủy.
PARTY_COMMITTEES = {
    "tỉnh": ("Tỉnh ủy", "TU"),
    "thành phố trực thuộc trung ương": ("Thành ủy", "TU"),
    "huyện": ("Huyện ủy", "HU"),
    "quận": ("Quận ủy", "QU"),
    "thị xã": ("Thị ủy", "ThU"),
    "thành phố": ("Thành ủy", "ThU"),
}
BOARD = "Ban Tuyên giáo và Dân vận"  # since February 2025; any other name may be given
PEOPLES_COMMITTEE, SHORT = "Ủy ban nhân dân", "UBND"


def peoples_committee(spell: LocalitySpell) -> OrganizationName:
    place = in_sentence(spell)
    return OrganizationName(
        organization=_body(spell, "ubnd", System.STATE, Kind.PEOPLES_COMMITTEE),
        name=f"{PEOPLES_COMMITTEE} {place}",
        full_name=f"{SHORT} {place}",
        symbol=SHORT,
        signer_title="Chủ tịch",
        **_since(spell),
    )


def party_committee(spell: LocalitySpell) -> OrganizationName:
    """Return an unsaved Party committee of a place, without the committee above, whose name the caller knows."""
    name, symbol = _party_words(spell)
    prefix = {Level.PROVINCE: "tu", Level.DISTRICT: "hu", Level.COMMUNE: "du"}[spell.level]
    return OrganizationName(
        organization=_body(spell, prefix, System.PARTY, Kind.PARTY_COMMITTEE),
        name=name,
        full_name=name,
        symbol=symbol,
        signer_title="Bí thư",
        **_since(spell),
    )


def inspecting_body(system: str, province: LocalitySpell, name: str = "") -> OrganizationName:
    """Return an unsaved inspecting body: a Board of the province's Party committee, or its People's Committee on the
    State track.

    `name`: what papers call it; "" takes the usual name.
    """
    if system == System.STATE:
        body = peoples_committee(province)
        body.name = name or body.name
        body.full_name = body.name.replace(PEOPLES_COMMITTEE, SHORT, 1)
        return body
    name, superior = name or BOARD, _party_words(province)[0]
    return OrganizationName(
        organization=_body(province, "ban", System.PARTY, Kind.PARTY_BOARD),
        name=name,
        full_name=f"{name} {superior}",
        symbol=f"{initials(name)}TU",
        superior=superior,
        signer_title="Trưởng ban",
        **_since(province),
    )


def initials(name: str) -> str:
    """Return the first letters of all words but "và": "Ban Tuyên giáo và Dân vận" → "BTGDV"."""
    return "".join(word[0].upper() for word in name.split() if word != "và")


def in_sentence(spell: LocalitySpell) -> str:
    """Return the place's name within a sentence: "xã Mộc Sơn"; a number for a name keeps the capital: "Phường 5"
    (Decree 30/2020, Appendix II).
    """
    return spell.name if spell.bare_name.isdecimal() else spell.name_in_sentence


def _party_words(spell: LocalitySpell) -> tuple[str, str]:
    if spell.unit_type not in PARTY_COMMITTEES:
        return f"Đảng ủy {in_sentence(spell)}", "ĐU"
    committee, symbol = PARTY_COMMITTEES[spell.unit_type]
    return f"{committee} {_own_name(spell)}", symbol


def _own_name(spell: LocalitySpell) -> str:
    return spell.name if spell.bare_name.isdecimal() else spell.bare_name


def _body(spell, prefix, system, kind) -> Organization:
    code = f"{prefix}-{spell.official_code}"
    return Organization(short_code=code, system=system, kind=kind, locality_id=spell.locality_id)


def _since(spell) -> dict:
    """Return the period of a committee's name: it begins with the place's spell."""
    return {"place_name": _own_name(spell), "starts_on": spell.valid_from}
