"""What many new accounts are made of, and what the register knows of their bodies, people and names; few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.organizations.resources import Body
from accounts.people.models import Person, User
from ground.text import match_key


@dataclass(frozen=True)
class NewAccount:
    """An officer's account to be opened; `full_name` "" where the officer says it at the first sign-in."""

    body: Organization
    full_name: str
    position: str
    phone: str
    email: str
    username: str


class Register:
    """Bodies by what was written of them, used sign-in names, and the people of those bodies."""

    def __init__(self, user: User, words: Iterable[str], today: date) -> None:
        self.user, self.today = user, today
        self.words = [word for word in words if word]
        self.column = Body()
        self.column.prepare(self.words, user)

    def body_of(self, words: str) -> Organization:
        """Return the body of this code or name that works today. Raises ValueError that says why there is none."""
        body = self.column.clean(words, day=self.today)
        if body.closed_on and body.closed_on <= self.today:
            raise ValueError(_("Cơ quan này đã kết thúc hoạt động. Ghi cơ quan kế thừa."))
        return body

    def name_or_words(self, words: str) -> str:
        """Return the body's name; what was written where it isn't found."""
        try:
            return self.name_of(self.body_of(words))
        except ValueError:
            return words

    @cached_property
    def _bodies(self) -> list[Organization]:
        return list({name.pk: name for name in self._found()}.values())

    def _found(self) -> Iterable[Organization]:
        yield from self.column.by_code.values()
        yield from (name.organization for names in self.column.by_name.values() for name in names)

    @cached_property
    def _names(self) -> BodyNames:
        return BodyNames(self._bodies)

    def name_of(self, body: Organization) -> str:
        return self._names.at(body.pk, self.today)

    @cached_property
    def used(self) -> set[str]:
        """Return the sign-in names of all accounts, in small letters."""
        return set(User.objects.order_by().values_list(Lower("username"), flat=True))

    def is_used(self, username: str) -> bool:
        return username.lower() in self.used

    @cached_property
    def people(self) -> dict[tuple[int, str], list[Person]]:
        """Return the people of the bodies by body and name, with their accounts."""
        found = defaultdict(list)
        rows = Person.objects.filter(organization__in=[body.pk for body in self._bodies])
        for person in rows.prefetch_related("accounts"):
            found[person.organization_id, person.name_key].append(person)
        return found

    def key_of(self, body: Organization | None, full_name: str) -> tuple[int, str]:
        return (body.pk if body else 0, match_key(full_name))

    def why_not(self, body: Organization, full_name: str) -> list[str]:
        """Return why the person of this name in the body gets no account: there is one already."""
        people = self.people.get(self.key_of(body, full_name), [])
        used = [account.username for person in people for account in person.accounts.all() if account.is_active]
        return [_("Người này đã có tài khoản %s.") % ", ".join(used)] if used else []

    def person_of(self, new: NewAccount) -> Person | None:
        """Return the person of the register who is meant; None where there is none, or more than one."""
        people = self.people.get(self.key_of(new.body, new.full_name), []) if new.full_name else []
        return people[0] if len(people) == 1 else None
