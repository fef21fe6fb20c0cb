"""What the registers of the work lead to, by code or name, within what the user may see."""

import re
from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.text import fold, short_date
from inspections.models import (
    Campaign,
    Criterion,
    Delegation,
    Inspection,
    MobilizationModel,
    OfficialPaper,
    SetCriterion,
)
from workflow.columns import Plain, Reference, key_text, quoted, text_of

IN_INSPECTION = (
    "campaign__inspecting_organization",
    "campaign__criteria_set",
    "delegation",
    "subject_organization",
)


def campaigns():
    """A campaign by its code."""
    rows = lambda user: Campaign.objects.visible_to(user).select_related("inspecting_organization")  # noqa: E731
    return Reference(rows, "code", _("Không có đợt kiểm tra mã “%s”."))


def inspections():
    """An inspection by its reference."""
    return Reference(_inspections, "reference", _("Không có cuộc kiểm tra mã “%s”."))


def _inspections(user):
    rows = Inspection.objects.visible_to(user).select_related(*IN_INSPECTION)
    return rows.prefetch_related("delegation__members")


def criteria():
    """A criterion by its stable code."""
    return Reference(lambda user: Criterion.objects.visible_to(user), "code", _("Không có chỉ tiêu gốc mã “%s”."))


def models():
    """A model of mobilisation by its name."""
    return Reference(lambda user: MobilizationModel.objects.visible_to(user), "name", _("Không có mô hình “%s”."))


class OfSet(Plain):
    """A criterion of the set of the row's inspection: by its stable code, or by its number in the set."""

    def __init__(self, inspection: str):
        self.inspection = inspection  # the attribute of the column that names the inspection
        self.found = {}

    def prepare(self, cells, user):
        asked = {key_text(cell) for cell in cells}
        rows = SetCriterion.objects.visible_to(user).select_related("criterion")
        for row in rows.filter(Q(criterion__code__in=asked) | Q(number__in=asked)):
            self.found[row.criteria_set_id, row.number] = row
            self.found[row.criteria_set_id, row.criterion.code] = row

    def clean(self, value, row=None, **kwargs):
        inspection = row.get(self.inspection)
        if inspection is None:
            raise ValueError(_("Chưa biết cuộc kiểm tra nên chưa tìm được chỉ tiêu."))
        if isinstance(value, float):
            raise ValueError(_("Ghi mã chỉ tiêu, hoặc định dạng ô là Văn bản: số 2.10 trong ô số thành 2.1."))
        found = self.found.get((inspection.campaign.criteria_set_id, key_text(value)))
        if found is None:
            raise ValueError(_("Bộ chỉ tiêu của đợt không có “%s”.") % quoted(value))
        return found

    def render(self, value, **kwargs):
        return value.criterion.code

    def told(self, value):
        return "" if value is None else str(value)


class DelegationOf(Plain):
    """A delegation of the row's campaign: its number, or "Đoàn kiểm tra" where it is the only one."""

    def __init__(self, campaign: str):
        self.campaign = campaign
        self.rows = Delegation.objects.none()
        self.found = {}

    def prepare(self, cells, user):
        self.rows = Delegation.objects.visible_to(user) if cells else Delegation.objects.none()
        self.found = {}

    def clean(self, value, row=None, **kwargs):
        campaign = row.get(self.campaign)
        if campaign is None:
            raise ValueError(_("Chưa biết đợt kiểm tra nên chưa tìm được đoàn."))
        if campaign.pk not in self.found:
            rows = self.rows.filter(campaign=campaign).prefetch_related("members")
            self.found[campaign.pk] = {delegation.number: delegation for delegation in rows}
        number = re.search(r"\d+", text_of(value))
        found = self.found[campaign.pk].get(int(number[0]) if number and len(number[0]) < 6 else None)
        if found is None:
            raise ValueError(
                _("Đợt %(campaign)s không có đoàn “%(value)s”.") % {"campaign": campaign.code, "value": quoted(value)}
            )
        return found

    def told(self, value):
        return "" if value is None else str(value)

    def render(self, value, **kwargs):
        return str(value)


class Paper(Plain):
    """A paper: "KH | 64-KH/BTGDVTU | 20/02/2026", or by its number alone; one without number by its title."""

    def __init__(self):
        self.found = {}

    def prepare(self, cells, user):
        words = {piece.strip() for cell in cells for piece in key_text(cell).split("|")}
        rows = OfficialPaper.objects.visible_to(user).filter(Q(number__in=words - {""}) | Q(title__in=words))
        self.found = defaultdict(list)
        for paper in rows if words else []:
            for word in {fold(self.render(paper)), fold(paper.number)} - {""}:
                self.found[word].append(paper)

    def clean(self, value, row=None, **kwargs):
        papers = self.found.get(fold(key_text(value)), [])
        if not papers:
            raise ValueError(_("Không có văn bản “%s”.") % quoted(value))
        if len(papers) > 1:
            words = "; ".join(sorted(self.render(paper) for paper in papers)[:3])
            told = {"value": quoted(value), "words": words}
            raise ValueError(_("Có nhiều văn bản “%(value)s”. Ghi rõ: %(words)s.") % told)
        return papers[0]

    def render(self, value, **kwargs):
        day = short_date(value.dated_on) if value.dated_on else ""
        return " | ".join(filter(None, [value.paper_type, value.number or value.title, day]))

    def told(self, value):
        return "" if value is None else self.render(value)
