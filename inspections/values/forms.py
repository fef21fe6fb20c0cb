import hashlib
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.pickers import OrganizationPick
from ground.text import nfc
from inspections.inspections.models import Inspection
from inspections.papers.models import OfficialPaper
from inspections.values.checks import another_stands, value_messages
from inspections.values.models import MeasuredValue
from inspections.values.numbers import DECIMAL, THOUSANDS, Ambiguous, format_number, parse_number
from inspections.values.periods import NO_TIME, NotATime, period_as_typed, period_in, year_of
from inspections.values.types import FIGURES, FigureRefused, both_meanings, figure_columns, number_typed, type_of
from workflow.records.forms import Compared, RecordForm

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
COUNTS = ("numerator", "denominator")
ABOUT = ["part", "time", "side", "source_paper", "source_page", "about_organization"]


def with_subject(bodies, inspection: Inspection):
    """Who writes for an inspection may name its subject, a body that delegates may not see otherwise."""
    return bodies.model.objects.filter(Q(pk__in=bodies.values("pk")) | Q(pk=inspection.subject_organization_id))


class NumberAsTyped(forms.CharField):
    """A count in a field of its own: the text stays as typed in `form.raw`, the figure is the cleaned value."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs) -> None:
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

    def __init__(self, *args, units=None, day: date | None = None, earlier_of=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.units, self.day = self.instance.set_criterion, units or {}, day
        self.type = type_of(self.asked)
        self.earlier_of = earlier_of or (lambda value: None)
        self.warnings, self.replaces = [], None
        self._keep_fields_of_type()
        self._limit_choices()
        self._begin_as_written()
        self._ask_what_marks_mean()

    # --- The fields of this criterion --------------------------------------------------------------------------------
    def _keep_fields_of_type(self) -> None:
        for name in {*COUNTS, "yes_no", "choice", "frequency_text", "printed"} - set(self.type.fields):
            del self.fields[name]
        printed = self.fields["printed"]
        printed.required, printed.help_text = self.type.is_printed_required, self.type.help_text
        printed.error_messages["required"] = _("Ghi giá trị như văn bản.")
        printed.widget.attrs["autocomplete"] = "off"
        if "choice" in self.fields:
            self.fields["choice"] = forms.ChoiceField(
                label=_("Mức"),
                choices=[(choice, choice) for choice in self.asked.choices],
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn một mức.")},
            )
        if self.asked.parts:
            choices = [(part, part) for part in self.asked.parts]
            self.fields["part"] = forms.ChoiceField(label=_("Số thành phần"), choices=choices)
        else:
            del self.fields["part"]
        self.order_fields([*self.type.fields, *ABOUT, "reason", "warned", "revision", "receipt"])

    def _limit_choices(self) -> None:
        papers = OfficialPaper.objects.visible_to(self.user).linked_to(self.instance.inspection)
        self.fields["source_paper"].queryset = papers
        self.fields["source_paper"].empty_label = gettext("Không nêu")
        about = self.fields["about_organization"]
        about.day, about.queryset = self.day, with_subject(about.queryset, self.instance.inspection)

    def _begin_as_written(self) -> None:
        value = self.instance
        self.initial.setdefault("time", period_as_typed(value))
        if value.printed:
            self.initial["yes_no"] = str(value.yes_no)
            self.initial.update(self._counts_as_typed(value))
            if value.printed == self.type.derive(self.initial):
                self.initial["printed"] = ""

    @staticmethod
    def _counts_as_typed(value) -> dict:
        """The two counts in the print's own digits where nothing else is printed, else as the columns have them."""
        printed = dict(zip(COUNTS, value.printed.split("/"), strict=False)) if value.printed.count("/") == 1 else {}
        counts = {name: getattr(value, name) for name in COUNTS if getattr(value, name) is not None}
        return {name: _in_digits(printed.get(name, ""), number) for name, number in counts.items()}

    def _ask_what_marks_mean(self) -> None:
        """ "1.234" can mean two things: a question beside its field, settled by an answer for this very text."""
        for name in {*COUNTS, "printed"} & set(self.fields):
            text = self._text_of(name)
            read = self._read_print(text) if name == "printed" else parse_number(text)
            if isinstance(read, Ambiguous):
                self.fields[f"{name}_meant"] = self._question(text, read)
                stored = self._meaning_stored(read, name)
                self.initial[f"{name}_meant"] = f"{stored} {text}" if stored else ""

    def _text_of(self, name: str) -> str:
        return nfc(self[name].value() or "").strip()

    def _read_print(self, text: str):
        return self.type.read(text, self.asked.unit)

    def _question(self, text: str, read: Ambiguous) -> forms.ChoiceField:
        _name, whole, part = both_meanings(read)
        refusal = gettext("“%s” có thể là hai số. Chọn một; chưa ghi gì.") % read.number
        return forms.ChoiceField(
            label=gettext("“%s” là số nào?") % read.number,
            choices=[
                (f"{THOUSANDS} {text}", gettext("%s (dấu ngăn hàng nghìn)") % whole),
                (f"{DECIMAL} {text}", gettext("%s (dấu thập phân)") % part),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": refusal, "invalid_choice": refusal},
        )

    def _meaning_stored(self, read: Ambiguous, name: str) -> str:
        """The meaning with which the columns agree, "" where they hold nothing yet."""
        for meaning, reading in read.meanings.items():
            if name == "printed":
                pairs = [(getattr(reading, each), getattr(self.instance, each)) for each in FIGURES]
            else:
                pairs = [(reading.number, getattr(self.instance, name))]
            if all(figure in (None, column) for figure, column in pairs):
                return meaning
        return ""

    # --- What was typed ----------------------------------------------------------------------------------------------
    def clean_numerator(self):
        return self._number("numerator")

    def clean_denominator(self):
        number = self._number("denominator")
        if number == 0:
            raise ValidationError(gettext("Mẫu số phải khác 0."))
        return number

    def _number(self, name: str):
        try:
            return number_typed(nfc(self.cleaned_data[name]), self._meaning_of(name))
        except FigureRefused as refused:
            raise ValidationError(str(refused)) from refused

    def _meaning_of(self, name: str) -> str:
        """The answer to the question about a field's text; where it isn't answered the question itself is an error."""
        if f"{name}_meant" not in self.fields:
            return ""
        answer = (self[f"{name}_meant"].value() or "").partition(" ")[0]
        return answer if answer in (THOUSANDS, DECIMAL) else DECIMAL

    def clean_time(self):
        try:
            self.period = period_in(self.cleaned_data["time"])
        except NotATime as refused:
            raise ValidationError(str(refused)) from refused
        return self.cleaned_data["time"]

    def clean_source_page(self) -> str:
        return self.cleaned_data["source_page"].strip()

    def clean(self):
        cleaned = super().clean()
        if not set(self.errors) & {*self.type.fields, *(f"{name}_meant" for name in self.type.fields)}:
            self._complete(cleaned)
        return cleaned

    def _complete(self, cleaned: dict) -> None:
        """The print from the other fields where it was left empty, then the figures from the print."""
        printed = self.type.complete(nfc(cleaned.get("printed") or "").strip())
        counts = {name: self._text_of(name).replace(" ", "") for name in COUNTS if name in self.fields}
        cleaned["printed"] = printed or self.type.derive({**cleaned, **counts})
        if not cleaned["printed"]:
            self._say_what_is_missing(cleaned)
            return
        self.instance.yes_no = cleaned.get("yes_no")
        meaning = self._meaning_of("printed") if printed else ""
        try:
            columns = figure_columns(self.asked, cleaned["printed"], cleaned, meaning)
        except FigureRefused as refused:
            self.add_error("printed", str(refused))
            return
        for name, figure in columns.items():
            setattr(self.instance, name, figure)

    def _say_what_is_missing(self, cleaned: dict) -> None:
        counts = [name for name in COUNTS if name in self.fields]
        empty = [name for name in counts if cleaned[name] is None]
        if self.type.counts_position == "first" and len(empty) == 1:
            self.add_error(empty[0], gettext("Ghi nốt số này, hoặc chép cả giá trị vào ô “Như đã ghi”."))
        else:
            self.add_error(self.type.fields[0], gettext("Chưa ghi giá trị."))

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
            self.add_error("time", another_stands(self.replaces))
            return
        earlier = self.earlier_of(value)
        messages = value_messages(value, self.units, self.day, earlier)
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
        return [*rows, Compared(self["time"], theirs or nothing, yours or nothing)]

    @property
    def given_reason(self) -> str:
        return self.cleaned_data["reason"].strip() if self.warnings else ""

    # --- For its template --------------------------------------------------------------------------------------------
    @property
    def counts_stand(self) -> str:
        """Where the two counts stand: "first", "last", or "" where there are none."""
        return self.type.counts_position

    def figure_fields(self) -> list:
        """Those of the value itself but the counts, each followed by the question about it."""
        names = [each for name in self.type.fields for each in (name, f"{name}_meant") if each in self.fields]
        return [self[name] for name in names if name not in COUNTS]

    def about_fields(self) -> list:
        return [self[name] for name in ABOUT if name in self.fields]

    def last_year(self):
        """The year's name and what it had, for whoever types this year's."""
        year = year_of(self.instance)
        return {"year": year - 1, "value": self.earlier_of(self.instance)} if year else None


def _in_digits(printed: str, number) -> str:
    """A count as it is printed, where that is nothing but the count."""
    read = parse_number(printed)
    is_the_number = isinstance(read, Ambiguous) or getattr(read, "number", None) == number
    return printed.strip() if is_the_number else format_number(number)
