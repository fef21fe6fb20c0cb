"""Import and export of bodies, people and accounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization, OrganizationName
from accounts.organizations.querysets import FOREVER
from accounts.organizations.resources import Body
from accounts.people.account_files import Administrators, Telephone, no_administrator_left, other_owners
from accounts.people.checks import NAMED, self_assigned_role, self_served_account
from accounts.people.models import Membership, Person, User
from accounts.people.states import Role
from ground.sheets.typed import digits_without_zeros
from ground.text import given_name_key, match_key, spoken_key
from localities.places.resources import Place, code_at
from localities.places.states import BEFORE_RECORDS, RECORDS_BEGIN
from workflow.records.models import Record
from workflow.registers.columns import (
    Choice,
    Code,
    Column,
    Day,
    Identifier,
    LastDay,
    Plain,
    ReadOnly,
    Text,
    YesNo,
    key_text,
    quoted,
)
from workflow.registers.imports import BATCH
from workflow.registers.resources import Register
from workflow.registers.roles import ADMINISTRATOR, BOARD
from workflow.registers.rows import ROW, Draft, Part, Row, comparable

READERS, KEEPERS = frozenset({ADMINISTRATOR, BOARD}), frozenset({ADMINISTRATOR})


class Somebody(Plain):
    """A person of the register: "Nguyễn Văn An", with the body's code where several people have that name."""

    def __init__(self) -> None:
        self.found = {}

    def prepare(self, cells: Iterable, user: User) -> None:
        keys = {spoken_key(key_text(cell)) for cell in cells}
        names = {word.partition(" (")[0] for word in keys} | keys
        people = Person.objects.visible_to(user)
        register = people.order_by().values_list("pk", "full_name").iterator() if keys else []
        meant = [pk for pk, full_name in register if spoken_key(full_name) in names]
        self.found = defaultdict(list)
        for person in people.filter(pk__in=meant).select_related("organization"):
            for word in {spoken_key(person.full_name), spoken_key(self.render(person))}:
                self.found[word].append(person)

    def clean(self, value: object, row: Row | None = None, **kwargs) -> Person:
        word = key_text(value)
        alike = self.found.get(spoken_key(word), [])
        people = [person for person in alike if word in (person.full_name, self.render(person))] or alike
        if not people:
            raise ValueError(_("Không có “%s” trong danh bạ cán bộ.") % quoted(value))
        if len(people) > 1:
            words = ", ".join(sorted(self.render(person) for person in people)[:5])
            params = {"value": quoted(value), "words": words}
            raise ValueError(_("Có nhiều người tên “%(value)s”. Ghi kèm mã cơ quan: %(words)s.") % params)
        return people[0]

    def render(self, value: Person, **kwargs) -> str:
        return f"{value.full_name} ({value.organization.short_code})" if value.organization_id else value.full_name

    def describe(self, value: Person | None) -> str:
        return "" if value is None else value.full_name


@dataclass(frozen=True)
class PlaceDay:
    """The day as at which the body's place is written."""

    day: date | None


@dataclass(frozen=True)
class NameLine:
    """A body with one of its names, None without any."""

    organization: Organization
    name: OrganizationName | None
    at: PlaceDay


