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
    REPLIED = "replied", _("Đã trả lời kiến nghị")
    CARRIED_OVER = "carried_over", _("Chuyển sang đợt sau")
    TRANSFERRED = "transferred", _("Đã chuyển đơn vị kế thừa")


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {
    "open": "todo",
    "answered": "sent",
    "returned": "back",
    "verified": "done",
    "replied": "done",
    "carried_over": "lock",
    "transferred": "lock",
}


# Directions in which a body asks the level above it; in the others the Board asks a body.
UPWARD = ("petition", "propose")
# Still to be carried out.
OPEN_ASSIGNMENTS = (
    AssignmentState.OPEN,
    AssignmentState.ACCEPTED,
    AssignmentState.ANSWERED,
    AssignmentState.RETURNED,
)
# What lies with the owner: an answered one lies with the inspecting side.
WITH_THE_OWNER = (AssignmentState.OPEN, AssignmentState.ACCEPTED, AssignmentState.RETURNED)
# Roles: owner carries out what the Board asks of it; recipient answers what a body asks upward; the others inspect.
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
        "plan",
        _("Gửi kế hoạch thực hiện"),
        (AssignmentState.OPEN, AssignmentState.ACCEPTED),
        AssignmentState.ACCEPTED,
        ("owner",),
        _("Cơ quan kiểm tra thấy đơn vị sẽ làm gì, ai làm, khi nào xong."),
        needs_reason=True,
        reason_label=_("Kế hoạch thực hiện"),
    ),
    Step(
        "progress",
        _("Báo cáo tiến độ, bổ sung"),
        (AssignmentState.ACCEPTED, AssignmentState.ANSWERED, AssignmentState.RETURNED),
        SAME,
        ("owner",),
        _("Cơ quan kiểm tra thấy việc đã làm đến đâu; trạng thái giữ nguyên."),
        needs_reason=True,
        reason_label=_("Tiến độ, nội dung bổ sung"),
    ),
    Step(
        "request_extension",
        _("Xin gia hạn"),
        WITH_THE_OWNER,
        SAME,
        ("owner",),
        _("Cơ quan kiểm tra xem xét; hạn cũ còn hiệu lực cho đến khi được gia hạn."),
        needs_reason=True,
        asks=("requested_until",),
    ),
    Step(
        "verify",
        _("Xác nhận đã thực hiện"),
        (AssignmentState.ANSWERED,),
        AssignmentState.VERIFIED,
        ("staff", "head"),
        _("Đề nghị được coi là đã thực hiện."),
        reason_label=_("Ghi chú (không bắt buộc)"),
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
        reason_label=_("Cần bổ sung gì"),
    ),
    Step(
        "reply",
        _("Trả lời kiến nghị"),
        OPEN_ASSIGNMENTS,
        AssignmentState.REPLIED,
        ("recipient",),
        _("Đơn vị kiến nghị đọc được câu trả lời."),
        needs_reason=True,
        reason_label=_("Nội dung trả lời"),
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
        "refuse_extension",
        _("Không gia hạn"),
        WITH_THE_OWNER,
        SAME,
        ("staff",),
        _("Hạn cũ giữ nguyên; đơn vị đọc được lý do."),
        needs_reason=True,
    ),
    Step(
        "reminded",  # by the portal, as ladder.py says
        _("Nhắc việc"),
        OPEN_ASSIGNMENTS,
        SAME,
        (),
        _("Người phải làm nhận lời nhắc trên trang Việc cần làm."),
    ),
    Step(
        "carry_over",
        pgettext_lazy("step", "Chuyển sang đợt sau"),
        OPEN_ASSIGNMENTS,
        AssignmentState.CARRIED_OVER,
        ("staff",),
        _("Đề nghị được theo dõi tiếp ở đợt sau, với hạn và những gì đã trả lời."),
        asks=("carried_into",),
    ),
    Step(
        "continue",  # an assignment begins with it in the later campaign, in the state that it had before
        _("Chuyển từ đợt trước"),
        (),
        SAME,
        (),
        _("Đề nghị của đợt trước được theo dõi tiếp ở đợt này."),
    ),
    Step(
        "transfer",
        _("Chuyển đơn vị kế thừa"),
        OPEN_ASSIGNMENTS,
        AssignmentState.TRANSFERRED,
        ("staff",),
        _("Các cơ quan kế thừa ghi trong danh mục nhận phần việc này; lịch sử được giữ."),
        needs_reason=True,
        final=_("Chuyển rồi thì không lấy lại được: cơ quan kế thừa thực hiện, theo dõi ở phần việc mới."),
    ),
    is_dated=True,
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
    "recipient": _("cơ quan kiểm tra, nơi nhận kiến nghị"),
}
