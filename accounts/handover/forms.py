"""The lines of many new accounts, one form each: whatever they come from, they are looked through and sent as one."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.handover.lines import NewAccount, Register
from accounts.handover.names import SignInNames
from accounts.organizations.models import Organization
from accounts.people.models import User
from ground.file_fields import size_attrs
from workflow.fields import PlainText

MOST_LINES = 300  # of one act
COUNT, RECEIPT = "count", "receipt"
TEXTS = ("full_name", "position", "phone", "email", "username")  # of a line, after its body


class SourceForm(forms.Form):
    """Where the lines come from: ticked bodies, a pasted list, a file."""

    pasted = PlainText(label=_("Dán danh sách"), required=False, max_length=100_000, widget=forms.Textarea)
    file = forms.FileField(
        label=_("Tệp .xlsx hoặc .csv"), required=False, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= size_attrs(gettext("Chia thành nhiều tệp."))


class LineForm(forms.Form):
    """One new account; `body` is a short code or a name, resolved for all lines at once (Register)."""

    body = PlainText(label=_("Cơ quan"), max_length=250, error_messages={"required": _("Ghi tên hoặc mã cơ quan.")})
    full_name = PlainText(label=_("Họ và tên"), max_length=120, required=False)
    position = PlainText(label=_("Chức vụ"), max_length=200, required=False)
    phone = PlainText(label=_("Điện thoại"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("Thư điện tử"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Ghi địa chỉ thư đúng, ví dụ lan@xa.vn, hoặc để trống.")},
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        validators=User._meta.get_field("username").validators[:1],
        error_messages={"required": _("Ghi tên đăng nhập.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    is_left_out = forms.BooleanField(label=_("Bỏ dòng này"), required=False)

    found: Organization | None = None
    body_name = ""

    def resolve(self, register: Register) -> None:
        """Find the body of the line, or say why there is none."""
        words = self.data.get(self.add_prefix("body"), "").strip()
        try:
            self.found = register.body_of(words) if words else None
        except ValueError as refused:
            self.add_error("body", str(refused))
        if self.found:
            self.body_name = register.name_of(self.found)

    @property
    def is_taken(self) -> bool:
        """Tell whether the line isn't left out, also where something in it is wrong."""
        return not self.data.get(self.add_prefix("is_left_out"))

    @property
    def texts(self) -> list[forms.BoundField]:
        """Return the fields that the table shows after the body."""
        return [self[name] for name in TEXTS]

    @property
    def doubtful_fields(self) -> set[str]:
        return set()

    @property
    def account(self) -> NewAccount:
        """Return what the valid line says."""
        return NewAccount(body=self.found, **{name: self.cleaned_data[name] for name in TEXTS})


class LinesForm(forms.Form):
    """All lines together; valid where each is, and where no two take one name."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_LINES)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    @cached_property
    def register(self) -> Register:
        words = [self.data.get(f"line-{n}-body", "").strip() for n in range(self._n)]
        return Register(self.user, words, timezone.localdate())

    @property
    def _n(self) -> int:
        text = self.data.get(COUNT, "")
        return min(int(text), MOST_LINES) if text.isdecimal() and len(text) < 6 else 0

    @cached_property
    def lines(self) -> list[LineForm]:
        lines = [LineForm(self.data, prefix=f"line-{n}") for n in range(self._n)]
        for line in lines:
            line.full_clean()
            line.resolve(self.register)
        self._refuse_clashes([line for line in lines if line.is_taken])
        return lines

    @property
    def taken(self) -> list[LineForm]:
        """Return the lines that aren't left out."""
        return [line for line in self.lines if line.is_taken]

    @property
    def wrong_lines(self) -> list[tuple[int, LineForm]]:
        """Return number and line of those with something to correct."""
        return [(n, line) for n, line in enumerate(self.lines, start=1) if line.is_taken and line.errors]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.taken and not self.errors:
            raise ValidationError(gettext("Không còn dòng nào để lập tài khoản."))
        if self.wrong_lines:
            raise ValidationError(gettext("Sửa những ô ghi dưới đây, hoặc bỏ dòng; chưa lập tài khoản nào."))
        return cleaned

    def accounts(self) -> list[NewAccount]:
        return [line.account for line in self.taken]

    def _refuse_clashes(self, lines: list[LineForm]) -> None:
        names = Counter(line.cleaned_data.get("username", "").lower() for line in lines)
        people = Counter(self.register.key_of(line.found, line.cleaned_data.get("full_name", "")) for line in lines)
        for line in lines:
            username, full_name = line.cleaned_data.get("username", ""), line.cleaned_data.get("full_name", "")
            if username and names[username.lower()] > 1:
                line.add_error("username", gettext("Hai dòng cùng tên đăng nhập này. Đổi một dòng."))
            elif self.register.is_used(username):
                line.add_error("username", gettext("Tên đăng nhập này đã có người dùng."))
            if full_name and line.found:
                if people[self.register.key_of(line.found, full_name)] > 1:
                    line.add_error("full_name", gettext("Người này đứng hai lần trong danh sách."))
                for why in self.register.why_not(line.found, full_name):
                    line.add_error("full_name", why)


def form_of_lines(user: User, lines: Iterable[dict[str, str]], today: date) -> LinesForm:
    """Return the form filled with these lines, {field: text}; those without a sign-in name get one by the rule."""
    lines = list(lines)[:MOST_LINES]
    register = Register(user, [line.get("body", "") for line in lines], today)
    names = SignInNames([*register.used, *(line["username"] for line in lines if line.get("username"))])
    data = {COUNT: str(len(lines)), RECEIPT: str(uuid4())}
    for n, line in enumerate(lines):
        body = register.name_or_words(line.get("body", ""))
        named = {**line, "username": line.get("username") or names.propose(line.get("full_name", ""), body)}
        data |= {f"line-{n}-{name}": text for name, text in named.items()}
    return LinesForm(data, user=user)