class Organizations(Register):
    """A row is one name of a body for a period; the body's own columns are repeated in each of its rows."""

    slug, title = "organizations", _("Cơ quan")
    model = Organization
    related = ("parent", "locality")
    prefetch = ("names__signer__organization", "locality__spells")
    viewers, changers = READERS, KEEPERS
    parts = (
        Part("organization", Organization, ("short_code",), "short_code", related=("parent", "locality")),
        Part(
            "name", OrganizationName, ("organization", "starts_on"), "organization",
            links={"organization": "organization"}, is_one_row=True, related=("signer",),
        ),
    )  # fmt: skip

    short_code = Column(
        "organization__short_code", _("Mã ngắn"), Code(30), is_required=True,
        note=_("Chữ không dấu, số, gạch nối; mỗi cơ quan một mã, không đổi."), sample="vi-du",
    )  # fmt: skip
    system = Column(
        "organization__system", _("Hệ thống"), Choice(Organization.System.choices), is_required=True,
        sample=_("Nhà nước"),
    )  # fmt: skip
    kind = Column(
        "organization__kind", _("Loại cơ quan"), Choice(Organization.Kind.choices), is_required=True,
        sample=_("sở, ngành, phòng"),
    )  # fmt: skip
    locality_day = Column(
        "at__day", _("Địa bàn tính tại ngày"), Day(),
        note=_("Ngày để hiểu mã, tên địa bàn; bỏ trống: hôm nay."), sample="01/07/2025",
    )  # fmt: skip
    locality = Column(
        "organization__locality", _("Địa bàn (mã)"), Place(),
        note=_("Mã hoặc tên; nhiều nơi trùng tên thì ghi mã."), sample="80",
    )  # fmt: skip
    parent = Column(
        "organization__parent", _("Cơ quan cấp trên (mã)"), Body(),
        note=_("Mã ngắn hoặc tên đầy đủ; có thể là cơ quan ở dòng khác của tệp."),
    )  # fmt: skip
    closed_on = Column("organization__closed_on", _("Kết thúc hoạt động từ ngày"), Day())
    full_name = Column("name__full_name", _("Tên đầy đủ"), Text(250), is_required=True, sample=_("Sở Ví dụ tỉnh Ví Dụ"))
    name = Column("name__name", _("Tên trên văn bản"), Text(200), is_required=True, sample=_("Sở Ví dụ"))
    symbol = Column("name__symbol", _("Ký hiệu"), Text(30), sample="SVD")
    superior = Column(
        "name__superior", _("Cơ quan cấp trên (ghi trên văn bản)"), Text(200), former="Cơ quan cấp trên trên văn bản"
    )
    place_name = Column("name__place_name", _("Địa danh trên văn bản"), Text(100), sample=_("Ví Dụ"))
    signer_title = Column("name__signer_title", _("Chức vụ người ký"), Text(100), sample=_("Giám đốc"))
    signer = Column(
        "name__signer", _("Người ký"), Somebody(),
        note=_("Người đã có trong danh bạ; bỏ trống rồi bổ sung sau khi nhập danh bạ cũng được."),
    )  # fmt: skip
    starts_on = Column(
        "name__starts_on", _("Tên có từ ngày"), Day(), empty=BEFORE_RECORDS,
        note=_("Để trống ô: tên có từ đầu."),
    )  # fmt: skip
    ends_on = Column(
        "name__ends_on", _("Tên dùng đến hết ngày"), LastDay(), empty=FOREVER,
        note=_("Bỏ trống: còn dùng."),
    )  # fmt: skip

    # --- Out ---------------------------------------------------------------------------------------------------
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("short_code")

    def rows_of(self, body: Organization) -> list[NameLine]:
        day = self._day_of_place(body.locality)
        if body.locality is not None:
            body.locality.code_then = code_at(body.locality, day)
        names = sorted(body.names.all(), key=lambda name: name.starts_on)
        return [NameLine(body, name, PlaceDay(day)) for name in names or [None]]

    def _day_of_place(self, place):
        """Return a day on which the place existed: the first of its last spell."""
        if place is None:
            return None
        return max(RECORDS_BEGIN, *(spell.valid_from for spell in place.spells.all()))

    # --- In ----------------------------------------------------------------------------------------------------
    def day_of(self, row: Row) -> date:
        return row.get("at__day") or timezone.localdate()

    def prepare(self, lines: list[dict]) -> None:
        """Collect the bodies of the file first, because a body's superior may come with the same file."""
        column, above = self.columns["organization__short_code"], self.columns["organization__parent"].widget
        self.coming = {}
        for line in lines:
            code = "" if digits_without_zeros(line.get(column)) else key_text(line.get(column) or "")
            if code and code not in above.by_code:
                self.coming[code] = self.coming.get(code) or Organization(short_code=code)
        stored = Organization.objects.in_bulk(list(self.coming), field_name="short_code")
        above.by_code |= {**self.coming, **stored}
        self.above = dict(Organization.objects.values_list("pk", "parent"))

    @cached_property
    def parents_in_file(self) -> dict[int, int | None]:
        """Return {stored body of the file: its parent according to the file}."""
        drafts = self.drafts_of(self.parts[0])
        return {draft.record.pk: draft.record.parent_id for draft in drafts if not draft.is_new}

    def begin(self, part: Part, row: Row) -> Organization | OrganizationName:
        code = row.get("organization__short_code")
        return self.coming.get(code) or Organization() if part.name == "organization" else OrganizationName()

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        organization, name = (row.drafts.get(part.name) for part in self.parts)
        if organization and self._is_under_itself(organization.record):
            yield "organization__parent", _("Cơ quan không thể là cấp trên của chính nó.")
        if name and not row.faults and name.record.starts_on >= name.record.ends_on:
            yield "name__ends_on", _("Tên phải kết thúc sau khi bắt đầu.")

    def _is_under_itself(self, body) -> bool:
        """Tell whether the body is above itself, by the superiors in the file, or else the stored ones."""
        above, seen = body.parent_id, set()
        while above and above not in seen:
            if above == body.pk:
                return True
            seen.add(above)
            above = self.parents_in_file.get(above, self.above.get(above))
        return body.parent is body

    def derive(self, record: Record) -> dict:
        """Return the search columns of a new body; its names are all in the file. {} for other records."""
        is_new_body = isinstance(record, Organization) and record.pk is None
        return record.found_by(self.names_coming[id(record)]) if is_new_body else {}

    @cached_property
    def names_coming(self) -> dict[int, list[OrganizationName]]:
        """Return {id() of a body: its names in the file}."""
        names = defaultdict(list)
        for row in self.rows:
            names[id(row.drafts["organization"].record)].append(row.drafts["name"].record)
        return names

    def write(self) -> None:
        super().write()
        stored = {draft.record.pk for draft in self.drafts_of(self.parts[0]) if not draft.is_new}
        rows = list(Organization.objects.filter(pk__in=stored).prefetch_related("names"))
        for body in rows:
            body.search_text, body.sort_key = body.found_by(body.names.all()).values()
        Organization.objects.bulk_update(rows, ["search_text", "sort_key"], batch_size=BATCH)


