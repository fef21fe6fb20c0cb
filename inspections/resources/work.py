"""What the registers of a campaign's work have in common: the Board's own, in drafts only, named as at the campaign."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.admin import BOARD
from inspections.models import Inspection
from workflow.resources import Register


class WorkRegister(Register):
    """Rows of inspections and campaigns: whose columns are called "…__inspection" and "…__campaign"."""

    viewers = changers = frozenset({BOARD})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._open = {}

    def day_of(self, row):
        """The campaign's day: how its bodies are named wherever it is told of."""
        campaign = self.campaign_of(row)
        return campaign.day if campaign else timezone.localdate()

    def campaign_of(self, row):
        inspection = row.get(f"{self.parts[0].name}__inspection")
        return inspection.campaign if inspection else row.get(f"{self.parts[0].name}__campaign")

    def refusal(self, draft, row):
        """A record is as open as the inspection, or the campaign, that the row puts it under."""
        above = row.get(f"{self.parts[0].name}__inspection") or self.campaign_of(row)
        if above is None or self.may_write_under(above):
            return ""
        return _("Không ghi được vào “%s”: đã kết luận, đã kết thúc, hoặc không thuộc cơ quan bạn.") % above

    def may_write_under(self, above) -> bool:
        """Asked once of each."""
        if (type(above), above.pk) not in self._open:
            today = timezone.localdate()
            asked = above.is_filled_by if isinstance(above, Inspection) else above.may_be_changed_by
            self._open[type(above), above.pk] = asked(self.user, today)
        return self._open[type(above), above.pk]


class CampaignOrInspection(WorkRegister):
    """A remark or a recommendation: of one inspection, or of the whole campaign."""

    def complete(self, row):
        """The campaign is the inspection's; said beside it, it has to be the same."""
        name = self.parts[0].name
        inspection, campaign = row.get(f"{name}__inspection"), row.get(f"{name}__campaign")
        if inspection is not None:
            self.fill(row, f"{name}__campaign", inspection.campaign)
            if campaign is not None and campaign.pk != inspection.campaign_id:
                row.refuse(self.columns[f"{name}__campaign"].column_name, _("Cuộc kiểm tra thuộc đợt khác."))
        elif campaign is None and not row.faults:
            row.refuse(self.columns[f"{name}__inspection"].column_name, _("Ghi mã cuộc kiểm tra hoặc mã đợt."))

    def stored(self, part, rows):
        """Those of the inspections named, and of the campaigns as a whole."""
        if part is not self.parts[0]:
            return super().stored(part, rows)
        inspections = {each.pk for row in rows if (each := row.get(f"{part.name}__inspection"))}
        alone = [row for row in rows if not row.get(f"{part.name}__inspection")]
        campaigns = {each.pk for row in alone if (each := self.campaign_of(row))}
        which = Q(inspection__in=inspections) | Q(inspection__isnull=True, campaign__in=campaigns)
        return self.locked(part, which) if inspections or campaigns else []
