"""How other registers refer to a delegation: by its number in the campaign."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from inspections.delegations.models import Delegation
from workflow.registers.columns import Plain, quoted, text_of
from workflow.registers.rows import Row


class DelegationOf(Plain):
    """A delegation of the row's campaign: its number, or "Đoàn kiểm tra" where it is the only one."""

    def __init__(self, campaign: str) -> None:
        self.campaign = campaign
        self.rows = Delegation.objects.none()
        self.found = {}

    def prepare(self, cells: Iterable, user: User) -> None:
        self.rows = Delegation.objects.visible_to(user) if cells else Delegation.objects.none()
        self.found = {}

    def clean(self, value: object, row: Row | None = None, **kwargs) -> Delegation:
        campaign = row.get(self.campaign)
        if campaign is None:
            raise ValueError(_("Chưa biết đợt kiểm tra nên chưa tìm được đoàn."))
        if campaign.pk not in self.found:
            rows = self.rows.filter(campaign=campaign).prefetch_related("members__person")
            self.found[campaign.pk] = {delegation.number: delegation for delegation in rows}
        number = re.search(r"\d+", text_of(value))
        found = self.found[campaign.pk].get(int(number[0]) if number and len(number[0]) < 6 else None)
        if found is None:
            raise ValueError(
                _("Đợt %(campaign)s không có đoàn “%(value)s”.") % {"campaign": campaign.code, "value": quoted(value)}
            )
        return found

    def describe(self, value: Delegation | None) -> str:
        return "" if value is None else str(value)

    def render(self, value: Delegation, **kwargs) -> str:
        return str(value)