def _may_share_body(one: Person, other: Person) -> bool:
    bodies = {comparable(each.organization) for each in (one, other)}
    return len(bodies) == 1 or None in bodies


class People(Register):
    slug, title = "people", _("Danh bạ cán bộ")
    model = Person
    related = ("organization",)
    viewers, changers = READERS, KEEPERS
    parts = (
        Part(
            "person",
            Person,
            ("full_name", "organization"),
            "full_name",
            matched_by=("position",),
            is_one_row=True,
            related=("organization",),
        ),
    )

    full_name = Column("person__full_name", _("Họ và tên"), Text(120), is_required=True, sample=_("Nguyễn Thị Ví Dụ"))
    position = Column("person__position", _("Chức vụ"), Text(200), sample=_("Chuyên viên"))
    phone = Column(
        "person__phone", _("Điện thoại"), Telephone(40), note=_("Cán bộ không có thư điện tử thì gọi số này.")
    )
    organization = Column(
        "person__organization", _("Cơ quan công tác (mã)"), Body(),
        note=_("Mã ngắn hoặc tên đầy đủ. Cùng tên, cùng cơ quan là một người, trừ khi chức vụ khác."),
        sample="vi-du",
    )  # fmt: skip

    def derive(self, person: Person) -> dict:
        keys = {"sort_key": given_name_key(person.full_name), "name_key": match_key(person.full_name)}
        return {**super().derive(person), **keys}

    def find_doubts(self) -> list[str]:
        """Return for each new person who of the register, or of the file, may be the same."""
        people = [(row.number, row.drafts["person"]) for row in self.rows if "person" in row.drafts and not row.faults]
        named = defaultdict(list)
        for number, draft in people:
            where = "" if not draft.is_new else _("dòng %d") % number
            named[match_key(draft.record.full_name)].append((draft.record, where))
        keys = {match_key(draft.record.full_name) for _number, draft in people if draft.is_new}
        stored = {draft.record.pk for _number, draft in people if not draft.is_new}
        others = Person.objects.filter(name_key__in=keys).exclude(pk__in=stored).select_related("organization")
        for person in others.prefetch_related("organization__names"):
            named[person.name_key].append((person, ""))
        return [doubt for number, draft in people if draft.is_new for doubt in self._doubts_of(number, draft, named)]

    def _doubts_of(self, number, draft, named) -> list[str]:
        person, today = draft.record, timezone.localdate()
        same = [
            f"{other.with_work(today)}{f', {where}' if where else ''}"
            for other, where in named[match_key(person.full_name)]
            if other is not person and _may_share_body(person, other)
        ]
        words = {"row": number, "name": person.full_name, "same": "; ".join(same[:NAMED])}
        return [_("Dòng %(row)d: “%(name)s” có thể là %(same)s.") % words] if same else []


