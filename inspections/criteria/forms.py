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
from ground.text import decimal_text, nfc
from inspections.criteria.checks import declaration_checks
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from inspections.criteria.pickers import CriterionPick
from workflow.records.sections import PlanForm


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


class SetCriterionForm(PlanForm):
    sections = (
        ("", ["number group", "label", "criterion"]),
        (_("Giá trị"), ["value_type unit", "direction frequency", "max_quarter_points denominator_rule"]),
        (_("Chỉ khi cần"), ["parts choices", "applies_to"]),
    )
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
