"""Import and export of inspections, and how other registers refer to them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.organizations.resources import Body
from accounts.people.models import User
from accounts.people.resources import Somebody
from ground.text import fold
from inspections.absence import Absence
from inspections.campaigns import resources as campaigns_resources
from inspections.campaigns.models import Campaign
from inspections.delegations.resources import DelegationOf
from inspections.inspections.models import Inspection
from localities.models import LocalitySpell
from workflow.registers.columns import Choice, Code, Column, Day, ReadOnly, Reference, Text, key_text, quoted, text_of
from workflow.registers.resources import Register
from workflow.registers.roles import BOARD
from workflow.registers.rows import Draft, Part, Row


class WorkRegister(Register):
    """Base of registers whose rows belong to inspections or campaigns: their columns are named "…__inspection" and
    "…__campaign".
    """

    viewers = changers = frozenset({BOARD})

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._open = {}

    def day_of(self, row: Row) -> date:
        """Return the campaign's day, as at which its bodies are named everywhere; today without a campaign."""
        campaign = self.campaign_of(row)
        return campaign.day if campaign else timezone.localdate()

    def campaign_of(self, row: Row) -> Campaign | None:
        inspection = row.get(f"{self.parts[0].name}__inspection")
        return inspection.campaign if inspection else row.get(f"{self.parts[0].name}__campaign")

    def refusal(self, draft: Draft, row: Row) -> str:
        """Return why the record may not be written: its inspection, or its campaign, is not open to the user; "" if
        it may.
        """
        above = row.get(f"{self.parts[0].name}__inspection") or self.campaign_of(row)
        if above is None or self.may_write_under(above):
            return ""
        return _("Không ghi được vào “%s”: đã kết luận, đã kết thúc, hoặc không thuộc cơ quan bạn.") % above

    def may_write_under(self, above: Inspection | Campaign) -> bool:
        """Tell whether the user may write rows of this inspection or campaign; cached for the import."""
        if (type(above), above.pk) not in self._open:
            today = timezone.localdate()
            may_change = above.is_filled_by if isinstance(above, Inspection) else above.may_be_changed_by
            self._open[type(above), above.pk] = may_change(self.user, today)
        return self._open[type(above), above.pk]


IN_INSPECTION = (
    "campaign__inspecting_organization",
    "campaign__criteria_set",
    "delegation",
    "subject_organization",
)


def inspections() -> Reference:
    """Return the widget that finds an inspection by its reference."""
    return Reference(_inspections, "reference", _("Không có cuộc kiểm tra mã “%s”."))


def _inspections(user):
    rows = Inspection.objects.visible_to(user).select_related(*IN_INSPECTION)
    return rows.prefetch_related("delegation__members")


class AbsenceCell(Choice):
    """Why something isn't entered. What is entered stands in the register `entered_in`, never in this cell."""

    def __init__(self, entered_in: str) -> None:
        super().__init__(Absence.choices)
        self.entered_in = entered_in

    def prepare(self, cells: Iterable, user: User) -> None:
        super().prepare(cells, user)
        self._known |= {fold(words): Absence.UNSTATED for words in ("Không nêu", "Nguồn không nêu")}

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        said = fold(text_of(value))
        words = {"value": quoted(value), "register": self.entered_in}
        if said in self._known:
            return self._known[said]
        both = next((known for known in self._known if re.search(rf"\b{re.escape(known)}\b", said)), "")
        if both:
            words["absence"] = Absence(self._known[both]).label
            raise ValueError(
                gettext(
                    "“%(value)s” vừa có nội dung vừa có “%(absence)s”. Giữ một: ghi riêng “%(absence)s”, hoặc để trống "
                    "ô này và nhập nội dung ở bảng “%(register)s”."
                )
                % words
            )
        words["choices"] = "; ".join(str(label) for _code, label in self.choices)
        raise ValueError(
            gettext("“%(value)s”: ô này chỉ ghi vì sao không nhập (%(choices)s); nội dung nhập ở bảng “%(register)s”.")
            % words
        )


@dataclass(frozen=True)
class Names:
    """The names that an inspection's row shows, as at the campaign's day."""

    subject: str


@dataclass(frozen=True)
class InspectionLine:
    """An inspection with the names that are only shown."""

    inspection: Inspection
    names: Names


