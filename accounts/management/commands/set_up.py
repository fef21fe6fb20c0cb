"""set_up: from an empty database to a portal in which the first administrator can sign in."""

import secrets
import sys
from collections.abc import Callable
from datetime import date
from getpass import getpass
from typing import Any, NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.organizations.committees import inspecting_body
from accounts.organizations.models import Organization, OrganizationName
from accounts.people.acts import (
    FirstAccount,
    Refused,
    former_provinces_called,
    merged_into,
    provinces_called,
    provinces_like,
    refuse_unless_empty,
    set_up,
)
from accounts.people.models import Person, User
from ground.text import fold, short_date
from localities.models import LocalitySpell

TRACKS = {"party": Organization.System.PARTY, "state": Organization.System.STATE}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that are easily confused on paper
BODY_WORDS = {"symbol": "symbol", "seat": "place_name", "signer_title": "signer_title"}  # answer → column


class Unclear(Exception):
    """Raised for an unusable answer; the argument says why."""


class Question(NamedTuple):
    name: str  # of the option and of the answer
    words: str
    default: Callable[[dict], str] | None = None  # from the answers so far; None: it has to be answered
    read: Callable[[str, dict], object] = lambda text, answers: text  # raises Unclear

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")


def proposed(answers: dict) -> OrganizationName:
    return inspecting_body(answers["track"], answers["province"], answers.get("body_name", ""))


def read_province(text: str, answers: dict) -> LocalitySpell:
    found = provinces_called(text, answers["today"])
    if len(found) == 1:
        return found[0]
    former = former_provinces_called(text, answers["today"])
    if former and not found:
        raise Unclear("\n".join(describe_merger(old, new) for old, new in former))
    found = found or provinces_like(text, answers["today"])
    if not found:
        raise Unclear(_("Không có tỉnh, thành phố nào là “%s” vào ngày này.") % text)
    choices = "\n".join(f"  {spell.official_code}  {spell.name}" for spell in found)
    raise Unclear(_("“%(text)s” có thể là:\n%(choices)s\nHãy ghi mã.") % {"text": text, "choices": choices})


def describe_merger(old: LocalitySpell, new: LocalitySpell) -> str:
    words = {"old": old.name, "new": new.name, "day": short_date(old.ends_on), "code": new.official_code}
    words_for_it = _("%(old)s đã nhập vào %(new)s từ ngày %(day)s. Nếu lập cổng cho %(new)s, hãy ghi mã %(code)s.")
    return words_for_it % words


def read_track(text: str, answers: dict) -> Organization.System:
    """Return the track named by the option's word or by the Vietnamese word typed at the terminal; raise Unclear for
    others.
    """
    said = {
        fold(word): track for word, track in [*TRACKS.items(), *((track.label, track) for track in TRACKS.values())]
    }
    if fold(text) not in said:
        raise Unclear(_("Hãy ghi party (Đảng) hoặc state (Nhà nước)."))
    return said[fold(text)]


QUESTIONS = [
    Question("province", gettext_lazy("Tỉnh, thành phố nào (mã hoặc tên, không cần dấu)"), read=read_province),
    Question(
        "track",
        gettext_lazy("Cơ quan kiểm tra là ban của cấp ủy (party) hay là UBND (state)"),
        lambda answers: "party",
        read_track,
    ),
    Question("body_name", gettext_lazy("Tên cơ quan kiểm tra, như in trên văn bản"), lambda a: proposed(a).name),
    Question("symbol", gettext_lazy("Ký hiệu cơ quan trên văn bản"), lambda a: proposed(a).symbol),
    Question("seat", gettext_lazy("Địa danh trên văn bản"), lambda a: proposed(a).place_name),
    Question("signer", gettext_lazy("Họ và tên người ký (có thể bỏ trống)"), lambda a: ""),
    Question("signer_title", gettext_lazy("Chức vụ người ký"), lambda a: proposed(a).signer_title),
    Question("administrator_name", gettext_lazy("Họ và tên người quản trị hệ thống đầu tiên")),
    Question("administrator", gettext_lazy("Tên đăng nhập của người quản trị")),
]
YES = {"co", "c", "yes", "y"}  # folded
NEVER_GUESSED = {"track"}  # offered as a default at the terminal, but required as an option


def body_of(answers: dict) -> OrganizationName:
    """Return the inspecting body with the answers as its words."""
    body = proposed(answers)
    for answer, column in BODY_WORDS.items():
        setattr(body, column, answers[answer])
    return body


def summary(answers: dict) -> list[tuple[str, str]]:
    """Return label and value of each line that is shown before anything is written."""
    former = ", ".join(merged_into(answers["province"], answers["today"]))
    province = f"{answers['province'].name} ({answers['province'].official_code})"
    lines = [
        (_("Tỉnh, thành phố"), province),
        (_("Gồm các tỉnh, thành phố cũ"), former),
        (_("Cơ quan kiểm tra"), body_of(answers).full_name),
        (_("Ký hiệu cơ quan trên văn bản"), answers["symbol"]),
        (_("Địa danh trên văn bản"), answers["seat"]),
        (_("Người ký"), f"{answers['signer']}, {answers['signer_title']}".removeprefix(", ")),
        (_("Người quản trị"), f"{answers['administrator_name']} ({answers['administrator']})"),
    ]
    return [line for line in lines if line[1]]


