from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.text import file_size
from inspections.papers.uploads.judge import AcceptedFile
from inspections.papers.uploads.several import FormWithFiles
from reports.submissions.files import FileOwner
from reports.submissions.models import Dossier
from workflow.records import drafts
from workflow.steps.acts import needs_reason
from workflow.steps.forms import StepForm
from workflow.steps.states import Step


class SendForm(forms.Form):
    """The box that is ticked before a report is sent."""

    is_not_secret = forms.BooleanField(
        label=_("Tôi xác nhận báo cáo không chứa bí mật nhà nước, đã che thông tin cá nhân của công dân"),
        error_messages={"required": _("Xem lại nội dung rồi đánh dấu. Nội dung mật gửi theo đường văn bản mật.")},
    )


class DossierStepForm(StepForm):
    """A step of a report; a new due date is not in the past."""

    @classmethod
    def as_sent(cls, step: Step, record: Dossier, request: HttpRequest) -> "DossierStepForm":
        needed = needs_reason(record, step, request.user, timezone.localdate())
        return cls(step, record, needed, drafts.typed(request))

    def clean_due_on(self) -> date:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise ValidationError(gettext("Ngày này đã qua."))
        return self.cleaned_data["due_on"]


class FilesForm(FormWithFiles):
    """Files for one part of a report."""

    owner = forms.ChoiceField(label=_("Tệp của mục"), required=False)

    def __init__(self, *args, owners: list[FileOwner], account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner.key: owner for owner in owners}
        self.fields["owner"].choices = [(owner.key, owner.words) for owner in owners]
        self.begin_files(account)
        self.fields["files"].label = _("Tệp")
        words = gettext("PDF, Word, Excel, ảnh (.jpg, .png, .heic); mỗi tệp tối đa %s. Tệp được lưu ngay khi gửi xong.")
        self.fields["files"].help_text = words % file_size(settings.UPLOAD_MAX_BYTES)
        self.order_fields(["owner"])

    def clean_files(self) -> list[AcceptedFile]:
        files = super().clean_files()
        if not files:  # nothing chosen, or what waited is gone
            raise ValidationError(gettext("Chưa chọn tệp nào."))
        return files

    @property
    def chosen_owner(self) -> FileOwner:
        return self.owners[self.cleaned_data["owner"]]
