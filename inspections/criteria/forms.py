from decimal import Decimal, DecimalException

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.people.models import User
from ground.inputs import excerpt
from ground.limits import SEARCH_LETTERS
from ground.text import decimal_text, match_key, nfc
from inspections.criteria.checks import declaration_checks, future_totals, lost_parts
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from inspections.criteria.pickers import CriterionPick
from workflow.records.sections import PlanForm, TickedForm


def own_bodies(bodies: QuerySet, user: User) -> QuerySet:
    """Return the bodies in whose name the user may begin a campaign today."""
    today = timezone.localdate()
    is_there = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    return bodies.filter(is_there, pk__in=user.reach.board).prefetch_related("names")


MOST_POINTS = 1000


class CriteriaSetForm(PlanForm):
    sections = (("", ["title", "year owner"]),)

    class Meta:
        model = CriteriaSet
        fields = ["title", "year", "owner"]
        labels = {"title": _("Tên bộ chỉ tiêu"), "year": _("Năm"), "owner": _("Cơ quan ban hành")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owners = self.fields["owner"]
        owners.queryset = own_bodies(owners.queryset, self.user)
        owners.empty_label = None
        if not self.instance._state.adding:
            owners.queryset = Organization.objects.filter(pk=self.instance.owner_id)
            self.freeze("owner", "year", why=gettext("Đặt khi lập bộ; cần khác thì chép thành bộ mới."))


class PointsField(forms.CharField):
    """Stores quarter points, typed as points: "1,5" → 6."""

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: int | str | None) -> str | None:
        return points_text(value) if isinstance(value, int) else value

    def clean(self, value: str) -> int:
        typed = super().clean(value).replace(",", ".")
        try:
            quarters = Decimal(typed or "0") * 4
        except DecimalException:  # no number, or one that can't be computed with: 1e999999
            quarters = Decimal("nan")
        if not quarters.is_finite() or not 0 <= quarters <= 4 * MOST_POINTS or quarters % 1:
            raise ValidationError(gettext("Ghi số điểm, lẻ đến phần tư điểm: 2; 1,5; 0,25."))
        return int(quarters)


