"""Two papers of one kind compared slot by slot, word by word; the other one is chosen from those the user sees."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people.models import User
from ground.inputs import excerpt
from ground.limits import SEARCH_LETTERS
from ground.text import key_in
from inspections.models import Campaign, Inspection
from reports.documents.compose.sections import SHOWN
from reports.documents.compose.slots import Slot, order_of, slots_of
from reports.documents.listings import ListedDocument, kind_name, list_documents, number_of
from reports.documents.models import Document
from reports.documents.texts import with_own_texts
from reports.documents.views.changes import Piece, changed_lines, changed_pieces
from reports.documents.views.drafts import inside_document

MOST_OTHERS = 20
ENDS_A_LINE = ("</p>", "</li>", "</tr>", "<br>", "<br/>")


@dataclass(frozen=True)
class ComparedSlots:
    """A slot that differs: its words with what the other paper has, the heading apart; `has_other_figures`: its table
    or chart differs.
    """

    label: str
    heading: list[Piece]
    pieces: list[Piece]
    has_other_figures: bool


@dataclass(frozen=True)
class Comparison:
    """`same`: the labels of slots that are the same in both; `order`: the sections where they stand otherwise."""

    slots: list[ComparedSlots]
    same: list[str]
    order: list[Piece]


@require_safe
def document_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the other papers of the kind; with `with`, show what differs from that one."""
    document = inside_document(request, pk)
    words = excerpt(request.GET.get("q", ""), SEARCH_LETTERS)
    chosen = _chosen(document, request)
    context = {
        "section": "papers",
        "document": document,
        "kind": kind_name(document.kind),
        "name": _name(document),
        "words": words,
        "others": others_of(document, request.user, words)[: MOST_OTHERS + 1] if chosen is None else [],
    }
    context["others"], context["has_more"] = context["others"][:MOST_OTHERS], len(context["others"]) > MOST_OTHERS
    if chosen is not None:
        context |= {"other": chosen, "other_name": _name(chosen), "found": compared(document, chosen)}
    return render(request, "documents/screens/compare.html", context)


def _chosen(document: Document, request: HttpRequest) -> Document | None:
    """Return the paper that the address names, None where it names none; 404 for one that isn't offered."""
    typed = request.GET.get("with", "")
    if not typed:
        return None
    key = key_in(typed)
    if key is None:
        raise Http404
    rows = _same_kind(document, request.user).select_related("taken_number", "inspection", "campaign", "template")
    return get_object_or_404(rows, pk=key)


def _same_kind(document: Document, user: User) -> QuerySet[Document]:
    return Document.objects.visible_to(user).filter(kind=document.kind).exclude(pk=document.pk)


def others_of(document: Document, user: User, words: str) -> list[ListedDocument]:
    """Return papers of the kind that the user may see, those about the same record first, then the newest; at most one
    more than are shown.
    """
    rows = _same_kind(document, user)
    if words.strip():
        about = Q(inspection__in=Inspection.objects.search(words)) | Q(campaign__in=Campaign.objects.search(words))
        rows = rows.filter(about | Q(taken_number__printed__icontains=words.strip()))
    same = Q(inspection=document.inspection_id) if document.inspection_id else Q(campaign=document.campaign_id)
    rows = rows.select_related("taken_number", "campaign", "inspection__campaign", "inspection__subject_organization")
    parts = (rows.filter(same), rows.exclude(same))
    ordered = [row for part in parts for row in part.order_by("-pk")[: MOST_OTHERS + 1]]
    return list_documents(ordered[: MOST_OTHERS + 1], user)


def _name(document: Document) -> str:
    """Return "12-TB/BTGDVTU, DVCQ2026-28108", of a draft which one it is."""
    number = number_of(document) or _("dự thảo lần %d") % document.draft_number
    about = document.inspection or document.campaign
    return f"{number}, {about.reference if document.inspection else about.code}"


# --- What differs ----------------------------------------------------------------------------------------------------
def compared(one: Document, other: Document) -> Comparison:
    """Compare what both print, staff's words included: from the other paper to the first one."""
    before, after = (_printed_facts(each) for each in (other, one))
    had, now = ({slot.key: slot for slot in slots_of(facts)} for facts in (before, after))
    keys = [*now, *(key for key in had if key not in now)]
    rows = [(now.get(key) or had[key], _row(had.get(key), now.get(key))) for key in keys]
    differing = [row for _slot, row in rows if row.heading or row.pieces or row.has_other_figures]
    same = [slot.label for slot, row in rows if row not in differing and words_of(slot)]
    orders = [[now[key].label for key in order_of(facts) if key in now and key in had] for facts in (before, after)]
    return Comparison(differing, same, changed_lines(*orders))


def _printed_facts(document: Document) -> dict[str, Any]:
    return document.facts if document.is_frozen else with_own_texts(document.facts, document)


def _row(had: Slot | None, now: Slot | None) -> ComparedSlots:
    old, new = words_of(had), words_of(now)
    heads = [_part(had, "heading"), _part(now, "heading")]
    figures = [[_part(slot, name) for name in SHOWN] for slot in (had, now)]
    return ComparedSlots(
        label=(now or had).label,
        heading=changed_pieces(*heads) if heads[0] != heads[1] else [],
        pieces=changed_pieces(old, new) if old != new else [],
        has_other_figures=figures[0] != figures[1],
    )


def _part(slot: Slot | None, name: str) -> Any:
    content = slot.content if slot else ""
    return content.get(name, "") if isinstance(content, dict) and "html" not in content else ""


def words_of(slot: Slot | None) -> str:
    """Return a slot's words, line by line, staff's without their marks; "" for None."""
    content = slot.content if slot else ""
    if isinstance(content, dict) and "html" not in content:
        content = content["paragraphs"]
    if isinstance(content, dict):
        html = content["html"]
        for end in ENDS_A_LINE:
            html = html.replace(end, f"{end}\n")
        return "\n".join(filter(None, (line.strip() for line in unescape(strip_tags(html)).split("\n"))))
    return "\n".join(content) if isinstance(content, list) else content
