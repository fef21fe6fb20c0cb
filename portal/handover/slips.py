"""The page that lists the accounts without a first sign-in, and the sheet of slips that is printed for some of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.handover.slips import AT_ONCE, Slip
from accounts.organizations.naming import BodyNames
from accounts.people.models import Membership, User
from accounts.people.states import UNNAMED
from ground.text import short_date
from reports.documents.press.render import pdf_apart

ON_A_SHEET = 8
STYLE = "documents/slips.css"


@dataclass(frozen=True)
class Unused:
    """An account without a first sign-in; `shape` and `word`: how it stands with its first password."""

    account: User
    body: str
    shape: str
    word: str
    is_ticked: bool


def bodies_of(accounts: list[User], today: date) -> dict[int, str]:
    """Return by account the name of the body of its first role; two queries."""
    held = Membership.objects.at(today).filter(user__in=[account.pk for account in accounts])
    held = list(held.select_related("organization").defer("organization__search_text").order_by("-starts_on", "-pk"))
    names = BodyNames([each.organization for each in held])
    return {each.user_id: names.at(each.organization_id, today) for each in held}


def listed(rows: QuerySet, today: date) -> tuple[list[Unused], int]:
    """Return the first AT_ONCE accounts, those that have no password or an expired one first, ticked; and how many more
    there are.
    """
    accounts = list(rows.select_related("person").defer("search_text", "person__search_text"))
    accounts.sort(key=lambda account: not _needs_slip(account, today))
    first = accounts[:AT_ONCE]
    bodies = bodies_of(first, today)
    return [_unused(account, bodies.get(account.pk, ""), today) for account in first], len(accounts) - len(first)


def _needs_slip(account: User, today: date) -> bool:
    return not account.has_usable_password() or account.is_first_password_over(today)


def _unused(account: User, body: str, today: date) -> Unused:
    until = account.first_password_until
    if not account.has_usable_password():
        shape, word = "todo", _("chưa có mật khẩu")
    elif account.is_first_password_over(today):
        shape, word = "late", _("hết hạn từ sau ngày %s") % short_date(until)
    else:
        shape, word = "done", _("đã in, dùng đến %s") % short_date(until) if until else _("đã có mật khẩu")
    return Unused(account, body, shape, word, _needs_slip(account, today))


def _recipient(slip: Slip) -> str:
    """Return the name on the slip; "" leaves a line to write it on."""
    name = slip.account.get_full_name()
    return "" if name == UNNAMED else name


def sheet_pdf(slips: list[Slip], address: str) -> bytes:
    """Return the PDF of the slips, eight on an A4 with lines to cut along. Raises EngineMissing, TooLong."""
    named = [(slip, _recipient(slip)) for slip in slips]
    sheet: dict[str, Any] = {
        "title": "Phiếu trao tài khoản",
        "template": "portal/handover/slips_sheet.html",
        "stylesheet": Path(finders.find(STYLE)).read_text(),
        "parts": [],
        "address": address,
        "sheets": [named[first : first + ON_A_SHEET] for first in range(0, len(named), ON_A_SHEET)],
    }
    return pdf_apart(sheet)