def generated_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(4))


class Command(BaseCommand):
    help = _("Lập cổng trên cơ sở dữ liệu trống: tỉnh, cơ quan kiểm tra, người quản trị đầu tiên.")

    def add_arguments(self, parser: CommandParser) -> None:
        for question in QUESTIONS:
            parser.add_argument(
                question.option, help=str(question.words), choices=TRACKS if question.name == "track" else None
            )
        password = parser.add_mutually_exclusive_group()
        password.add_argument(
            "--password", help=_("mật khẩu cho lần đăng nhập đầu tiên; người khác trên máy có thể thấy")
        )
        password.add_argument("--generate-password", action="store_true", help=_("tự tạo mật khẩu ấy và in ra một lần"))
        parser.add_argument("--today", type=date.fromisoformat, help=_("lập như vào ngày này (YYYY-MM-DD)"))

    def handle(self, **options) -> None:
        answers = {"today": options["today"] or timezone.localdate()}
        try:
            refuse_unless_empty()
            self.refuse_missing(options)
            self.load_places()
            for question in QUESTIONS:
                answers[question.name] = self.answer(question, options[question.name], answers)
            account = self.account(options, answers)
            if self.may_ask:
                self.confirm(answers)
            self.make(answers, account)
        except (Refused, Unclear) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as faults:
            raise CommandError("\n".join([_("Không lập gì:"), *faults.messages])) from faults
        except (EOFError, KeyboardInterrupt) as stop:
            raise CommandError(_("Đã dừng, chưa lập gì.")) from stop
        if options["generate_password"]:
            self.stdout.write(_("Mật khẩu cho lần đăng nhập đầu tiên: %s") % account.password)

    @property
    def may_ask(self) -> bool:
        return sys.stdin.isatty()

    def refuse_missing(self, options: dict) -> None:
        if self.may_ask:
            return
        needed = [question for question in QUESTIONS if question.default is None or question.name in NEVER_GUESSED]
        missing = [question.option for question in needed if not options[question.name]]
        if not (options["password"] or options["generate_password"]):
            missing.append(_("--password hoặc --generate-password"))
        if missing:
            refusal = _("Thiếu: %s. Chạy ở cửa sổ dòng lệnh thì được hỏi từng mục.")
            raise CommandError(refusal % ", ".join(missing))

    def load_places(self) -> None:
        """Load the country's places where none are; they stay when the set-up is refused, being the same for every
        province.
        """
        if not LocalitySpell.objects.exists():
            call_command("import_localities", stdout=self.stdout, stderr=self.stderr)

    def answer(self, question: Question, option: str | None, answers: dict) -> object:
        if option is not None:
            return question.read(option, answers)
        default = question.default and question.default(answers)
        if not self.may_ask:
            return question.read(default, answers)
        return self.until_clear(lambda: question.read(self.ask(question.words, default), answers))

    def ask(self, words: str, default: str | None) -> str:
        typed = input(f"{words} [{default}]: " if default else f"{words}: ").strip()
        if not typed and default is None:
            raise Unclear(_("Mục này phải ghi."))
        return typed or default

    def until_clear(self, read: Callable[[], Any]) -> Any:
        while True:
            try:
                return read()
            except Unclear as unclear:
                self.stdout.write(str(unclear))

    def account(self, options: dict, answers: dict) -> FirstAccount:
        """Return the first account; a password that was generated or given as an option must be changed at the first
        sign-in.
        """
        preset = generated_password() if options["generate_password"] else options["password"]
        password = preset or self.until_clear(lambda: self.ask_password(answers))
        return FirstAccount(answers["administrator"], answers["administrator_name"], password, bool(preset))

    def ask_password(self, answers: dict) -> str:
        password = getpass(_("Mật khẩu của người quản trị (không hiện khi gõ): "))
        try:
            person = Person(full_name=answers["administrator_name"])
            validate_password(password, User(username=answers["administrator"], person=person))
        except ValidationError as faults:
            raise Unclear("\n".join(faults.messages)) from faults
        if getpass(_("Gõ lại mật khẩu: ")) != password:
            raise Unclear(_("Hai lần gõ không giống nhau."))
        return password

    def confirm(self, answers: dict) -> None:
        """Show what would be created; nothing is, unless the answer is yes."""
        self.stdout.write("\n" + _("Sẽ lập cổng như sau:"))
        for label, value in summary(answers):
            self.stdout.write(f"  {label}: {value}")
        if fold(input(_("Lập cổng như trên? Ghi “có” hoặc “không”: ")).strip()) not in YES:
            raise CommandError(_("Đã dừng, chưa lập gì."))

    def make(self, answers: dict, account: FirstAccount) -> None:
        body = body_of(answers)
        made = set_up(answers["province"], body, answers["signer"], account, answers["today"]).subject
        params = {"body": made, "n": Organization.objects.count(), "login": account.username}
        self.stdout.write(_("Đã lập cổng cho %(body)s: %(n)d cơ quan, người quản trị đăng nhập là %(login)s.") % params)
        self.stdout.write(
            _("Đăng nhập, mở menu Quản trị › Tài khoản (/accounts/): lập tài khoản và giao vai trò cho từng người.")
        )
