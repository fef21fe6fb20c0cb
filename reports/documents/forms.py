"""Forms of documents, their numbers, and how a body lays out its papers."""

from datetime import date
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Signatory
from accounts.organizations.querysets import FOREVER
from accounts.people.models import User
from accounts.people.pickers import PersonPick
from reports.documents.models import PaperSettings
from reports.documents.registers.models import TakenNumber, Term
from reports.documents.registers.naming import TYPES
from workflow.fields import PlainText
from workflow.records.sections import PlanForm, Sectioned, as_written


class ActForm(Sectioned, forms.Form):
    """A form of an act that isn't a record's own; `receipt` makes a double click one act."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("receipt", uuid4())
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                as_written(field)


# --- Numbers -------------------------------------------------------------------------------------------------------
class OutsideNumberForm(ActForm):
    """The number of a paper that was made outside the portal, in one of the body's registers."""

    sections = (("", ["organization", "kind dated_on", "n printed", "about"]),)
    organization = forms.ModelChoiceField(None, label=_("Cơ quan"), empty_label=None)
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=list(TYPES.items()))
    dated_on = forms.DateField(label=_("Ngày văn bản"))
    n = forms.IntegerField(label=_("Số"), min_value=1, max_value=99_999)
    printed = PlainText(
        label=_("Số, ký hiệu như đã in"),
        max_length=60,
        help_text=_("Cả chuỗi như in trên văn bản, ví dụ 15-TB/BTGDVTU."),
    )
    about = PlainText(
        label=_("Trích yếu"),
        max_length=300,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organization.objects.filter(pk__in=user.reach.board).prefetch_related("names").order_by("pk")
        self.fields["organization"].queryset = bodies
        self.fields["organization"].initial = next(iter(user.reach.own), None)


class CancelNumberForm(ActForm):
    sections = (("", ["reason"]),)
    reason = PlainText(
        label=_("Lý do hủy số"),
        max_length=TakenNumber._meta.get_field("cancelled_reason").max_length,
    )


# --- How a body lays out its papers --------------------------------------------------------------------------------
class PaperSettingsForm(PlanForm):
    """Without a choice of layout for bodies whose rules are known."""

    sections = (
        (_("Thể thức"), ["layout", "head_line"]),
        (_("Trình bày"), ["line_height_pt tone", "end_mark", "has_subject_mark"]),
    )

    class Meta:
        model = PaperSettings
        fields = ["layout", "head_line", "line_height_pt", "has_subject_mark", "end_mark", "tone"]
        labels = {
            "layout": _("Thể thức của Mặt trận, đoàn thể"),
            "head_line": _("Dòng đầu văn bản"),
            "line_height_pt": _("Giãn dòng"),
            "has_subject_mark": _("Dòng “-----” dưới trích yếu"),
            "end_mark": _("Dấu kết thúc văn bản"),
            "tone": _("Cách bỏ dấu"),
        }
        help_texts = {
            "layout": _("Chưa có quy định riêng mà cổng biết: cơ quan chọn theo thể thức của Đảng hoặc của Nhà nước."),
            "head_line": _("Thay cho “ĐẢNG CỘNG SẢN VIỆT NAM” hoặc Quốc hiệu; để trống thì không in dòng nào."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.organization.system != Organization.System.FRONT:
            del self.fields["layout"], self.fields["head_line"]


class TermForm(PlanForm):
    sections = (("", ["name starts_on"]),)

    class Meta:
        model = Term
        fields = ["name", "starts_on"]
        labels = {"name": _("Khóa, nhiệm kỳ"), "starts_on": _("Từ ngày")}
        help_texts = {
            "name": _("Ví dụ: 2025–2030. Số văn bản của Đảng bắt đầu lại từ 01 mỗi nhiệm kỳ."),
            "starts_on": _("Ngày bế mạc đại hội."),
        }


class SignatoryForm(PlanForm):
    sections = (("", ["person", "title", "authority", "in_place_of", "starts_on ends_on"]),)
    person = PersonPick(label=_("Người ký"), help_text=_("Gõ tên, không cần dấu."))
    ends_on = forms.DateField(label=_("Đến trước ngày"), required=False, help_text=_("Để trống: chưa thôi."))

    class Meta:
        model = Signatory
        fields = ["person", "title", "authority", "in_place_of", "starts_on", "ends_on"]
        labels = {
            "title": _("Chức vụ trên văn bản"),
            "authority": _("Thẩm quyền ký"),
            "in_place_of": _("Thay cho"),
            "starts_on": _("Từ ngày"),
        }
        help_texts = {
            "title": _("Ví dụ: Phó Trưởng ban."),
            "in_place_of": _("Chức vụ hoặc tập thể được ký thay, ví dụ: Trưởng ban. Để trống khi ký với chức vụ mình."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ends_on"] = None if self.instance.ends_on == FOREVER else self.instance.ends_on

    def clean_ends_on(self) -> date:
        return self.cleaned_data["ends_on"] or FOREVER

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] <= cleaned["starts_on"]:
            self.add_error("ends_on", ValidationError(gettext("Ngày này phải sau ngày bắt đầu.")))
        is_own = cleaned.get("authority") == Signatory.Authority.OWN
        if is_own and cleaned.get("in_place_of"):
            self.add_error("in_place_of", gettext("Ký với chức vụ của mình thì để trống ô này."))
        if cleaned.get("authority") and not is_own and not cleaned.get("in_place_of"):
            self.add_error("in_place_of", gettext("Ghi chức vụ hoặc tập thể được ký thay."))
