"""One search over everything the reader may see: a few of each kind, and the way to the kind's whole list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from ground.inputs import SearchWords, search_words
from ground.text import nfc
from inspections.models import Campaign, Finding, Inspection, OfficialPaper, Recommendation
from localities.models import LocalitySpell
from localities.places.register import Names

SHOWN = 5


@dataclass
class Group:
    """The first rows of one kind, each with url, title and note; the kind's list has the same words in its address."""

    title: str
    url: str
    goes_on: bool
    rows: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    list_name: str
    title: Callable  # read when the page is drawn, in its language
    rows: Callable  # (user, words) → queryset, the best or the newest first
    told: Callable  # (row, today) → {"url", "title", "note"}


def words_of(typed: str) -> SearchWords:
    """What is looked for, in the form in which texts are stored."""
    return search_words(nfc(typed))


def found(user: User, words: str) -> list[Group]:
    """The kinds of which something was found, in their fixed order; one query a kind and two for names."""
    if not words:
        return []
    today = timezone.localdate()
    hits = [(kind, list(kind.rows(user, words)[: SHOWN + 1])) for kind in KINDS]
    _name([row for _kind, rows in hits for row in rows], today)
    return [_group(kind, rows, words, today) for kind, rows in hits if rows]


def _group(kind: Kind, rows, words: str, today) -> Group:
    url = f"{reverse(kind.list_name)}?{urlencode({'q': words})}"
    return Group(str(kind.title()), url, len(rows) > SHOWN, [kind.told(row, today) for row in rows[:SHOWN]])


def _name(rows, today) -> None:
    """Always two queries, whatever was found."""
    bodies = [row for row in rows if isinstance(row, Organization)]
    inspections = [row for row in rows if isinstance(row, Inspection)]
    names = BodyNames([*bodies, *(each.subject_organization for each in inspections)])
    for body in bodies:
        body.shown_name = names.at(body.pk, body.closed_on or today)
    for inspection in inspections:
        inspection.shown_name = names.at(inspection.subject_organization_id, today)
    spells = [row for row in rows if isinstance(row, LocalitySpell)]
    above = Names({0, *(pk for spell in spells for pk in spell.ancestor_ids)})
    for spell in spells:
        spell.above = above.above(spell, today)


# --- Rows --------------------------------------------------------------------------------------------------------
def _campaigns(user, words):
    return Campaign.objects.visible_to(user).search(words).order_by("-year", "code")


def _inspections(user, words):
    rows = Inspection.objects.visible_to(user).search(words)
    return rows.select_related("campaign", "subject_organization").order_by("-pk")


def _findings(user, words):
    rows = Finding.objects.visible_to(user).search(words)
    return rows.select_related("campaign", "inspection").order_by("-pk")


def _recommendations(user, words):
    rows = Recommendation.objects.visible_to(user).search(words)
    return rows.select_related("campaign", "inspection").order_by("-pk")


def _organizations(user, words):
    return Organization.objects.visible_to(user).search(words).order_by("sort_key", "pk")


def _people(user, words):
    return Person.objects.visible_to(user).search(words).order_by("sort_key", "pk")


def _places(user, words):
    return LocalitySpell.objects.visible_to(user).search(words).best_first(words)


def _papers(user, words):
    return OfficialPaper.objects.visible_to(user).search(words).select_related("file").order_by("-pk")


# --- Told --------------------------------------------------------------------------------------------------------
def _campaign(row, today):
    return {"url": row.get_absolute_url(), "title": row.theme, "note": f"{row.code} · {row.get_state_display()}"}


def _inspection(row, today):
    note = f"{row.reference} · {row.campaign.theme} · {row.get_state_display()}"
    return {"url": row.get_absolute_url(), "title": row.shown_name, "note": note}


def _written(row, anchor: str) -> dict:
    above = row.inspection or row.campaign
    url = f"{above.get_absolute_url()}#{anchor}" if row.inspection else above.get_absolute_url()
    return {"url": url, "title": row.text, "note": row.inspection.reference if row.inspection else row.campaign.theme}


def _finding(row, today):
    told = _written(row, "findings")
    return {**told, "note": f"{row.get_kind_display().capitalize()} · {told['note']}"}


def _recommendation(row, today):
    return _written(row, "recommendations")


def _organization(row, today):
    return {
        "url": row.get_absolute_url(),
        "title": row.shown_name,
        "note": f"{row.get_kind_display().capitalize()} · {row.short_code}",
    }


def _person(row, today):
    return {"url": reverse("person_show", args=[row.pk]), "title": row.full_name, "note": row.position}


def _place(row, today):
    above = ", ".join(each.name for each in reversed(row.above) if each)
    note = " · ".join(filter(None, [above, row.official_code, row.validity]))
    return {"url": reverse("localities:show", args=[row.locality_id]), "title": row.name, "note": note}


def _paper(row, today):
    note = " · ".join(filter(None, [row.number, row.dated_on and f"{row.dated_on:%d/%m/%Y}", row.issuer]))
    return {"url": row.download_url, "title": f"{row.get_paper_type_display()}: {row.title}", "note": note}


KINDS = [
    Kind("campaign_list", lambda: _("Đợt kiểm tra"), _campaigns, _campaign),
    Kind("inspection_list", lambda: _("Cuộc kiểm tra"), _inspections, _inspection),
    Kind("finding_list", lambda: _("Ưu điểm, hạn chế"), _findings, _finding),
    Kind("recommendation_list", lambda: _("Đề nghị, kiến nghị"), _recommendations, _recommendation),
    Kind("organization_list", lambda: _("Cơ quan, đơn vị"), _organizations, _organization),
    Kind("person_list", lambda: _("Danh bạ người"), _people, _person),
    Kind("localities:list", lambda: _("Địa bàn"), _places, _place),
    Kind("paper_list", lambda: _("Văn bản"), _papers, _paper),
]
