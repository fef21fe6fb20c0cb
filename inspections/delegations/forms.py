from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inspections.delegations.models import Delegation
from inspections.papers.pickers import PaperPick
from workflow.records.sections import PlanForm


class DelegationForm(PlanForm):
    sections = (("", ["number", "decision_paper", "starts_on ends_on", "head_absence"]),)
    decision_paper = PaperPick(
        label=_("Quyết định thành lập"), required=False, help_text=_("Tìm theo số, ký hiệu hoặc trích yếu.")
    )

    class Meta:
        model = Delegation
        fields = ["number", "decision_paper", "starts_on", "ends_on", "head_absence"]
        labels = {
            "number": _("Đoàn số"),
            "starts_on": _("Làm việc từ ngày"),
            "ends_on": pgettext_lazy("end of a period", "Đến ngày"),
            "head_absence": _("Trưởng đoàn, khi không nhập"),
        }
        help_texts = {"number": _("Để trống nếu đợt chỉ có một đoàn.")}

    def clean_number(self) -> int | None:
        number = self.cleaned_data["number"]
        others = self.instance.campaign.delegations.exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise ValidationError(
                gettext("Đợt đã có Đoàn số %d.") % number if number else gettext("Đợt đã có một đoàn không số.")
            )
        return number

    def clean(self) -> None:
        super().clean()
        self.refuse_backwards("starts_on", "ends_on")
