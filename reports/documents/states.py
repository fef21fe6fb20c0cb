"""The states of an outgoing document and its steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflow.steps.states import Step, table


class DocumentState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SUBMITTED = "submitted", _("Đã trình")
    ISSUED = "issued", _("Đã ban hành")
    SIGNED = "signed", _("Đã có bản ký")
    PUBLISHED = "published", _("Đã công bố")
    REPLACED = "replaced", _("Đã thay thế")


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {
    "draft": "going",
    "submitted": "sent",
    "issued": "done",
    "signed": "done",
    "published": "lock",
    "replaced": "stop",
}
# Once issued, the bytes are frozen.
FROZEN = [DocumentState.ISSUED, DocumentState.SIGNED, DocumentState.PUBLISHED, DocumentState.REPLACED]
# "issuer" is the role that issues this kind: the leader, or the head of the delegation for its own papers.
DOCUMENT_STEPS = table(
    Step(
        "submit",
        _("Trình ký"),
        (DocumentState.DRAFT,),
        DocumentState.SUBMITTED,
        ("staff", "head", "secretary"),
        _("Người ban hành được báo; dự thảo không sửa được nữa cho đến khi trả lại."),
        look="main",
        is_expected=True,
        is_internal=True,
    ),
    Step(
        "send_back",
        _("Trả lại dự thảo"),
        (DocumentState.SUBMITTED,),
        DocumentState.DRAFT,
        ("issuer",),
        _("Dự thảo trở lại người soạn kèm lý do."),
        needs_reason=True,
        is_internal=True,
    ),
    Step(
        "issue",
        _("Ban hành"),
        (DocumentState.SUBMITTED,),
        DocumentState.ISSUED,
        ("issuer",),
        _("Văn bản có số, ngày và không bao giờ sửa được nữa; sai thì ban hành văn bản đính chính, thay thế."),
        look="seal",
        is_expected=True,
        is_internal=True,
        asks=("issued_on", "sha256", "check_code", "pdf"),
    ),
    Step(
        "sign",
        _("Đính kèm bản đã ký"),
        (DocumentState.ISSUED,),
        DocumentState.SIGNED,
        ("staff", "issuer"),
        _("Tệp đã ký, hoặc bản chụp bản giấy đã ký, nằm cạnh bản cổng ban hành; cổng đọc chữ ký trong tệp."),
        is_internal=True,
        asks=("signed_file",),
    ),
    Step(
        "publish",
        _("Công bố cho đơn vị"),
        (DocumentState.ISSUED, DocumentState.SIGNED),
        DocumentState.PUBLISHED,
        ("staff", "issuer"),
        _("Người của đơn vị thấy văn bản và nhận thông báo."),
        final=_("Công bố rồi không rút lại được; sai thì ban hành văn bản đính chính, thay thế."),
        look="main",
        is_expected=True,
    ),
    # No role takes it: issuing the document that replaces this one does.
    Step(
        "replace",
        _("Thay thế"),
        (DocumentState.ISSUED, DocumentState.SIGNED, DocumentState.PUBLISHED),
        DocumentState.REPLACED,
        (),
        _("Văn bản mới thay văn bản này; bản cũ vẫn được giữ nguyên."),
    ),
)