@dataclass(frozen=True)
class MembershipLine:
    """An account with one of its memberships, None without any."""

    user: User
    membership: Membership | None


class Users(Register):
    """A row is an account with one of its roles. Passwords are neither exported nor imported: the administrator sets
    one.
    """

    slug, title = "users", _("Tài khoản")
    model = User
    related = ("person__organization",)
    prefetch = ("memberships__organization",)
    viewers = changers = KEEPERS
    parts = (
        Part("user", User, ("username",), "username", related=("person",)),
        Part(
            "membership", Membership, ("user", "organization", "role", "starts_on"), "user", links={"user": "user"},
            is_optional=True, is_one_row=True,
        ),
    )  # fmt: skip

    username = Column(
        "user__username", _("Tên đăng nhập"), Identifier(60), is_required=True,
        note=_("Tài khoản mới chưa đăng nhập được: quản trị cấp mật khẩu đầu tiên ở trang Tài khoản."),
        sample="vidu",
    )  # fmt: skip
    person = Column(
        "user__person", _("Người"), Somebody(), is_required=True,
        note=_("Họ tên trong danh bạ; trùng tên thì kèm mã cơ quan: Nguyễn Văn An (snv-vi-du)."),
        sample=_("Nguyễn Thị Ví Dụ (vi-du)"),
    )  # fmt: skip
    email = Column("user__email", _("Thư điện tử"), Text(254), sample="vidu@example.vn")
    is_active = Column("user__is_active", _("Đang dùng"), YesNo(), sample=_("có"))
    role = Column("membership__role", _("Vai trò"), Choice(Role.choices), sample=_("chuyên viên cơ quan kiểm tra"))
    organization = Column("membership__organization", _("Cơ quan (mã)"), Body(), sample="vi-du")
    starts_on = Column("membership__starts_on", _("Vai trò từ ngày"), Day(), sample="01/01/2026")
    ends_on = Column(
        "membership__ends_on", _("Vai trò đến hết ngày"), LastDay(), empty=FOREVER,
        note=_("Bỏ trống: còn hiệu lực."),
    )  # fmt: skip
    must_change_password = ReadOnly("user__must_change_password", _("Phải đổi mật khẩu"))

    def rows_of(self, user: User) -> list[MembershipLine]:
        memberships = sorted(user.memberships.all(), key=lambda each: (each.starts_on, each.pk))
        return [MembershipLine(user, each) for each in memberships or [None]]

    # --- In ----------------------------------------------------------------------------------------------------
    def key_word(self, part: Part, name: str, value: Any) -> object:
        return value.lower() if name == "username" and value else value  # sign-in ignores upper and lower case

    def stored(self, part: Part, rows: list[Row]) -> Iterable[Model]:
        if part.name != "user":
            return super().stored(part, rows)
        names = {row.get("user__username").lower() for row in rows}
        found = User.objects.annotate(sign_in_name=Lower("username")).filter(sign_in_name__in=names)
        return self.locked(part, Q(pk__in=list(found.values_list("pk", flat=True))))

    def begin(self, part: Part, row: Row) -> User | Membership:
        return User(password=make_password(None)) if part.name == "user" else Membership()

    def refusal(self, draft: Draft, row: Row) -> str:
        """Return why the row is refused, by the same rules as the admin's forms; "" when it is not."""
        after, before = draft.record, draft.as_stored()
        if draft.part.name == "user":
            return " ".join(self_served_account(before, after, self.user))
        after.user = row.drafts["user"].record
        return " ".join(self_assigned_role(before, after, self.user))

    def find_doubts(self) -> list[str]:
        return other_owners(self.rows)

    @cached_property
    def rows_of_the_last_administrator(self) -> set[int]:
        return Administrators(self.rows, timezone.localdate()).rows_to_refuse()

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        if row.number in self.rows_of_the_last_administrator:
            yield ROW, no_administrator_left()
        if row.drafts.get("membership") is None:
            return
        for name in ("role", "organization", "starts_on"):
            if row.get(f"membership__{name}") is None and not row.faults:
                yield f"membership__{name}", _("Vai trò cần đủ vai trò, cơ quan và ngày bắt đầu.")
        starts_on, ends_on = row.get("membership__starts_on"), row.get("membership__ends_on")
        if starts_on and ends_on and starts_on >= ends_on:
            yield "membership__ends_on", _("Vai trò phải kết thúc sau khi bắt đầu.")