class Inspections(WorkRegister):
    slug, title = "inspections", pgettext_lazy("plural", "Cuộc kiểm tra")
    model = Inspection
    related = (
        "campaign",
        "delegation",
        "subject_organization",
        "reporting_organization",
        "presenting_organization",
        "presenting_person__organization",
        "follow_up_of",
    )
    prefetch = ("subject_organization__names",)
    parts = (
        Part(
            "inspection", Inspection, ("reference",), "reference", is_one_row=True,
            related=(
                "campaign__inspecting_organization", "delegation", "subject_organization", "reporting_organization",
                "presenting_organization", "presenting_person", "follow_up_of",
            ),
            prefetch=("delegation__members",),
        ),
    )  # fmt: skip

    campaign = Column(
        "inspection__campaign", _("Mã đợt"), campaigns_resources.campaigns(), is_required=True, sample="DVCQ2026"
    )
    reference = Column(
        "inspection__reference", _("Mã cuộc kiểm tra"), Code(60),
        note=_("Bỏ trống ở cuộc mới: cổng tự đặt từ mã đợt và mã địa bàn; đã có thì không đổi."),
    )  # fmt: skip
    kind = Column("inspection__kind", _("Hình thức"), Choice(Inspection.Kind.choices), sample=_("Kiểm tra"))
    subject = Column(
        "inspection__subject_organization", _("Đơn vị được kiểm tra (mã)"), Body(), is_required=True,
        note=_("Mã ngắn hoặc tên đầy đủ vào thời điểm của đợt."), sample="vi-du",
    )  # fmt: skip
    subject_name = ReadOnly("names__subject", _("Tên đơn vị"))
    reporting = Column(
        "inspection__reporting_organization", _("Đơn vị báo cáo (mã)"), Body(), note=_("Bỏ trống: chính đơn vị đó.")
    )
    presenting = Column("inspection__presenting_organization", _("Đơn vị trình bày (mã)"), Body())
    presenter = Column("inspection__presenting_person", _("Người trình bày"), Somebody())
    presenter_title = Column("inspection__presenter_title", _("Chức vụ người trình bày"), Text(200))
    delegation = Column(
        "inspection__delegation", _("Đoàn"), DelegationOf("inspection__campaign"),
        note=_("Số của đoàn; đợt chỉ có một đoàn không đánh số: Đoàn kiểm tra."), sample="1",
    )  # fmt: skip
    period_start = Column("inspection__period_start", _("Thời kỳ kiểm tra từ ngày"), Day(), sample="01/01/2025")
    period_end = Column("inspection__period_end", _("Thời kỳ kiểm tra đến ngày"), Day(), sample="31/12/2025")
    follow_up_of = Column(
        "inspection__follow_up_of", _("Phúc tra của (mã)"), inspections(),
        note=_("Mã cuộc kiểm tra trước; có thể ở dòng khác của tệp."),
    )  # fmt: skip
    dates_absence = Column(
        "inspection__dates_absence", _("Ngày làm việc, khi không nhập"),
        AbsenceCell(pgettext_lazy("plural", "Buổi làm việc")), note=_("Khi không có gì để nhập; bỏ trống: chưa nói."),
    )  # fmt: skip
    strengths_absence = Column(
        "inspection__strengths_absence", _("Ưu điểm, khi không nhập"), AbsenceCell(_("Ưu điểm, hạn chế"))
    )
    shortcomings_absence = Column(
        "inspection__shortcomings_absence", _("Hạn chế, khi không nhập"), AbsenceCell(_("Ưu điểm, hạn chế"))
    )
    recommendations_absence = Column(
        "inspection__recommendations_absence", _("Đề nghị, khi không nhập"), AbsenceCell(_("Đề nghị, kiến nghị"))
    )
    state = ReadOnly("inspection__shown_label", _("Trạng thái"))

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().with_shown_state(self.user).order_by("pk")

    def rows_of(self, inspection: Inspection) -> list[InspectionLine]:
        subject = inspection.subject_organization.full_name_at(inspection.campaign.day)
        return [InspectionLine(inspection, Names(subject))]

    # --- In ----------------------------------------------------------------------------------------------------
    def prepare(self, lines: list[dict]) -> None:
        """Collect new inspections of the file first, because other rows of it may refer to them as re-inspected."""
        self.coming, self.named = {}, None
        column, above = self.columns["inspection__reference"], self.columns["inspection__follow_up_of"].widget
        for line in lines:
            reference = key_text(line.get(column) or "")
            if reference and reference not in above.known:
                self.coming[reference] = Inspection(reference=reference)
        for stored in Inspection.objects.visible_to(self.user).filter(reference__in=list(self.coming)):
            self.coming[stored.reference] = stored
        above.known |= self.coming

    def complete(self, row: Row) -> None:
        subject = row.get("inspection__subject_organization")
        if row.get("inspection__reporting_organization") is None:
            self.fill(row, "inspection__reporting_organization", subject)
        if not row.get("inspection__reference"):
            row.cells["inspection__reference"] = None

    def complete_all(self) -> None:
        """Fill in references of rows without one: that of the campaign's inspection of the subject and kind, or a
        new one.
        """
        rows = [row for row in self.rows if row.cells["inspection__reference"] is None and not row.faults]
        known, taken, codes = self._known(rows) if rows else ({}, set(), {})
        for row in rows:
            key = _natural_key(row)
            known[key] = known.get(key) or self._new_reference(row, taken, codes)
            self.fill(row, "inspection__reference", known[key])
        self.hidden = self._hidden_references()

    def _hidden_references(self) -> set[str]:
        """Return the file's references that belong to inspections the user doesn't see."""
        said = {row.get("inspection__reference") for row in self.rows}
        same = dict(Inspection.objects.filter(reference__in=said).values_list("pk", "reference"))
        self.sight.look(Inspection, same)
        return {reference for pk, reference in same.items() if not self.sight.sees_key(Inspection, pk)}

    def _known(self, rows):
        campaigns = {row.get("inspection__campaign").pk for row in rows}
        subjects = {row.get("inspection__subject_organization") for row in rows}
        stored = Inspection.objects.filter(campaign__in=campaigns).order_by("-pk")
        keys = stored.values_list("campaign_id", "subject_organization_id", "kind", "reference")
        spells = LocalitySpell.objects.filter(locality__in={body.locality_id for body in subjects})
        codes = defaultdict(list)
        for spell in spells:
            codes[spell.locality_id].append(spell)
        said = {row.get("inspection__reference") for row in self.rows}
        starts = Q(pk__in=[])
        for row in {row.get("inspection__campaign").pk: row for row in rows}.values():
            starts |= Q(reference__startswith=f"{row.get('inspection__campaign').code}-")
        taken = said | set(Inspection.objects.filter(starts).values_list("reference", flat=True))
        return {tuple(key): reference for *key, reference in keys}, taken, codes

    def _new_reference(self, row, taken, codes):
        """Return a reference as `acts.reference_for` makes it, for many rows at once."""
        campaign, subject = row.get("inspection__campaign"), row.get("inspection__subject_organization")
        day = campaign.starts_on or date(campaign.year, 12, 31)
        spells = [s for s in codes.get(subject.locality_id, []) if s.valid_from <= day < s.ends_on]
        stem = f"{campaign.code}-{spells[0].official_code if spells else subject.short_code}"
        reference, n = stem, 1
        while reference in taken:
            n += 1
            reference = f"{stem}-{n}"
        taken.add(reference)
        return reference

    def begin(self, part: Part, row: Row) -> Inspection:
        reference = row.get("inspection__reference")
        return self.coming.get(reference) or Inspection(reference=reference)

    def refusal(self, draft: Draft, row: Row) -> str:
        campaign = row.get("inspection__campaign")
        if campaign and not self.may_write_under(campaign):
            return _("Đợt “%s” đã kết thúc hoặc không thuộc cơ quan bạn.") % campaign.code
        if draft.is_new:
            is_known = campaign and draft.record.reference  # else the cell that is wrong says so
            return self._refused_reference(campaign, draft.record.reference) if is_known else ""
        if "campaign" not in draft.changes and self.may_write_under(draft.record):
            return ""
        return _("Cuộc kiểm tra “%s” không sửa được: đã kết luận, thuộc đợt khác hoặc cơ quan khác.") % draft.record

    def _refused_reference(self, campaign, reference) -> str:
        """Refuse a new reference that doesn't begin with its campaign's code, so that nobody can test which
        references others use.
        """
        start = f"{campaign.code}-"
        if reference.startswith(start) and reference not in self.hidden:
            return ""
        params = {"reference": reference, "start": start}
        return _("Mã “%(reference)s” không dùng được: mã mới bắt đầu bằng “%(start)s”, hoặc để trống.") % params

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        start, end = row.get("inspection__period_start"), row.get("inspection__period_end")
        if start and end and start > end:
            yield "inspection__period_end", _("Thời kỳ phải kết thúc sau khi bắt đầu.")


