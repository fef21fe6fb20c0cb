"""The states of campaigns, inspections and assignments, in the order work goes through them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.states import BACK, SAME, Step, table


class CampaignState(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang thực hiện")
    CLOSED = "closed", _("Đã kết thúc")
    CANCELLED = "cancelled", _("Đã hủy")


class InspectionState(TextChoices):
    PLANNED = "planned", _("Dự kiến")
    NOTIFIED = "notified", _("Đã thông báo")
    IN_SESSION = "in_session", _("Đang làm việc")
    RECORDED = "recorded", _("Đã thống nhất biên bản")
    DRAFTING = "drafting", _("Đang soạn kết luận")
    FOR_DECISION = "for_decision", _("Chờ quyết định")
    CONCLUDED = "concluded", _("Đã kết luận")
    FOLLOWED_UP = "followed_up", _("Đang theo dõi")
    CLOSED = "closed", _("Đã kết thúc")
    POSTPONED = "postponed", _("Tạm hoãn")
    CANCELLED = "cancelled", _("Đã hủy")


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
    CampaignState: {"draft": "todo", "open": "going", "closed": "lock", "cancelled": "stop"},
    InspectionState: {
        "planned": "todo",
        "notified": "sent",
        "for_decision": "sent",
        "concluded": "done",
        "followed_up": "done",
        "closed": "lock",
        "postponed": "hold",
        "cancelled": "stop",
    },
    AssignmentState: {
        "open": "todo",
        "answered": "sent",
        "returned": "back",
        "verified": "done",
        "carried_over": "lock",
        "transferred": "lock",
    },
}

# Still to be carried out.
OPEN_ASSIGNMENTS = (
    AssignmentState.OPEN,
    AssignmentState.ACCEPTED,
    AssignmentState.ANSWERED,
    AssignmentState.RETURNED,
)
# The minutes are agreed by both sides: from here on the inspected body may read what was found.
MINUTES_AGREED = [
    InspectionState.RECORDED,
    InspectionState.DRAFTING,
    InspectionState.FOR_DECISION,
    InspectionState.CONCLUDED,
    InspectionState.FOLLOWED_UP,
    InspectionState.CLOSED,
]
# The conclusion is out: what a viewer may read, and what nobody edits any more.
CONCLUDED = [InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP, InspectionState.CLOSED]
# What stands in such an inspection stays as it is.
WRITTEN_OUT = [*CONCLUDED, InspectionState.CANCELLED]
# The hats that write down what was seen and said (domain.md §2).
WRITERS = {"leader", "staff", "head", "secretary"}
# Nothing in it moves any more.
CAMPAIGN_OVER = [CampaignState.CLOSED, CampaignState.CANCELLED]
# The unit may hand in its self-report.
REPORT_ASKED = [InspectionState.NOTIFIED, InspectionState.IN_SESSION]
# The inspected body knows of it.
TOLD = [state for state in InspectionState if state != InspectionState.PLANNED]


# --- Steps: who may take what from where (model.md) ------------------------------------------------------------------
# Hats: leader and staff of the inspecting body; head and secretary of the delegation; owner: people of the body that a
# recommendation is assigned to.
CAMPAIGN_STEPS = table(
    Step(
        "open",
        _("Mở đợt"),
        (CampaignState.DRAFT,),
        CampaignState.OPEN,
        ("leader",),
        _("Đợt bắt đầu; bộ chỉ tiêu được chốt, không sửa được nữa."),
        look="main",
    ),
    Step(
        "close",
        _("Kết thúc đợt"),
        (CampaignState.OPEN,),
        CampaignState.CLOSED,
        ("leader",),
        _("Đợt khép lại; mọi cuộc kiểm tra chỉ còn xem."),
    ),
    Step(
        "reopen",
        _("Mở lại đợt"),
        (CampaignState.CLOSED,),
        CampaignState.OPEN,
        ("leader",),
        _("Đợt trở lại trạng thái đang thực hiện."),
        needs_reason=True,
    ),
    Step(
        "cancel",
        _("Hủy đợt"),
        (CampaignState.DRAFT, CampaignState.OPEN),
        CampaignState.CANCELLED,
        ("leader",),
        _("Đợt dừng hẳn, không mở lại được."),
        needs_reason=True,
        look="risk",
    ),
)

_OPEN_INSPECTIONS = tuple(
    state for state in InspectionState if state not in (InspectionState.CLOSED, InspectionState.CANCELLED)
)
INSPECTION_STEPS = table(
    # Of the reporting body, which wears no hat here: acts.hand_in_report says who, this line tells it in the history.
    Step(
        "hand_in",
        _("Gửi báo cáo tự kiểm tra"),
        tuple(REPORT_ASKED),
        SAME,
        (),
        _("Cơ quan kiểm tra nhận báo cáo của đơn vị; gửi lại thì bản trước vẫn được giữ."),
    ),
    Step(
        "notify",
        _("Gửi thông báo"),
        (InspectionState.PLANNED,),
        InspectionState.NOTIFIED,
        ("staff",),
        _("Đơn vị được kiểm tra thấy cuộc kiểm tra và gửi được báo cáo."),
        look="main",
    ),
    Step(
        "start",
        _("Bắt đầu làm việc"),
        (InspectionState.NOTIFIED,),
        InspectionState.IN_SESSION,
        ("head", "secretary", "staff"),
        _("Đoàn bắt đầu buổi làm việc với đơn vị."),
        look="main",
    ),
    Step(
        "record",
        _("Thống nhất biên bản"),
        (InspectionState.IN_SESSION,),
        InspectionState.RECORDED,
        ("head", "secretary"),
        _("Hai bên đã ký biên bản; đơn vị xem được nhận xét không nội bộ."),
        look="main",
    ),
    Step(
        "draft",
        _("Soạn kết luận"),
        (InspectionState.RECORDED,),
        InspectionState.DRAFTING,
        ("head", "secretary", "staff"),
        _("Bắt đầu soạn thông báo kết luận."),
        look="main",
        is_internal=True,
    ),
    Step(
        "submit",
        _("Trình kết luận"),
        (InspectionState.DRAFTING,),
        InspectionState.FOR_DECISION,
        ("head",),
        _("Trình lãnh đạo cơ quan kiểm tra quyết định."),
        look="main",
        is_internal=True,
    ),
    Step(
        "send_back",
        _("Trả lại để soạn tiếp"),
        (InspectionState.FOR_DECISION,),
        InspectionState.DRAFTING,
        ("leader",),
        _("Dự thảo trở lại Đoàn kiểm tra kèm lý do."),
        needs_reason=True,
        is_internal=True,
    ),
    Step(
        "attach",
        _("Đính kèm thông báo đã ký"),
        (InspectionState.FOR_DECISION,),
        SAME,
        ("staff", "leader"),
        _("Thông báo kết luận đã ký chờ lãnh đạo công bố; bên ngoài chưa thấy."),
        is_internal=True,
    ),
    Step(
        "conclude",
        _("Công bố kết luận"),
        (InspectionState.FOR_DECISION,),
        InspectionState.CONCLUDED,
        ("leader",),
        _("Đơn vị thấy kết luận từ lúc này; nhận xét, số liệu không sửa được nữa."),
        look="seal",
    ),
    Step(
        "follow",
        _("Theo dõi thực hiện"),
        (InspectionState.CONCLUDED,),
        InspectionState.FOLLOWED_UP,
        (),
        _("Cổng tự chuyển khi đề nghị đã có phân công thực hiện."),
    ),
    Step(
        "close",
        _("Kết thúc cuộc kiểm tra"),
        (InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP),
        InspectionState.CLOSED,
        ("staff",),
        _("Hồ sơ khép lại, chỉ còn xem."),
    ),
    Step(
        "postpone",
        pgettext_lazy("step", "Tạm hoãn"),
        (InspectionState.PLANNED, InspectionState.NOTIFIED),
        InspectionState.POSTPONED,
        ("staff",),
        _("Cuộc kiểm tra tạm dừng, mọi hạn chờ ngày mới."),
        needs_reason=True,
    ),
    Step(
        "resume",
        _("Tiếp tục"),
        (InspectionState.POSTPONED,),
        BACK,
        ("staff",),
        _("Cuộc kiểm tra trở lại trạng thái trước khi tạm hoãn."),
        needs_reason=True,
        look="main",
    ),
    # By reminders.remind, for many at once: who of the inspected side has something to do is asked there.
    Step(
        "reminded",
        _("Đôn đốc"),
        (*REPORT_ASKED, InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP),
        SAME,
        (),
        _("Người của đơn vị còn việc phải làm nhận được lời nhắc trong cổng."),
    ),
    Step(
        "cancel",
        _("Hủy cuộc kiểm tra"),
        _OPEN_INSPECTIONS,
        InspectionState.CANCELLED,
        ("leader",),
        _("Cuộc kiểm tra dừng hẳn, không mở lại được."),
        needs_reason=True,
        look="risk",
    ),
)

ASSIGNMENT_STEPS = table(
    Step(
        "accept",
        _("Nhận thực hiện"),
        (AssignmentState.OPEN,),
        AssignmentState.ACCEPTED,
        ("owner",),
        _("Đơn vị nhận thực hiện đề nghị."),
        look="main",
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

# Who takes a step, as its button tells it.
HAT_WORDS = {
    "leader": _("lãnh đạo cơ quan kiểm tra"),
    "staff": _("chuyên viên cơ quan kiểm tra"),
    "head": _("Trưởng đoàn"),
    "secretary": _("thư ký Đoàn"),
    "owner": _("đơn vị thực hiện"),
}
