import hashlib
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.pickers import OrganizationPick
from ground.text import nfc
from inspections.papers.models import OfficialPaper
from inspections.values.checks import value_messages
from inspections.values.models import MeasuredValue
from inspections.values.numbers import decimal_in, doubtful_numbers, figures_in, is_estimate, year_of
from inspections.values.periods import NO_TIME, NotATime, period_as_typed, period_in
from workflow.records.forms import RecordForm

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


# The fields in which a value of each type is typed, in their order.
TYPED = {
    "ratio": ["numerator", "denominator", "printed"],
    "percent": ["printed", "numerator", "denominator"],
    "yes_no": ["yes_no", "frequency_text", "printed"],
    "choice": ["choice", "printed"],
}
ABOUT = ["part", "time", "side", "source_paper", "source_page", "about_organization"]
WITH_NUMBERS = ("ratio", "percent", "count", "money", "score")
LARGEST, PLACES = Decimal(10) ** 14, 4  # what the columns hold
_ONE_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def with_subject(bodies, inspection):
    """Who writes for an inspection may name its subject, a body that delegates may not see otherwise."""
    return bodies.model.objects.filter(Q(pk__in=bodies.values("pk")) | Q(pk=inspection.subject_organization_id))


class NumberAsTyped(forms.CharField):
    """A count in a field of its own: the text stays as typed in `form.raw`, the figure is the cleaned value."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=24, **kwargs)


class ValueForm(RecordForm):
    """`units` and `day`: what denominators are held against; `earlier`: the value of the year before `year`, or None.

    Doubts are told in `warnings` and nothing is saved until a reason is given; `replaces` is the current value whose
    place a new one would take, which is such a doubt too.
    """

    numerator = NumberAsTyped(label=_("Tử số"))
    denominator = NumberAsTyped(label=_("Mẫu số"))
    yes_no = forms.TypedChoiceField(
        label=_("Có hay không"),
        choices=[("True", _("Có")), ("False", _("Không"))],
        coerce=lambda text: text == "True",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn Có hoặc Không.")},
    )
    time = forms.CharField(
        label=_("Kỳ hoặc thời điểm"),
        required=False,
        max_length=100,
        help_text=_("2019 · quý III/2019 · đến 9/2019 · 30/09/2019, hoặc chép lời văn bản: thời gian qua."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about_organization = OrganizationPick(label=_("Số liệu của"))
    reason = forms.CharField(label=_("Lý do vẫn ghi như vậy"), required=False, max_length=500)
    warned = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    class Meta:
        model = MeasuredValue
        fields = [
            "choice",
            "frequency_text",
            "printed",
            "part",
            "side",
            "source_paper",
            "source_page",
            "about_organization",
        ]

    def __init__(self, *args, units=None, day=None, earlier_of=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.units, self.day = self.instance.set_criterion, units or {}, day
        self.earlier_of = earlier_of or (lambda value: None)
        self.warnings, self.replaces = [], None
        self.typed = TYPED.get(self.asked.value_type, ["printed"])
        self._lay_out()
        self._begin_as_written()
        self._ask_what_dots_mean()

    # --- The fields of this criterion --------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        for name in {"numerator", "denominator", "yes_no", "choice", "frequency_text", "printed"} - set(self.typed):
            del self.fields[name]
        self._print()
        if "choice" in self.fields:
            choices = [(choice, choice) for choice in self.asked.choices]
            self.fields["choice"] = forms.ChoiceField(
                label=_("Mức"),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn một mức.")},
            )
        if self.asked.parts:
            choices = [(part, part) for part in self.asked.parts]
            self.fields["part"] = forms.ChoiceField(label=_("Số thành phần"), choices=choices)
        else:
            del self.fields["part"]
        papers = OfficialPaper.objects.visible_to(self.user).linked_to(self.instance.inspection)
        self.fields["source_paper"].queryset = papers
        self.fields["source_paper"].empty_label = gettext("Không nêu")
        about = self.fields["about_organization"]
        about.day, about.queryset = self.day, with_subject(about.queryset, self.instance.inspection)
        self.order_fields([*self.typed, *ABOUT, "reason", "warned", "revision", "receipt"])

    def _print(self) -> None:
        """What is printed is asked for, or follows from the other fields where it is left empty."""
        field, kind = self.fields["printed"], self.asked.value_type
        follows = {
            "ratio": _("Để trống thì cổng ghi theo hai ô trên, ví dụ 17/17."),
            "percent": _("Chép đúng từng chữ, ví dụ 91,40%. Chỉ gõ số thì cổng thêm dấu %."),
            "yes_no": _("Để trống thì cổng ghi theo ô trên."),
            "choice": _("Để trống thì cổng ghi đúng mức đã chọn."),
            "money": _("Chép đúng từng chữ, ví dụ trên 3 tỷ đồng; cổng tự hiểu nghìn, triệu, tỷ."),
        }
        field.required = kind not in ("ratio", "percent", "yes_no", "choice")
        field.help_text = follows.get(kind, _("Chép đúng từng chữ như văn bản."))
        field.error_messages["required"] = _("Ghi giá trị như văn bản.")
        field.widget.attrs["autocomplete"] = "off"

    def _begin_as_written(self) -> None:
        value = self.instance
        self.initial.setdefault("time", period_as_typed(value))
        if value.printed:
            self.initial["yes_no"] = str(value.yes_no)
            self.initial.update(self._counts_as_typed(value))
            if value.printed == self._derived(self.initial):
                self.initial["printed"] = ""

    @staticmethod
    def _counts_as_typed(value) -> dict:
        ratio = re.fullmatch(rf"({_ONE_NUMBER.pattern})/({_ONE_NUMBER.pattern})", value.printed)
        if ratio:
            return {"numerator": ratio[1], "denominator": ratio[2]}
        counts = {"numerator": value.numerator, "denominator": value.denominator}
        return {name: f"{n.normalize():f}".replace(".", ",") for name, n in counts.items() if n is not None}

    def _ask_what_dots_mean(self) -> None:
        """ "1.234" can mean two things: a question beside its field, settled by an answer for this very text."""
        for name in set(self.typed) & {"numerator", "denominator", "printed"}:
            text = nfc(self[name].value() or "").strip()
            doubtful = doubtful_numbers(text) if self.asked.value_type in WITH_NUMBERS else []
            if doubtful:
                self.fields[f"{name}_meant"] = self._question(text, doubtful[0], name)

    def _question(self, text: str, number: str, name: str) -> forms.ChoiceField:
        readings = [f"{decimal_in(number):f}", f"{decimal_in(number, dot_is_decimal=True):f}".replace(".", ",")]
        kept = getattr(self.instance, "number" if name == "printed" else name)
        if kept is not None:
            as_decimal = kept == decimal_in(number, dot_is_decimal=True)
            self.initial[f"{name}_meant"] = f"{'decimal' if as_decimal else 'thousands'} {text}"
        return forms.ChoiceField(
            label=gettext("“%s” là số nào?") % number,
            choices=[
                (f"thousands {text}", gettext("%s (dấu chấm ngăn hàng nghìn)") % readings[0]),
                (f"decimal {text}", gettext("%s (dấu chấm là dấu thập phân)") % readings[1]),
            ],
            widget=forms.RadioSelect,
            error_messages={
                "required": gettext("“%s” có thể là hai số. Chọn một; chưa ghi gì.") % number,
                "invalid_choice": gettext("“%s” có thể là hai số. Chọn một; chưa ghi gì.") % number,
            },
        )

    # --- What was typed ----------------------------------------------------------------------------------------------
    def clean_numerator(self):
        return self._number("numerator")

    def clean_denominator(self):
        number = self._number("denominator")
        if number == 0:
            raise ValidationError(gettext("Mẫu số phải khác 0."))
        return number

    def _number(self, name: str) -> Decimal | None:
        text = nfc(self.cleaned_data[name]).replace(" ", "")
        if not text:
            return None
        if not _ONE_NUMBER.fullmatch(text) or (figures_in(text).number is None):
            raise ValidationError(gettext("Không đọc được số này. Ghi như 1.250 hoặc 94,49."))
        try:
            return _held(decimal_in(text, self._dot_is_decimal(name)))
        except ArithmeticError as unreadable:
            raise ValidationError(gettext("Không đọc được số này. Ghi như 1.250 hoặc 94,49.")) from unreadable

    def _dot_is_decimal(self, name: str) -> bool:
        return (self[f"{name}_meant"].value() or "").startswith("decimal") if f"{name}_meant" in self.fields else False

    def clean_time(self):
        try:
            self.period = period_in(self.cleaned_data["time"])
        except NotATime as refused:
            raise ValidationError(str(refused)) from refused
        return self.cleaned_data["time"]

    def clean_source_page(self):
        return self.cleaned_data["source_page"].strip()

    def clean(self):
        cleaned = super().clean()
        if not set(self.errors) & {*self.typed, *(f"{name}_meant" for name in self.typed)}:
            self._complete(cleaned)
        return cleaned

    def _complete(self, cleaned: dict) -> None:
        """The print from the other fields where it was left empty, then the figures from the print."""
        printed = nfc(cleaned.get("printed") or "").strip()
        if self.asked.value_type == "percent" and re.fullmatch(_ONE_NUMBER, printed):
            printed += "%"
        cleaned["printed"] = printed or self._derived({**cleaned, **self._raw_counts()})
        if not cleaned["printed"]:
            return self._say_what_is_missing(cleaned)
        for name, number in self._figures(cleaned).items():
            setattr(self.instance, name, number)
        return None

    def _say_what_is_missing(self, cleaned: dict) -> None:
        if self.asked.value_type == "ratio" and (cleaned["numerator"] is None) != (cleaned["denominator"] is None):
            missing = "denominator" if cleaned["denominator"] is None else "numerator"
            return self.add_error(missing, gettext("Ghi nốt số này, hoặc chép cả giá trị vào ô “Như đã ghi”."))
        return self.add_error(self.typed[0], gettext("Chưa ghi giá trị."))

    def _raw_counts(self) -> dict:
        return {
            name: nfc(self[name].value() or "").replace(" ", "")
            for name in ("numerator", "denominator")
            if name in self.fields
        }

    def _derived(self, given: dict) -> str:
        """What is printed where nobody typed it: "17/17", "Có, “hàng tháng”", the choice."""
        kind = self.asked.value_type
        if kind in ("ratio", "percent"):
            counts = [given.get("numerator") or "", given.get("denominator") or ""]
            return "/".join(counts) if all(counts) else ""
        if kind == "yes_no":
            words = "Có" if given.get("yes_no") in (True, "True") else "Không"  # a paper's words, in its language
            frequency = (given.get("frequency_text") or "").strip("“”\"' ")
            return f"{words}, “{frequency}”" if frequency else words
        return given.get("choice", "") if kind == "choice" else ""

    def _figures(self, cleaned: dict) -> dict:
        kind, printed = self.asked.value_type, cleaned["printed"]
        columns = {"yes_no": cleaned.get("yes_no") if kind == "yes_no" else None, "is_estimate": False}
        if kind not in WITH_NUMBERS:
            return columns
        told = figures_in(printed, self.asked.unit, self._dot_is_decimal("printed"))
        try:
            numbers = {
                "numerator": _held(_first(cleaned.get("numerator"), told.numerator)),
                "denominator": _held(_first(cleaned.get("denominator"), told.denominator)) or None,
                "number": _held(None if kind == "ratio" and told.numerator is not None else told.number),
            }
        except ValidationError as refused:
            self.add_error("printed", refused)
            return columns
        return {**columns, **numbers, "is_estimate": is_estimate(printed)}

    # --- What it means -----------------------------------------------------------------------------------------------
    def _post_clean(self):
        for name, column in getattr(self, "period", NO_TIME).items():
            setattr(self.instance, name, column)
        super()._post_clean()
        if not self.errors:
            self._doubt()

    def _doubt(self) -> None:
        value = self.instance
        self.replaces = value.in_whose_place()
        if self.replaces and not value._state.adding:
            self.add_error(
                "time", gettext("Đã có số khác cho chỉ tiêu này, cùng bên ghi, cùng kỳ: “%s”.") % self.replaces
            )
            return
        earlier = self.earlier_of(value)
        messages = value_messages(
            value, self.units, min(value.as_of or value.period_end or self.day, self.day), earlier
        )
        self.warnings = [message.text for message in messages if message.kind == "warn"]
        if self.replaces:
            told = gettext(
                "Đã ghi “%s” cho chỉ tiêu này, cùng bên, cùng kỳ. Lưu thì số mới thay số ấy; số ấy còn trong lịch sử."
            )
            self.warnings.insert(0, told % self.replaces)
        self._confirmed()

    def _confirmed(self) -> None:
        """A reason counts for the doubts that were shown when it was given, for no others."""
        if not self.warnings:
            return
        seen = hashlib.sha256("\n".join(self.warnings).encode()).hexdigest()[:16]
        if self.cleaned_data.get("warned") != seen or not self.cleaned_data["reason"].strip():
            self.data = self.data.copy()
            self.data[self.add_prefix("warned")] = seen
            self.add_error("reason", gettext("Sửa số cho đúng, hoặc ghi lý do vẫn ghi như vậy; chưa ghi gì."))

    def compared_with(self, newer):
        """The time is one field of several columns."""
        theirs, yours = period_as_typed(newer), period_as_typed(self.instance)
        rows = super().compared_with(newer)
        if theirs == yours:
            return rows
        nothing = gettext("để trống")
        return [*rows, {"field": self["time"], "theirs": theirs or nothing, "yours": yours or nothing}]

    @property
    def given_reason(self) -> str:
        return self.cleaned_data["reason"].strip() if self.warnings else ""

    # --- For its template --------------------------------------------------------------------------------------------
    @property
    def counts_stand(self) -> str:
        """Where the two counts stand: "first", "last", or "" where there are none."""
        return {"ratio": "first", "percent": "last"}.get(self.asked.value_type, "")

    def figure_fields(self) -> list:
        """Those of the value itself but the counts, each followed by the question about it."""
        names = [each for name in self.typed for each in (name, f"{name}_meant") if each in self.fields]
        return [self[name] for name in names if name not in ("numerator", "denominator")]

    def about_fields(self) -> list:
        return [self[name] for name in ABOUT if name in self.fields]

    def last_year(self):
        """The year's name and what it had, for whoever types this year's."""
        year = year_of(self.instance)
        return {"year": year - 1, "value": self.earlier_of(self.instance)} if year else None


def _first(typed: Decimal | None, told: Decimal | None) -> Decimal | None:
    return told if typed is None else typed


def _held(number: Decimal | None) -> Decimal | None:
    """The number as the column holds it, unrounded. Raises ValidationError."""
    if number is None:
        return None
    if abs(number) >= LARGEST:
        raise ValidationError(gettext("Số quá lớn."))
    if number != round(number, PLACES):
        raise ValidationError(gettext("Số có quá %d chữ số lẻ.") % PLACES)
    return number