def _natural_key(row):
    campaign, subject = row.get("inspection__campaign"), row.get("inspection__subject_organization")
    return campaign.pk, subject.pk, row.get("inspection__kind") or Inspection.Kind.INSPECTION.value


class CampaignOrInspection(WorkRegister):
    """Base of registers whose rows belong to one inspection or to the whole campaign."""

    def complete(self, row: Row) -> None:
        """Fill in the campaign of the inspection; refuse the row if it names another one, or neither."""
        name = self.parts[0].name
        inspection, campaign = row.get(f"{name}__inspection"), row.get(f"{name}__campaign")
        if inspection is not None:
            self.fill(row, f"{name}__campaign", inspection.campaign)
            if campaign is not None and campaign.pk != inspection.campaign_id:
                row.refuse(self.columns[f"{name}__campaign"].column_name, _("Cuộc kiểm tra thuộc đợt khác."))
        elif campaign is None and not row.faults:
            row.refuse(self.columns[f"{name}__inspection"].column_name, _("Ghi mã cuộc kiểm tra hoặc mã đợt."))

    def stored(self, part: Part, rows: list[Row]) -> Iterable[Model]:
        """Return the rows of the inspections named in the file, and those about its campaigns as a whole."""
        if part is not self.parts[0]:
            return super().stored(part, rows)
        inspections = {each.pk for row in rows if (each := row.get(f"{part.name}__inspection"))}
        alone = [row for row in rows if not row.get(f"{part.name}__inspection")]
        campaigns = {each.pk for row in alone if (each := self.campaign_of(row))}
        which = Q(inspection__in=inspections) | Q(inspection__isnull=True, campaign__in=campaigns)
        return self.locked(part, which) if inspections or campaigns else []
