"""Which rule set a paper follows: by the family of its layout, Party or State, and its own day."""

from datetime import date

from django.utils.translation import gettext as _

from ground.text import short_date
from reports.documents.layout.hd05 import HD05
from reports.documents.layout.hd36 import HD36
from reports.documents.layout.nd30 import ND30
from reports.documents.layout.rule_sets import PARTY, STATE, RuleSet

RULE_SETS = {rules.slug: rules for rules in (HD36, HD05, ND30)}


class RuleSetMissing(Exception):
    """The paper can't be laid out: no rules of that day are known here. The text says which system and day."""

    def __init__(self, layout: str, day: date) -> None:
        system = {PARTY: _("của Đảng"), STATE: _("của Nhà nước")}.get(layout, _("của Mặt trận, đoàn thể"))
        message = _("Cổng chưa có quy tắc trình bày văn bản %(system)s cho ngày %(day)s, nên chưa lập được văn bản.")
        super().__init__(message % {"system": system, "day": short_date(day)})


def rule_set_for(layout: str, day: date) -> RuleSet:
    """Return the rules in force on `day` for `layout`, "party" or "state"; raises RuleSetMissing before the first."""
    for rules in RULE_SETS.values():
        if rules.system == layout and rules.from_on <= day < rules.until_on:
            return rules
    raise RuleSetMissing(layout, day)
