"""Opens the accounts of many officers in one transaction, with a number of queries that doesn't grow with theirs."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handover.lines import NewAccount, Register
from accounts.people.models import Membership, Person, User
from accounts.people.states import UNNAMED, Role
from ground.text import given_name_key, match_key
from workflow.history.acts import begun_with
from workflow.history.notices import columns_of, notice_words
from workflow.history.states import CREATED
from workflow.models import Event, Notice
from workflow.records.refusals import StepRefused

KIND = "accounts.many"
BATCH = 500


@transaction.atomic
def open_accounts(new: list[NewAccount], actor: User, today: date) -> list[User]:
    """Store an account with the role of an officer for each line, and its person where the register has none. Nobody
    can sign in to them before slips are printed. Raises StepRefused for names and people that have come in meanwhile.
    """
    register = Register(actor, [each.body.short_code for each in new], today)
    _refuse_late(new, register)
    prefetch_related_objects([each.body for each in new], "names")  # which the events quote
    people = [register.person_of(each) or _person(each) for each in new]
    _store([person for person in people if person.pk is None], actor)
    accounts = [_account(each, person) for each, person in zip(new, people, strict=True)]
    _store(accounts, actor)
    roles = [
        Membership(user=account, organization=each.body, role=Role.OFFICER, starts_on=today)
        for each, account in zip(new, accounts, strict=True)
    ]
    _store(roles, actor)
    _notify(actor, len(accounts), {each.body.pk for each in new}, today)
    return accounts


def _refuse_late(new, register) -> None:
    reasons = [
        _("Tên đăng nhập %s vừa có người dùng.") % each.username for each in new if register.is_used(each.username)
    ]
    for each in new:
        reasons += register.why_not(each.body, each.full_name) if each.full_name else []
    if reasons:
        raise StepRefused(reasons)


def _person(new: NewAccount) -> Person:
    """Return the unsaved person, with the columns that `save` would compute."""
    name = new.full_name or UNNAMED
    person = Person(full_name=name, position=new.position, phone=new.phone, organization=new.body)
    person.sort_key, person.name_key = given_name_key(name), match_key(name)
    person.search_text = person.folded_words()
    return person


def _account(new: NewAccount, person: Person) -> User:
    account = User(username=new.username, person=person, email=new.email, password=make_password(None))
    account.search_text = account.folded_words()
    return account


def _store(rows: list[Any], actor: User) -> None:
    """Insert the rows of one model, each with its event."""
    if not rows:
        return
    type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
    kind = ContentType.objects.get_for_model(rows[0])
    Event.objects.bulk_create([_created(row, kind, actor) for row in rows], batch_size=BATCH)


def _created(row: Model, kind: ContentType, actor: User) -> Event:
    return Event(act=CREATED, actor=actor, content_type=kind, object_id=row.pk, changes=begun_with(row))


def _notify(actor: User, n: int, bodies: set[int], today: date) -> None:
    """Tell the others who watch over accounts, once for all."""
    columns = columns_of(KIND, who=actor.get_full_name()[:80], n=n)
    path = f"{reverse('account_list')}?state=never"
    others = User.objects.overseers(bodies, today).exclude(person=actor.person_id)
    Notice.objects.bulk_create([Notice(recipient=each, path=path, **columns) for each in others])


@notice_words(KIND)
def many_words(facts: dict[str, Any]) -> str:
    words = ngettext(
        "%(who)s đã lập %(n)d tài khoản cán bộ đơn vị.", "%(who)s đã lập %(n)d tài khoản cán bộ đơn vị.", facts["n"]
    )
    return words % facts
