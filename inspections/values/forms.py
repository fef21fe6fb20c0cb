"""Forms of a value and its figures; what the figures mean is read by `numbers` and `types`."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.pickers import OrganizationPick
from ground.text import nfc
from inspections.papers.models import OfficialPaper
from inspections.values.checks import another_stands, body_had_ended, doubts, further_doubts
from inspections.values.models import MeasuredValue
from inspections.values.numbers import (
    COUNTS,
    DECIMAL,
    THOUSANDS,
    Ambiguous,
    FigureRefused,
    both_meanings,
    format_number,
    number_typed,
)
from inspections.values.periods import DAYS, NotATime, period_as_typed, period_in, year_of
from inspections.values.series import earlier, parts_of
from inspections.values.types import TYPED, ambiguity_of, figure_columns, meaning_of_columns, type_of
from workflow.fields import PlainText
from workflow.records.forms import Compared, ReasonedForm

ABOUT = ["part", "time", "side", "source_paper", "source_page", "about_organization"]


class FigureField(forms.CharField):
    """One number, typed as everywhere in the portal: "94,49" and "94.49" are equal; "1.234" must be clarified."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    meaning = ""  # THOUSANDS or DECIMAL, where the question has been answered

    def __init__(self, *, max_digits: int = 0, decimal_places: int = 0, **kwargs: Any) -> None:
        """Take a CharField's arguments; what the column holds the reader of numbers knows itself."""
        super().__init__(max_length=24, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def to_python(self, value: Any) -> Decimal | None:
        try:
            return number_typed(nfc(str(value or "")), self.meaning)
        except FigureRefused as refused:
            raise ValidationError(str(refused)) from refused

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the validators are for texts, and `to_python` has read the number."""


class MeaningField(forms.ChoiceField):
    """The question what "1.234" means; an answer counts only for the text about which it was asked."""

    widget = forms.RadioSelect

    def __init__(self, text: str, ambiguous: Ambiguous) -> None:
        _name, whole, part = both_meanings(ambiguous)
        refusal = gettext("“%s” có thể là hai số. Chọn một; chưa ghi gì.") % ambiguous.number
        super().__init__(
            label=gettext("“%s” là số nào?") % ambiguous.number,
            choices=[
                (f"{THOUSANDS} {text}", gettext("%s (dấu ngăn hàng nghìn)") % whole),
                (f"{DECIMAL} {text}", gettext("%s (dấu thập phân)") % part),
            ],
            error_messages={"required": refusal, "invalid_choice": refusal},
        )


class BodyOfValuePick(OrganizationPick):
    """Finds a body that existed on `day`, else one that existed on `last_day`, the last of which the value speaks."""

    last_day: date | None = None

    def _resolved(self, words: str) -> int:
        try:
            return super()._resolved(words)
        except ValidationError:
            if self.last_day is None:
                raise
        self.day, self.last_day = self.last_day, None
        return super()._resolved(words)


class PartField(forms.TypedChoiceField):
    """One of the criterion's parts, or the total of all, which is stored as ""."""

    TOTAL = "∑"

    def __init__(self, parts: list[str]) -> None:
        choices = [*((part, part) for part in parts), (self.TOTAL, gettext("số tổng, của mọi thành phần"))]
        super().__init__(label=gettext("Số thành phần"), choices=choices, coerce=self._stored)

    def prepare_value(self, value: str | None) -> str | None:
        return self.TOTAL if value == "" else value

    def _stored(self, value: str) -> str:
        return "" if value == self.TOTAL else value


class ValueForm(ReasonedForm):
    """The form of a value; the instance has its inspection and criterion.

    `replaces`: the current value that a new one would replace, which has to be confirmed like other doubts.
    """

    numerator = FigureField(label=_("Tử số"), required=False)
    denominator = FigureField(label=_("Mẫu số"), required=False)
    yes_no = forms.TypedChoiceField(
        label=_("Có hay không"),
        choices=[("True", _("Có")), ("False", _("Không"))],
        coerce=lambda text: text == "True",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn Có hoặc Không.")},
    )
    time = PlainText(
        label=_("Kỳ hoặc thời điểm"),
        required=False,
        max_length=100,
        help_text=_("2019 · quý III/2019 · đến 9/2019 · giai đoạn 2021-2025, hoặc chép lời văn bản: thời gian qua."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about_organization = BodyOfValuePick(label=_("Số liệu của"))

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = self.instance.set_criterion
        self.type = type_of(self.criterion)
        self.replaces: MeasuredValue | None = None
        self.period: dict[str, Any] = {}
        self._keep_fields_of_type()
        self._limit_choices()
        self.initial.setdefault("time", period_as_typed(self.instance))
        self.fields["about_organization"].last_day = self._last_day()
        if self.instance.printed:
            self.initial.update(self.type.typed(self.instance))
        self._ask_what_marks_mean()

    # --- The fields of this criterion --------------------------------------------------------------------------------
    def _keep_fields_of_type(self) -> None:
        for name in TYPED - set(self.type.fields):
            del self.fields[name]
        printed = self.fields["printed"]
        printed.required, printed.help_text = self.type.is_printed_required, self.type.help_text
        printed.error_messages["required"] = _("Ghi giá trị như văn bản.")
        printed.widget.attrs["autocomplete"] = "off"
        if "choice" in self.fields:
            self.fields["choice"] = forms.ChoiceField(
                label=_("Mức"),
                choices=[(choice, choice) for choice in self.criterion.choices],
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn một mức.")},
            )
        if self.criterion.parts:
            self.fields["part"] = PartField(self.criterion.parts)
        else:
            del self.fields["part"]
        self.order_fields([*self.type.fields, *ABOUT])

    def _limit_choices(self) -> None:
        inspection, about = self.instance.inspection, self.fields["about_organization"]
        self.fields["source_paper"].queryset = OfficialPaper.objects.visible_to(self.user).linked_to(inspection)
        self.fields["source_paper"].empty_label = gettext("Không nêu")
        about.day, about.work = inspection.day, inspection.campaign_id
        about.queryset = about.queryset.or_body(inspection.subject_organization_id)

    def _last_day(self) -> date | None:
        """Return the last day of the typed period, None where none is typed."""
        try:
            period = period_in(self._text_of("time"))
        except NotATime:
            return None
        return period["as_of"] or period["period_end"]

    def _ask_what_marks_mean(self) -> None:
        for name in {*COUNTS, "printed"} & set(self.fields):
            text = self._text_of(name)
            ambiguous = ambiguity_of(self.criterion, name, text)
            if ambiguous:
                stored = meaning_of_columns(ambiguous, name, self.instance)
                self.initial[f"{name}_meant"] = f"{stored} {text}" if stored else ""
                self.fields[f"{name}_meant"] = MeaningField(text, ambiguous)
                if name in COUNTS:
                    self.fields[name].meaning = self._meaning_of(name)

    def _text_of(self, name: str) -> str:
        return nfc(str(self[name].value() or "")).strip()

    def _meaning_of(self, name: str) -> str:
        """Read the answer to the question about a field; without one the question itself is the error."""
        if f"{name}_meant" not in self.fields:
            return ""
        answer = (self[f"{name}_meant"].value() or "").partition(" ")[0]
        return answer if answer in (THOUSANDS, DECIMAL) else DECIMAL

    # --- What was typed ----------------------------------------------------------------------------------------------
    def clean_denominator(self) -> Decimal | None:
        if self.cleaned_data["denominator"] == 0:
            raise ValidationError(gettext("Mẫu số phải khác 0."))
        return self.cleaned_data["denominator"]

    def clean_time(self) -> str:
        try:
            period = period_in(self.cleaned_data["time"], self.instance.inspection.day.year)
        except NotATime as refused:
            raise ValidationError(str(refused)) from refused
        for name in filter(period.get, DAYS):
            MeasuredValue._meta.get_field(name).run_validators(period[name])
        if "time" in self.changed_data or self.instance._state.adding:
            self.period = period
        return self.cleaned_data["time"]

    def clean_source_page(self) -> str:
        return self.cleaned_data["source_page"].strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not set(self.errors) & {*self.type.fields, *(f"{name}_meant" for name in self.type.fields)}:
            self._read(cleaned)
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        """Compose the print from the other fields where it is empty, then parse the figures from it."""
        texts = {name: self._text_of(name) for name in self.type.fields}
        cleaned["printed"] = self.type.print_of(texts)
        if not cleaned["printed"]:
            self.add_error(*self.type.missing(texts))
            return
        try:
            meaning = self._meaning_of("printed")
            columns = figure_columns(self.criterion, cleaned["printed"], cleaned, meaning)
        except FigureRefused as refused:
            self.add_error("printed", str(refused))
            return
        for name, column in {**columns, "yes_no": cleaned.get("yes_no")}.items():
            setattr(self.instance, name, column)

    def _post_clean(self) -> None:
        for name, column in self.period.items():
            setattr(self.instance, name, column)
        super()._post_clean()
        if not self.errors:
            self._compare()

    def _compare(self) -> None:
        value = self.instance
        ended = body_had_ended(value)
        if ended:
            self.add_error("about_organization", ended)
            return
        value.earlier, value.alongside, self.replaces = self.earlier, parts_of(value), value.in_whose_place()
        if self.replaces and not value._state.adding:
            self.add_error("time", another_stands(self.replaces))
        else:
            further = [words for find in further_doubts for words in find(value)]
            self.confirm([*doubts(value, self.replaces), *further])

    def compared_with(self, newer: MeasuredValue) -> list[Compared]:
        """Compare the time too, which is one field of several columns."""
        theirs, yours = period_as_typed(newer), period_as_typed(self.instance)
        rows = super().compared_with(newer)
        if theirs == yours:
            return rows
        nothing = gettext("để trống")
        return [*rows, Compared(self["time"], theirs or nothing, yours or nothing)]

    @property
    def doubtful_fields(self) -> set[str]:
        return super().doubtful_fields | {name for name in self.errors if name.endswith("_meant")}

    # --- For its template --------------------------------------------------------------------------------------------
    def figure_fields(self) -> list[forms.BoundField]:
        """Give those of the value itself but the counts, each followed by the question about it."""
        names = [each for name in self.type.fields for each in (name, f"{name}_meant") if each in self.fields]
        return [self[name] for name in names if name not in COUNTS]

    def about_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ABOUT if name in self.fields]

    @cached_property
    def earlier(self) -> MeasuredValue | None:
        """Return the value of the year before the typed one; it queries when the instance has its period."""
        return earlier(self.instance, self.user)

    def last_year(self) -> dict[str, Any] | None:
        """Give the year's name and what it had, for whoever types this year's."""
        year = year_of(self.instance)
        return {"year": year - 1, "value": self.earlier} if year else None
