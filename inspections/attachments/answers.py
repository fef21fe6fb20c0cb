"""Answers with files: the form in which they are typed and chosen, and the act that stores both."""

from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from ground.limits import WAITING_UPLOADS
from ground.processes.heavy import Busy
from ground.text import file_size
from inspections.attachments.models import InspectionAttachment
from inspections.papers.acts import storing
from inspections.papers.uploads import pending
from inspections.papers.uploads.judge import TYPES, AcceptedFile, judge
from inspections.papers.uploads.limits import size_attrs
from inspections.recommendations.forms import AssignmentStepForm
from inspections.recommendations.models import Assignment
from workflow.models import Event
from workflow.records import drafts
from workflow.steps.acts import take
from workflow.steps.states import Step

FILES_MAX = WAITING_UPLOADS  # of one answer; more are sent with a report of progress


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files; cleaned it is a list of uploads, [] for none."""

    widget = SeveralFiles

    def clean(self, data: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(upload, initial) for upload in data or []]


class AnswerForm(AssignmentStepForm):
    """Words with files. After an error in another field, files that were judged to be right wait on the server, for
    their sender alone, and need not be chosen again.
    """

    files = FilesField(label=_("Tệp kèm theo (không bắt buộc)"), required=False)
    is_not_secret = forms.BooleanField(label=_("Tài liệu không thuộc danh mục bí mật nhà nước"), required=False)
    waiting_files = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    busy: Busy | None = None

    def __init__(self, *args, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        field = self.fields["files"]
        params = {"n": FILES_MAX, "size": file_size(settings.UPLOAD_MAX_BYTES)}
        field.help_text = gettext("PDF hoặc Word (.docx), nhiều nhất %(n)d tệp, mỗi tệp tối đa %(size)s.") % params
        field.widget.attrs |= {"multiple": True, "accept": ",".join(f".{kind}" for kind in TYPES)}
        field.widget.attrs |= size_attrs(gettext("Quét lại ở độ phân giải thấp hơn (200 dpi)."))
        self._stored_before = self._waiting()

    def _tokens(self) -> list[UUID]:
        words = (self.data.get("waiting_files") or "") if self.is_bound else ""
        try:
            return [UUID(word) for word in words.split(",") if word][:FILES_MAX]
        except ValueError:
            return []

    def _waiting(self) -> list[UploadedFile]:
        """Return the files that wait from the try before, unless others are chosen now or they are dropped."""
        tokens = self._tokens()
        if self.is_bound and (self.files.getlist("files") or self.data.get("drop_files")):
            for token in tokens:
                pending.drop(self.account, token)
            self._set_tokens([])
            return []
        return [upload for token in tokens if (upload := pending.find(self.account, token))]

    def _set_tokens(self, tokens: list[UUID]) -> None:
        self.data = self.data.copy()
        self.data["waiting_files"] = ",".join(map(str, tokens))

    def clean_files(self) -> list[AcceptedFile]:
        uploads = [*self._stored_before, *self.cleaned_data["files"]]
        if len(uploads) > FILES_MAX:
            raise ValidationError(
                gettext("Nhiều nhất %d tệp một lần; gửi tiếp ở “Báo cáo tiến độ, bổ sung”.") % FILES_MAX
            )
        try:
            return [self._judged(upload) for upload in uploads]
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def _judged(self, upload: UploadedFile) -> AcceptedFile:
        try:
            return judge(upload, tuple(TYPES), self.account)
        except ValidationError as fault:
            raise ValidationError([f"{upload.name}: {message}" for message in fault.messages]) from fault

    def clean(self) -> dict:
        cleaned = super().clean()
        judged = cleaned.get("files") or []
        if judged and not cleaned.get("is_not_secret"):
            message = gettext("Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật.")
            self.add_error("is_not_secret", message)
        elif judged and self.errors:
            self._keep(judged)
        elif self.errors and self.files:
            self.add_error("files", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))
        return cleaned

    def _keep(self, judged: list[AcceptedFile]) -> None:
        """Store the files for the next try, and show their names with a way to drop them."""
        if not self._stored_before:
            self._set_tokens([pending.keep(self.account, each.name, each.content) for each in judged])
        names = ", ".join(f"“{each.name}”" for each in judged)
        message = ngettext(
            "Đang giữ tệp %s: không phải chọn lại.", "Đang giữ các tệp %s: không phải chọn lại.", len(judged)
        )
        self["files"].help_text = message % names
        self.fields["drop_files"] = forms.BooleanField(label=gettext("Bỏ các tệp đang giữ"), required=False)
        self.order_fields([*self.step.asks, "reason", "files", "drop_files"])

    def received(self) -> None:
        for token in self._tokens():
            pending.drop(self.account, token)


def answer_form(step: Step, assignment: Assignment, request: HttpRequest | None) -> AnswerForm:
    """Return the form of a step whose words are an answer, filled with what was sent or saved; empty for None."""
    if request is None:
        return AnswerForm(step, assignment, step.needs_reason, account=0)
    files = request.FILES if request.method == "POST" else None
    return AnswerForm(step, assignment, step.needs_reason, drafts.typed(request), files, account=request.user.pk)


def answer(assignment: Assignment, name: str, actor: User, form: AnswerForm, now: datetime | None = None) -> Event:
    """Take the step, and attach the files to the answer that it stored."""
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stored = [
            stack.enter_context(storing(file.content, file.name, file.content_type, file.scan_state))
            for file in form.cleaned_data["files"]
        ]
        typed = {"reason": form.cleaned_data["reason"], "happened_on": form.happened_on, **form.changes}
        event = take(assignment, name, actor, now=now, **typed)
        latest = assignment.answers.order_by("-pk").first()
        for file in stored:
            InspectionAttachment.objects.create(answer=latest, file=file)
    return event
