"""The states of an assignment, and its steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.steps.states import SAME, Step, table


class AssignmentState(TextChoices):
    OPEN = "open", _("Chưa nhận")
    ACCEPTED = "accepted", _("Đã nhận")
    ANSWERED = "answered", _("Đã trả lời")
    RETURNED = "returned", _("Trả lại để bổ sung")
    VERIFIED = "verified", _("Đã xác nhận")
    CARRIED_OVER = "carried_over", _("Chuyển sang đợt sau")
    TRANSFERRED = "transferred", _("Đã chuyển đơn vị kế thừa")


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {
    "open": "todo",
    "answered": "sent",
    "returned": "back",
    "verified": "done",
    "carried_over": "lock",
    "transferred": "lock",
}


# Still to be carried out.
OPEN_ASSIGNMENTS = (
    AssignmentState.OPEN,
    AssignmentState.ACCEPTED,
    AssignmentState.ANSWERED,
    AssignmentState.RETURNED,
)
# What lies with the owner: an answered one lies with the inspecting side.
WITH_THE_OWNER = (AssignmentState.OPEN, AssignmentState.ACCEPTED, AssignmentState.RETURNED)
ASSIGNMENT_STEPS = table(
    Step(
        "accept",
        _("Nhận thực hiện"),
        (AssignmentState.OPEN,),
        AssignmentState.ACCEPTED,
        ("owner",),
        _("Đơn vị nhận thực hiện đề nghị."),
        look="main",
        is_expected=True,
    ),
    Step(
        "answer",
        _("Trả lời"),
        (AssignmentState.ACCEPTED, AssignmentState.RETURNED),
        AssignmentState.ANSWERED,
        ("owner",),
        _("Gửi kết quả thực hiện cho cơ quan kiểm tra xem."),
        needs_reason=True,
        reason_label=_("Kết quả thực hiện"),
        look="main",
        is_expected=True,
    ),
    Step(
        "return",
        pgettext_lazy("step", "Trả lại để bổ sung"),
        (AssignmentState.ANSWERED,),
        AssignmentState.RETURNED,
        ("staff", "head"),
        _("Đơn vị bổ sung rồi trả lời lại."),
        needs_reason=True,
    ),
    Step(
        "verify",
        _("Xác nhận đã thực hiện"),
        (AssignmentState.ANSWERED,),
        AssignmentState.VERIFIED,
        ("staff", "head"),
        _("Đề nghị được coi là đã thực hiện."),
        look="main",
        is_expected=True,
    ),
    Step(
        "extend",
        _("Gia hạn"),
        OPEN_ASSIGNMENTS,
        SAME,
        ("staff",),
        _("Đơn vị có hạn mới."),
        needs_reason=True,
        asks=("due_on",),
    ),
    Step(
        "carry_over",
        pgettext_lazy("step", "Chuyển sang đợt sau"),
        OPEN_ASSIGNMENTS,
        AssignmentState.CARRIED_OVER,
        ("staff",),
        _("Đề nghị được theo dõi tiếp ở đợt sau."),
    ),
    Step(
        "transfer",
        _("Chuyển đơn vị kế thừa"),
        OPEN_ASSIGNMENTS,
        AssignmentState.TRANSFERRED,
        ("staff",),
        _("Các cơ quan kế thừa ghi trong danh mục nhận phần việc này; lịch sử được giữ."),
        needs_reason=True,
    ),
)
# Labels of roles, shown with steps that others take.
ROLE_LABELS = {
    "leader": _("lãnh đạo cơ quan kiểm tra"),
    "successor": _("lãnh đạo cơ quan kế thừa"),
    "issuer": _("người ban hành"),
    "staff": _("chuyên viên cơ quan kiểm tra"),
    "head": _("Trưởng đoàn"),
    "secretary": _("thư ký Đoàn"),
    "owner": _("đơn vị thực hiện"),
}
