"""What hangs together must belong together, also when it is typed here."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OneCampaignForm(forms.ModelForm):
    """A row that names a campaign and something of a campaign means the same one."""

    def clean(self):
        cleaned = super().clean()
        campaign = getattr(cleaned.get("campaign"), "pk", self.instance.campaign_id)
        for name in ("delegation", "inspection"):
            part = cleaned.get(name)
            if part is not None and part.campaign_id != campaign:
                self.add_error(name, _("Mục này thuộc một đợt kiểm tra khác."))
        return cleaned


class DecimalAsTyped(forms.DecimalField):
    """ "94,49" and "94.49" alike, in either language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        text = str(value or "").replace(" ", "")
        return super().to_python(text.replace(",", ".") if text.count(",") == 1 and "." not in text else value)


class ValueForm(forms.ModelForm):
    class Meta:
        field_classes = dict.fromkeys(["numerator", "denominator", "number"], DecimalAsTyped)

    def clean(self):
        cleaned = super().clean()
        inspection, asked = cleaned.get("inspection"), cleaned.get("set_criterion")
        if inspection and asked and asked.criteria_set_id != inspection.campaign.criteria_set_id:
            self.add_error("set_criterion", _("Chỉ tiêu này không thuộc bộ chỉ tiêu của đợt kiểm tra."))
        return cleaned

    def validate_constraints(self):
        """The key of the period is reckoned, not typed, and Django checks typed fields only."""
        self.instance.period_key = self.instance.reckoned_period_key()
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - {"period_key"})
        except ValidationError as errors:
            self._update_errors(errors)