class LinesField(forms.CharField):
    """A list, typed one item a line, with limits on the number and length of lines."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, most: int, longest: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        lines = [" ".join(line.split()) for line in nfc(super().clean(value)).splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if len(lines) > self.most:
            raise ValidationError(
                gettext("Có %(n)d dòng; ô này nhận đến %(most)d.") % {"n": len(lines), "most": self.most}
            )
        for line in lines:
            if len(line) > self.longest:
                params = {"line": excerpt(line, 40), "n": len(line), "most": self.longest}
                raise ValidationError(gettext("Dòng “%(line)s” dài %(n)d chữ; mỗi dòng nhận đến %(most)d.") % params)
        return lines


class SetCriterionForm(TickedForm):
    """Asks before a criterion with values gets parts, and whether one that is named like a stable criterion is it."""

    sections = (
        ("", ["number group", "label", "meaning", "criterion", "is_new_criterion"]),
        (_("Giá trị"), ["value_type unit", "direction frequency", "max_quarter_points denominator_rule"]),
        (_("Chỉ khi cần"), ["parts choices", "applies_to"]),
        ("", ["is_confirmed"]),
    )
    asks_only = {"is_confirmed", "is_new_criterion"}
    is_new_criterion = forms.BooleanField(label=_("Đây là chỉ tiêu gốc mới, dù trùng tên"), required=False)
    criterion = CriterionPick(
        label=_("Chỉ tiêu gốc"),
        required=False,
        help_text=_("Để so sánh qua các năm. Để trống nếu là chỉ tiêu mới: cổng thêm vào danh mục."),
    )
    max_quarter_points = PointsField(
        label=_("Điểm tối đa"), required=False, help_text=_("Ví dụ 1,5; trống là không chấm điểm.")
    )
    parts = LinesField(
        label=_("Các số thành phần"), most=30, longest=60, required=False, help_text=_("Mỗi dòng một thành phần.")
    )
    choices = LinesField(
        label=_("Các mức để chọn"), most=30, longest=100, required=False, help_text=_("Mỗi dòng một mức.")
    )
    applies_to = forms.MultipleChoiceField(
        label=_("Áp dụng cho"),
        required=False,
        choices=Organization.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không đánh dấu gì là mọi loại cơ quan."),
    )

    class Meta:
        model = SetCriterion
        fields = [
            "number",
            "group",
            "label",
            "meaning",
            "criterion",
            "value_type",
            "unit",
            "direction",
            "frequency",
            "max_quarter_points",
            "denominator_rule",
            "parts",
            "choices",
            "applies_to",
        ]
        labels = {
            "number": pgettext_lazy("of a criterion", "Số"),
            "group": _("Nhóm"),
            "label": _("Nội dung"),
            "meaning": _("Cách hiểu, cách tính"),
            "value_type": _("Kiểu giá trị"),
            "unit": _("Đơn vị tính"),
            "direction": _("Chiều"),
            "frequency": pgettext_lazy("how often", "Kỳ"),
            "denominator_rule": _("Đối chiếu mẫu số"),
        }

    def clean_number(self) -> str:
        return self._only_one("number", gettext("Số này đã có trong bộ."))

    def clean_criterion(self) -> Criterion | None:
        if self.cleaned_data["criterion"] is None:
            return None
        return self._only_one("criterion", gettext("Chỉ tiêu gốc này đã có trong bộ."))

    def clean_parts(self) -> list[str]:
        parts = self.cleaned_data["parts"]
        lost = list(lost_parts(self.instance, self.initial.get("parts") or [], parts))
        if lost:
            raise ValidationError(lost)
        return parts

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("is_new_criterion") and not self.data.get("criterion_pk"):
            self._write_criterion("")  # the name of the one that was offered

    def _write_criterion(self, words: str) -> None:
        self.data = self.data.copy()
        self.data["criterion"] = words

    def clean(self) -> dict:
        cleaned = super().clean()
        is_new = cleaned.get("is_new_criterion")
        if is_new and cleaned.get("criterion"):
            self.add_error("is_new_criterion", gettext("Chọn chỉ tiêu gốc, hoặc đánh dấu là mới; không cả hai."))
        has_one = cleaned.get("criterion") or "criterion" in self.errors or is_new
        named = [] if has_one or not cleaned.get("label") else self._named_alike(cleaned["label"])
        if named:
            self._write_criterion(cleaned["label"])
            self.fields["criterion"].widget.offered = [self.fields["criterion"].option_of(row) for row in named]
            self.add_error("criterion", gettext("Đã có chỉ tiêu gốc cùng tên: chọn nó để so sánh qua các năm."))
            self.add_error("is_new_criterion", gettext("Chỉ đánh dấu khi nội dung đo khác với chỉ tiêu gốc ấy."))
        return cleaned

    def _named_alike(self, label: str) -> list[Criterion]:
        """Return the stable criteria with this name, or with this label in another set, that the set doesn't have."""
        rows = self.fields["criterion"].queryset.exclude(uses__criteria_set=self.instance.criteria_set_id)
        key = match_key(label)
        named = [row for row in rows.search(excerpt(label, SEARCH_LETTERS)) if match_key(row.name) == key]
        labelled = rows.filter(uses__label=label).distinct()
        return list({row.pk: row for row in [*named, *labelled]}.values())

    def doubts(self) -> list[str]:
        totals = future_totals(self.instance, self.initial.get("parts") or [], self.cleaned_data["parts"])
        words = gettext(
            "Chỉ tiêu đã có %d số. Lưu thì các số ấy được giữ nguyên làm số tổng; số nào là của một thành phần thì sửa "
            "“Số thành phần” của nó ở trang cuộc kiểm tra."
        )
        return [words % totals] if totals else []

    def _only_one(self, name, refusal):
        value = self.cleaned_data[name]
        others = self.instance.criteria_set.criteria.exclude(pk=self.instance.pk)
        if others.filter(**{name: value}).exists():
            raise ValidationError(refusal)
        return value

    def _post_clean(self) -> None:
        """Show beside their fields what the rooms above say of the criterion as it is declared."""
        super()._post_clean()
        for check in declaration_checks if "value_type" in self.cleaned_data else []:
            for field, fault in check(self.instance):
                self.add_error(field, fault)


def points_text(quarters: int) -> str:
    """Return quarter points as points: 6 → "1,5", 8 → "2", 0 → ""."""
    if not quarters:
        return ""
    return decimal_text(Decimal(quarters) / 4, 2).rstrip("0").rstrip(",")
