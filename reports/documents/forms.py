"""Forms of documents, their numbers, and how a body lays out its papers."""

from datetime import date
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Signatory
from accounts.organizations.signing import may_sign
from accounts.people.models import User
from accounts.people.pickers import PersonPick
from ground.file_fields import size_attrs
from ground.processes.heavy import Busy
from ground.richtext import clean_text
from ground.text import short_date
from inspections.papers.forms import PaperForm
from inspections.papers.uploads.judge import AcceptedFile, judge
from reports.documents.models import Document, DocumentText, PaperSettings
from reports.documents.registers.models import TakenNumber, Term
from reports.documents.registers.naming import TYPES
from workflow.fields import LastDayField, PlainText
from workflow.records.forms import RecordForm
from workflow.records.sections import PlanForm, Sectioned, as_written

MINUTES, DECISION = "minutes", "delegation-decision"


class ActForm(Sectioned, forms.Form):
    """A form of an act that isn't a record's own; `receipt` makes a double click one act."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("receipt", uuid4())
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and not field.widget.is_hidden:
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
        (_("Trang kiểm tra"), ["prints_code"]),
        (_("Sổ văn bản đến"), ["registers_reports"]),
    )
    prints_code = forms.BooleanField(
        label=_("In mã tra cứu và mã QR ở trang cuối văn bản"),
        required=False,
        help_text=_(
            "Ai cầm văn bản cũng kiểm tra được ở trang mở của cổng: loại, số, ngày, nơi ban hành, hiệu lực. Văn bản "
            "nội bộ không in mã. Văn bản đã ban hành không đổi."
        ),
    )

    class Meta:
        model = PaperSettings
        fields = ["layout", "head_line", "line_height_pt", "has_subject_mark", "end_mark", "tone"]
        fields += ["prints_code", "registers_reports"]
        labels = {
            "layout": _("Thể thức của Mặt trận, đoàn thể"),
            "head_line": _("Dòng đầu văn bản"),
            "line_height_pt": _("Giãn dòng"),
            "has_subject_mark": _("Dòng “-----” dưới trích yếu"),
            "end_mark": _("Dấu kết thúc văn bản"),
            "tone": _("Cách bỏ dấu"),
            "registers_reports": _("Báo cáo tự kiểm tra lấy số đến khi được mở"),
        }
        help_texts = {
            "layout": _("Chưa có quy định riêng mà cổng biết: cơ quan chọn theo thể thức của Đảng hoặc của Nhà nước."),
            "head_line": _("Thay cho “ĐẢNG CỘNG SẢN VIỆT NAM” hoặc Quốc hiệu; để trống thì không in dòng nào."),
            "registers_reports": _("Bỏ chọn nếu cơ quan vào sổ báo cáo gửi qua cổng ở nơi khác."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["prints_code"] = self.instance.prints_code_here
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
    ends_on = LastDayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống: chưa thôi."))

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

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] <= cleaned["starts_on"]:
            self.add_error("ends_on", ValidationError(gettext("Ngày này trước ngày bắt đầu.")))
        is_own = cleaned.get("authority") == Signatory.Authority.OWN
        if is_own and cleaned.get("in_place_of"):
            self.add_error("in_place_of", gettext("Ký với chức vụ của mình thì để trống ô này."))
        if cleaned.get("authority") and not is_own and not cleaned.get("in_place_of"):
            self.add_error("in_place_of", gettext("Ghi chức vụ hoặc tập thể được ký thay."))


# --- Drafts --------------------------------------------------------------------------------------------------------
class NewDraftForm(ActForm):
    """Chooses what to draft about an inspection or a campaign, and the day that it is meant for."""

    sections = (("", ["kind", "session delegation", "effective_on"]),)
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), widget=forms.RadioSelect, error_messages={"required": _("Chọn loại văn bản.")}
    )
    session = forms.ModelChoiceField(
        None, label=_("Buổi làm việc"), required=False, help_text=_("Cho biên bản: mỗi buổi một biên bản.")
    )
    delegation = forms.ModelChoiceField(
        None, label=_("Đoàn kiểm tra"), required=False, help_text=_("Cho quyết định thành lập đoàn.")
    )
    effective_on = forms.DateField(
        label=_("Ngày văn bản"),
        required=False,
        help_text=_("Để trống: hôm nay, hoặc ngày buổi làm việc cuối nếu muộn hơn. Sửa được sau."),
    )

    def __init__(self, *args, kinds: list, sessions: QuerySet | None, delegations: QuerySet | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.slug, kind.name) for kind in kinds]
        for name, rows in (("session", sessions), ("delegation", delegations)):
            if rows is None or not rows:
                del self.fields[name]
            else:
                self.fields[name].queryset = rows
                self.fields[name].empty_label = gettext("không chọn")

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("kind") == MINUTES and "session" in self.fields and not cleaned.get("session"):
            self.add_error("session", gettext("Chọn buổi làm việc của biên bản."))
        if cleaned.get("kind") == DECISION and "delegation" in self.fields and not cleaned.get("delegation"):
            self.add_error("delegation", gettext("Chọn đoàn kiểm tra được thành lập."))
        return cleaned


class DraftForm(PlanForm):
    """The day that a draft is meant for, its place and its signer; names and rules of layout follow the day."""

    sections = (("", ["effective_on place", "signatory"]),)

    class Meta:
        model = Document
        fields = ["effective_on", "place", "signatory"]
        labels = {"effective_on": _("Ngày văn bản"), "place": _("Địa danh"), "signatory": _("Người ký")}
        help_texts = {
            "effective_on": _("Tên cơ quan, thể thức, người ký theo ngày này; khi ban hành sẽ hỏi lại ngày."),
            "place": _("Để trống: như tên cơ quan tại ngày ấy."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.issuer_role == "head":  # the head of the delegation signs
            del self.fields["signatory"]
            return
        field = self.fields["signatory"]  # a delegate of another body chooses among them too
        field.queryset = Signatory.objects.filter(organization=self.instance.issuing_organization_id).select_related(
            "person"
        )
        field.empty_label = gettext("người đứng đầu cơ quan")
        field.label_from_instance = lambda row: f"{row.title} {row.person} ({row.get_authority_display()})"

    def clean(self) -> None:
        super().clean()
        signatory, day = self.cleaned_data.get("signatory"), self.cleaned_data.get("effective_on")
        if signatory and day and not may_sign(signatory, self.instance.issuing_organization, day):
            message = gettext("%(who)s không được ký văn bản ngày %(day)s.")
            self.add_error("signatory", message % {"who": signatory, "day": short_date(day)})


class SlotForm(RecordForm):
    """Staff's words in one slot of a draft."""

    class Meta:
        model = DocumentText
        fields = ["text"]
        labels = {"text": _("Câu chữ")}
        widgets = {"text": forms.Textarea(attrs={"rows": 14, "class": "as-written", "data-richtext": ""})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = gettext(
            "Mỗi dòng là một đoạn. **đậm**, *nghiêng*; dòng bắt đầu bằng “- ” hoặc “1. ” là danh sách; bảng: các dòng "
            "| ô | ô |, dòng thứ hai |---|---|. Dẫn số liệu: ghi số chỉ tiêu trong dấu { }, ví dụ {2.1}."
        )
        self.fields["text"].error_messages["required"] = gettext(
            "Ghi câu chữ. Muốn dùng lại nội dung cổng soạn: bấm “Lấy lại nội dung cổng soạn” ở trang dự thảo."
        )

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise ValidationError(self.fields["text"].error_messages["required"])
        return text


# --- Acts ----------------------------------------------------------------------------------------------------------
class ConfirmForm(ActForm):
    """Only asks whether to go on."""


class ReasonForm(ActForm):
    sections = (("", ["reason"]),)
    reason = PlainText(
        label=_("Lý do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập lý do.")},
    )


