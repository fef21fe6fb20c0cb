"""Forms of the book of incoming papers."""

from datetime import date
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from ground.text import short_date
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import OfficialPaper
from inspections.papers.pickers import PaperPick
from workflow.fields import PlainText
from workflow.records.sections import PlanForm, Sectioned
from workflow.years import refuse_impossible_year

NEEDED = {
    "paper_type": _("Chọn loại văn bản."),
    "title": _("Ghi trích yếu như in trên văn bản."),
    "issuer": _("Ghi cơ quan gửi văn bản."),
}


class ArrivalForm(PlanForm):
    """A paper that arrived: one that the portal has, or a new one, and who received it when."""

    sections = (
        ("", ["organization", "arrived_on received_by", "note", "known"]),
        (_("Hoặc ghi văn bản mới"), ["paper_type number dated_on", "title", "issuer"]),
    )
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan nhận"), empty_label=None)
    arrived_on = forms.DateField(label=_("Ngày đến"), validators=[refuse_impossible_year])
    received_by = PlainText(label=_("Đơn vị, người nhận"), max_length=200, required=False)
    note = PlainText(label=_("Ghi chú"), max_length=200, required=False)
    known = PaperPick(
        label=_("Văn bản đã có trên cổng"), required=False, help_text=_("Tìm theo số, ký hiệu hoặc trích yếu.")
    )

    class Meta:
        model = OfficialPaper
        fields = ["paper_type", "number", "dated_on", "title", "issuer"]
        labels = {
            "paper_type": _("Loại văn bản"),
            "number": _("Số, ký hiệu"),
            "dated_on": _("Ngày văn bản"),
            "title": _("Trích yếu"),
            "issuer": _("Tác giả"),
        }
        help_texts = {"issuer": _("Cơ quan ban hành văn bản đến.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        bodies = Organization.objects.filter(pk__in=self.user.reach.board).prefetch_related("names").order_by("pk")
        self.fields["organization"].queryset = bodies
        self.initial.setdefault("organization", next(iter(self.user.reach.own), None))
        self.initial.setdefault("arrived_on", self.today)
        for name in NEEDED:
            self.fields[name].required = False

    def clean_arrived_on(self) -> date:
        day = self.cleaned_data["arrived_on"]
        if day > self.today:
            raise ValidationError(gettext("Ngày đến sau hôm nay."))
        return day

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        known = cleaned.get("known")
        if not known and "known" not in self.errors:
            for name, refusal in NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, refusal)
        dated_on, arrived_on = known.dated_on if known else cleaned.get("dated_on"), cleaned.get("arrived_on")
        if dated_on and arrived_on and arrived_on < dated_on:
            message = gettext("Ngày đến trước ngày của văn bản (%s).") % short_date(dated_on)
            self.add_error("arrived_on", message)

    def paper(self) -> OfficialPaper:
        """Return the paper that was found, or the new one, not stored yet: the body that received it keeps it."""
        if self.cleaned_data.get("known"):
            return self.cleaned_data["known"]
        self.instance.kept_by, self.instance.is_internal = self.cleaned_data["organization"], True
        return self.instance


class ArrivalLineForm(PlanForm):
    """Who received the paper, and what else is to say: all that may be changed of a line."""

    sections = (("", ["received_by", "note"]),)

    class Meta:
        model = Arrival
        fields = ["received_by", "note"]
        labels = {"received_by": _("Đơn vị, người nhận"), "note": _("Ghi chú")}


class CancelArrivalForm(Sectioned, forms.Form):
    sections = (("", ["reason"]),)
    reason = PlainText(label=_("Lý do hủy số đến"), max_length=200)
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("receipt", uuid4())
