"""Forms for papers."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from ground.text import short_date
from inspections.attachments.models import PaperLink
from inspections.campaigns.models import Campaign
from inspections.papers.forms import PaperForm
from inspections.papers.models import OfficialPaper
from inspections.papers.pickers import PaperPick
from workflow.records.sections import PlanForm
from workflow.steps.forms import StepFields


class NoticeForm(PaperForm):
    kinds = ("pdf",)
    file_help = _("Bản PDF đã ký, tối đa %s. Cổng xem nội dung tệp trước khi nhận.")

    def __init__(self, *args, last_session: date | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.last_session = last_session
        self.fields["number"].help_text = gettext("Như in trên văn bản, ví dụ 15-TB/BTGDVTU.")

    def clean_dated_on(self) -> date:
        day = super().clean_dated_on()
        if self.last_session and day < self.last_session:
            message = gettext("Ngày văn bản trước buổi làm việc cuối cùng (%s).")
            raise ValidationError(message % short_date(self.last_session))
        return day


class SeenNoticeForm(forms.Form):
    """Makes sure that the leader publishes the notice that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def arguments(self) -> dict:
        return {"seen": self.cleaned_data["seen"]}


class PublishSeenForm(StepFields, SeenNoticeForm):
    """The leader's form for the attached notice."""

    @property
    def arguments(self) -> dict:
        return {**super().arguments, "happened_on": self.happened_on}


class PublishNoticeForm(StepFields, NoticeForm):
    """The leader's form for a notice that is attached and published at once."""

    @property
    def arguments(self) -> dict:
        return {**super().arguments, "happened_on": self.happened_on}


NEEDED = {
    "paper_type": _("Chọn loại văn bản."),
    "number": _("Ghi số, ký hiệu như in trên văn bản."),
    "dated_on": _("Ghi ngày in trên văn bản."),
    "title": _("Ghi trích yếu như in trên văn bản."),
}


class SourceForm(PlanForm):
    """A paper or article that is a source: a registered one, or a new one, with its web address where it has one."""

    sections = (
        ("", ["known"]),
        (
            _("Hoặc ghi nguồn mới"),
            ["paper_type dated_on", "title", "issuer number", "web_address", "is_internal"],
        ),
    )
    known = PaperPick(label=_("Văn bản đã có"), required=False, help_text=_("Tìm theo số, ký hiệu hoặc trích yếu."))
    web_address = forms.URLField(
        label=_("Địa chỉ trên mạng"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Bắt đầu bằng https://, dài đến 2.000 ký tự."),
        error_messages={"invalid": _("Địa chỉ không đúng. Chép nguyên từ thanh địa chỉ của trình duyệt.")},
    )

    class Meta:
        model = OfficialPaper
        fields = ["paper_type", "dated_on", "title", "issuer", "number", "web_address", "is_internal"]
        labels = {
            "paper_type": _("Loại nguồn"),
            "number": _("Số, ký hiệu, nếu có"),
            "dated_on": _("Ngày đăng, ngày văn bản, nếu nêu"),
            "title": _("Tên bài, trích yếu"),
            "issuer": _("Nơi đăng, nơi ban hành"),
            "is_internal": _("Chỉ cơ quan kiểm tra xem"),
        }

    def __init__(self, *args, link: PaperLink, keeper: Organization, **kwargs) -> None:
        kwargs["initial"] = {"paper_type": OfficialPaper.Type.PRESS, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.link = link
        self.instance.kept_by = keeper
        for name in ("paper_type", "title", "issuer"):
            self.fields[name].required = False

    def clean_known(self) -> OfficialPaper | None:
        paper = self.cleaned_data["known"]
        if paper and self.link.owner.paper_links.filter(paper=paper, role=PaperLink.Role.SOURCE).exists():
            raise ValidationError(gettext("Văn bản này đã gắn làm nguồn ở đây."))
        if paper and self.link.organization_id and paper.kept_by_id not in self.user.reach.board:
            raise ValidationError(gettext("Văn bản này do cơ quan khác lưu. Ghi nguồn mới ở dưới."))
        return paper

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("known") or "known" in self.errors:
            return
        for name, refusal in NEEDED_OF_SOURCE.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, refusal)


NEEDED_OF_SOURCE = {
    "paper_type": _("Chọn loại nguồn."),
    "title": _("Ghi tên bài hoặc trích yếu."),
    "issuer": _("Ghi nơi đăng hoặc nơi ban hành."),
}


class BasisForm(PlanForm):
    """A paper that a campaign is based on: a registered one, or a new one entered here."""

    sections = (
        ("", ["known"]),
        (_("Hoặc ghi văn bản mới"), ["paper_type number dated_on", "title", "issuer", "is_internal"]),
    )
    known = PaperPick(label=_("Văn bản đã có"), required=False, help_text=_("Tìm theo số, ký hiệu hoặc trích yếu."))

    class Meta:
        model = OfficialPaper
        fields = ["paper_type", "number", "dated_on", "title", "issuer", "is_internal"]
        labels = {
            "paper_type": _("Loại văn bản"),
            "number": _("Số, ký hiệu"),
            "dated_on": _("Ngày văn bản"),
            "title": _("Trích yếu"),
            "issuer": _("Nơi ban hành"),
            "is_internal": _("Chỉ cơ quan kiểm tra xem"),
        }
        help_texts = {"issuer": _("Để trống: cơ quan kiểm tra.")}

    def __init__(self, *args, campaign: Campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.instance.kept_by = campaign.inspecting_organization
        for name in ("paper_type", "title", "issuer"):
            self.fields[name].required = False

    def clean_known(self) -> OfficialPaper | None:
        paper = self.cleaned_data["known"]
        if paper and self.campaign.paper_links.filter(paper=paper, role="basis").exists():
            raise ValidationError(gettext("Văn bản này đã gắn vào đợt."))
        return paper

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("known") and "known" not in self.errors:
            for name, refusal in NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, refusal)
        own = self.campaign.inspecting_organization.full_name_at(cleaned.get("dated_on") or self.campaign.day)
        cleaned["issuer"] = cleaned.get("issuer") or own[:200]
