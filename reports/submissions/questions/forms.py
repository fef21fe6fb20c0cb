from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.fields import PlainText


class QuestionForm(forms.Form):
    """A question, or an answer; submitted twice it is one."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    text = PlainText(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Không ghi nội dung bí mật nhà nước. Đã gửi thì không sửa được; viết thêm thì được."),
        error_messages={"required": _("Viết nội dung rồi gửi.")},
    )

    def __init__(self, *args, is_answer: bool, **kwargs) -> None:
        super().__init__(*args, auto_id="question-%s", **kwargs)
        self.fields["text"].label = _("Trả lời đơn vị") if is_answer else _("Hỏi cơ quan kiểm tra")
