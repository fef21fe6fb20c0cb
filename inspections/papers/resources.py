"""How other registers refer to a paper: by type, number and day."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from ground.text import fold, short_date
from inspections.papers.models import OfficialPaper
from workflow.registers.columns import Plain, key_text, quoted
from workflow.registers.rows import Row


class Paper(Plain):
    """A paper: "KH | 64-KH/BTGDVTU | 20/02/2026", or its number alone; one without a number by its title."""

    def __init__(self) -> None:
        self.found = {}

    def prepare(self, cells: Iterable, user: User) -> None:
        words = {piece.strip() for cell in cells for piece in key_text(cell).split("|")}
        rows = OfficialPaper.objects.visible_to(user).filter(Q(number__in=words - {""}) | Q(title__in=words))
        self.found = defaultdict(list)
        for paper in rows if words else []:
            for word in {fold(self.render(paper)), fold(paper.number)} - {""}:
                self.found[word].append(paper)

    def clean(self, value: object, row: Row | None = None, **kwargs) -> OfficialPaper:
        papers = self.found.get(fold(key_text(value)), [])
        if not papers:
            raise ValueError(_("Không có văn bản “%s”.") % quoted(value))
        if len(papers) > 1:
            words = "; ".join(sorted(self.render(paper) for paper in papers)[:3])
            params = {"value": quoted(value), "words": words}
            raise ValueError(_("Có nhiều văn bản “%(value)s”. Ghi rõ: %(words)s.") % params)
        return papers[0]

    def render(self, value: OfficialPaper, **kwargs) -> str:
        day = short_date(value.dated_on) if value.dated_on else ""
        return " | ".join(filter(None, [value.paper_type, value.number or value.title, day]))

    def describe(self, value: OfficialPaper | None) -> str:
        return "" if value is None else self.render(value)
