"""Values told inside a finding's text, so that text and table can never disagree.

{2.1}              the value of criterion 2.1, exactly as printed
{8.1@2018}         that criterion's value of 2018
{8.1@2018..2019}   the change between two years: "tăng 3,09 điểm phần trăm"
{3.4/số người}     one part of a criterion with several numbers

A place-holder is only a name: there is no template language in what staff type.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.inspections.models import Inspection
from inspections.values.checks import change_in_words
from inspections.values.models import MeasuredValue
from inspections.values.periods import year_of
from inspections.values.types import unsettled_print
from workflow.text_rules import PLACE_HOLDER

SIDES = ["verified", "reported", "press"]  # a document prints the verified value, else the reported, else the press's


@dataclass(frozen=True)
class Piece:
    """A part of a text with placeholders: `kind` is "words" (staff's), "value" (as printed), "reckoned" (a change)
    or "missing".
    """

    kind: str
    text: str


class ValuePlaceholders:
    """The placeholders of one inspection's texts: its current values, by criterion number, part and year."""

    def __init__(self, values: Iterable[MeasuredValue]) -> None:
        """Take the inspection's current MeasuredValues about its subject, with `set_criterion` loaded."""
        self.by_key = {}
        for value in sorted(values, key=lambda v: (SIDES.index(v.side), v.pk or 0)):
            key = (value.set_criterion.number, value.part, year_of(value))
            self.by_key.setdefault(key, value)

    def value(self, number: str, part: str = "", year: int | None = None) -> MeasuredValue | None:
        """Find the value of a criterion, the latest one where no year is given, or None."""
        found = [v for (n, p, y), v in self.by_key.items() if (n, p) == (number, part) and year in (None, y)]
        return max(found, key=lambda v: year_of(v) or 0, default=None)

    def offered(self) -> list[tuple[str, str]]:
        """Return the placeholders that have a value, each with the text it becomes; with years only where there are
        several.
        """
        by_number = {}
        for number, part, year in self.by_key:
            by_number.setdefault((number, part), []).append(year)
        places = []
        for (number, part), years in by_number.items():
            name = f"{number}/{part}" if part else number
            years = sorted(year for year in years if year)
            if len(years) < 2:
                places.append(f"{{{name}}}")
                continue
            places += [f"{{{name}@{year}}}" for year in years]
            places += [f"{{{name}@{a}..{b}}}" for a, b in pairwise(years)]
        return [(place, self.text(place)) for place in places]

    def pieces(self, text: str) -> list[Piece]:
        pieces, end = [], 0
        for match in PLACE_HOLDER.finditer(text):
            pieces.append(Piece("words", text[end : match.start()]))
            pieces.append(self._piece(match))
            end = match.end()
        pieces.append(Piece("words", text[end:]))
        return [piece for piece in pieces if piece.text]

    def text(self, text: str) -> str:
        return "".join(piece.text for piece in self.pieces(text))

    def missing(self, text: str) -> list[str]:
        """Return the texts shown for placeholders in `text` that have no value."""
        return [piece.text for piece in self.pieces(text) if piece.kind == "missing"]

    def _piece(self, match: re.Match[str]) -> Piece:
        number, part = match["number"], match["part"] or ""
        years = [int(year) for year in (match["year"], match["until"]) if year]
        values = [self.value(number, part, year) for year in years or [None]]
        if None in values:
            return Piece("missing", _("[chưa có số: %s]") % match.group().strip("{}"))
        if len(values) == 1:
            return Piece("value", values[0].printed)
        with translation.override("vi"):  # it stands in the midst of a Vietnamese sentence
            change = change_in_words(*values)
        return Piece("reckoned", change) if change else Piece("missing", _why_no_change(number, values))


def _why_no_change(number: str, values: list[MeasuredValue]) -> str:
    doubts = [doubt for value in values if (doubt := unsettled_print(value))]
    return f"[{doubts[0]}]" if doubts else _("[không so sánh được: %s]") % number


def placeholders_for(inspection: Inspection, user: User) -> ValuePlaceholders:
    """Return the placeholders for the inspection's findings: the values about its subject that the user may see."""
    rows = MeasuredValue.objects.visible_to(user).current().filter(inspection=inspection)
    return ValuePlaceholders(
        rows.filter(about_organization=inspection.subject_organization_id).select_related("set_criterion")
    )
