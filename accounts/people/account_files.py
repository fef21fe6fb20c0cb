"""How telephones are read in files of people; and what an imported file of accounts may not do, and what it must be
asked about, judged over all its rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.organizations.querysets import FOREVER
from accounts.people.models import Membership, User
from accounts.people.states import Role
from workflow.registers.columns import Text
from workflow.registers.rows import Draft, Row


class Telephone(Text):
    """A telephone number; a spreadsheet drops its first zero."""

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        return with_zero(super().clean(value))


def with_zero(phone: str) -> str:
    """Return the number with the zero that a spreadsheet drops from a number cell."""
    return f"0{phone}" if phone.isdecimal() and len(phone) == 9 and phone[0] != "0" else phone


@dataclass(frozen=True)
class Spell:
    """A role of administrator of an account that can be signed in to; `key`: of the membership."""

    key: Any
    account: int
    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


class Administrators:
    """Who is administrator before and after a file: stored accounts in use that have a password."""

    def __init__(self, rows: list[Row], today: date) -> None:
        self.rows = rows
        self.accounts = _drafts(rows, "user")
        self.roles = [draft for draft in _drafts(rows, "membership") if draft.record.role == Role.ADMINISTRATOR]
        active = dict(User.objects.with_password().values_list("pk", "is_active"))
        columns = ("pk", "user", "starts_on", "ends_on")
        stored = Membership.objects.filter(role=Role.ADMINISTRATOR, ends_on__gt=today, user__in=active)
        spells = [Spell(*row) for row in stored.order_by("pk").values_list(*columns)]
        self.before = [spell for spell in spells if active[spell.account]]
        active |= {draft.record.pk: draft.record.is_active for draft in self.accounts if draft.record.pk in active}
        self.after = [spell for spell in self._changed(spells, set(active)) if active[spell.account]]
        ends = {spell.ends_on for spell in self.after if spell.ends_on != FOREVER}
        self.bare_days = [day for day in sorted({today, *(max(day, today) for day in ends)}) if self._lacks(day)]

    def _changed(self, spells: list[Spell], able: set[int]) -> Iterator[Spell]:
        changed = {draft.record.pk: draft.record for draft in self.roles if not draft.is_new}
        for spell in spells:
            yield replace(spell, ends_on=changed[spell.key].ends_on) if spell.key in changed else spell
        for draft in self.roles:
            role = draft.record
            if draft.is_new and role.user_id in able:
                yield Spell(id(draft), role.user_id, role.starts_on, role.ends_on)

    def _lacks(self, day: date) -> bool:
        had = any(spell.covers(day) for spell in self.before)
        return had and not any(spell.covers(day) for spell in self.after)

    def rows_to_refuse(self) -> set[int]:
        """Return the numbers of the rows that lock an administrator or end the role, where nobody would be left on some
        day on which somebody is one before the file.
        """
        if not self.bare_days:
            return set()
        held = {spell.key: spell for spell in self.before}
        accounts = {spell.account for spell in self.before}
        locked = [draft for draft in self.accounts if draft.record.pk in accounts and not draft.record.is_active]
        ended = [
            draft
            for draft in self.roles
            if draft.record.pk in held and draft.record.ends_on < held[draft.record.pk].ends_on
        ]
        return {draft.first for draft in [*locked, *ended]}


def _drafts(rows: list[Row], part: str) -> list[Draft]:
    found = (row.drafts.get(part) for row in rows)
    return list({id(draft): draft for draft in found if draft is not None}.values())


def no_administrator_left() -> str:
    return _(
        "Sau tệp này không còn quản trị hệ thống nào đăng nhập được. Giao vai trò quản trị cho một tài khoản đã có mật "
        "khẩu, ngay trong tệp này hoặc ở trang Tài khoản, rồi gửi lại tệp."
    )


def other_owners(rows: Iterable[Row]) -> list[str]:
    """Return a doubt for each stored account that the file links to another person."""
    drafts = _drafts([row for row in rows if not row.faults], "user")
    drafts = [draft for draft in drafts if "person" in draft.changes and not draft.is_new]
    words = _("Dòng %(row)d: tài khoản %(account)s đang là của %(old)s, tệp chuyển sang %(new)s.")
    names = []
    for draft in drafts:
        old, new = draft.changes["person"]
        names.append({"row": draft.first, "account": draft.record.username, "old": old, "new": new})
    return [words % each for each in names]