class NumberForm(ActForm):
    """The number of a paper: proposed, or typed from the paper book; with it the term in which the first one runs."""

    sections = (("", ["n printed", "term_name term_starts_on"]),)
    n = forms.IntegerField(
        label=_("Số"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=_("Cổng đề nghị số kế tiếp; ghi số khác nếu sổ của văn phòng đã cấp."),
    )
    printed = PlainText(
        label=_("Số, ký hiệu in trên văn bản"),
        max_length=60,
        required=False,
        help_text=_("Để trống: theo thể thức. Chỉ ghi khi có ký hiệu liên tịch."),
    )
    term_name = PlainText(
        label=_("Khóa, nhiệm kỳ của sổ"), max_length=40, help_text=_("Số chạy liên tục trong cả nhiệm kỳ cấp ủy.")
    )
    term_starts_on = forms.DateField(label=_("Nhiệm kỳ từ ngày"), help_text=_("Ngày bế mạc đại hội."))

    def __init__(self, *args, asks_term: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not asks_term:
            del self.fields["term_name"], self.fields["term_starts_on"]


class IssueForm(NumberForm):
    """Confirms the day and the number with which the paper goes out."""

    sections = (("", ["issued_on n", "printed", "term_name term_starts_on", "reason", "is_confirmed"]),)
    warned_day = forms.DateField(widget=forms.HiddenInput, required=False)  # for which the warnings were shown
    issued_on = forms.DateField(label=_("Ngày ban hành"))
    reason = PlainText(  # only of who stands in for the delegation's head
        label=_("Lý do bạn ban hành thay Trưởng đoàn"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nhập lý do bạn ban hành thay Trưởng đoàn.")},
    )
    is_confirmed = forms.BooleanField(
        label=_("Tôi đã đọc bản in và các cảnh báo; ban hành rồi không sửa được nữa"),
        error_messages={"required": _("Đọc bản in, rồi đánh dấu.")},
    )

    def __init__(self, *args, stands_in: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not stands_in:
            del self.fields["reason"]

    def clean(self) -> dict:
        cleaned = super().clean()
        day, begins = cleaned.get("issued_on"), cleaned.get("term_starts_on")
        if day and begins and begins > day:
            self.add_error("term_starts_on", gettext("Nhiệm kỳ bắt đầu sau ngày ban hành."))
        return cleaned

    def warn_of(self, day: date) -> None:
        """Ask again, with the warnings of the day that was typed."""
        self.data = self.data.copy()
        self.data["warned_day"] = day.isoformat()


class FromWordForm(ActForm):
    """A draft's Word file that comes back; it is judged as every file that comes in."""

    sections = (("", ["file", "is_not_secret"]),)
    file = PaperForm.base_fields["file"]
    is_not_secret = PaperForm.base_fields["is_not_secret"]
    busy: Busy | None = None

    def __init__(self, *args, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["file"].label = gettext("Bản Word đã sửa (.docx)")
        self.fields["file"].help_text = gettext("Cổng so sánh từng phần và cho xem trước; chưa lưu gì khi chưa chọn.")
        self.fields["file"].widget.attrs["accept"] = ".docx"
        self.fields["file"].widget.attrs |= size_attrs(gettext("Bỏ bớt hình trong tệp rồi lưu lại."))

    def clean_file(self) -> AcceptedFile:
        try:
            return judge(self.cleaned_data["file"], ("docx",), self.account)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy


class ReplaceForm(ActForm):
    sections = (("", ["how"]),)
    how = forms.ChoiceField(
        label=_("Văn bản mới"),
        choices=Document.ReplacesHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đính chính hoặc thay thế.")},
    )
