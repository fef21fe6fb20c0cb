"""The states of an inspection in the usual order, and its steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.steps.states import BACK, SAME, Step, table


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


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {
    "planned": "todo",
    "notified": "sent",
    "for_decision": "sent",
    "concluded": "done",
    "followed_up": "done",
    "closed": "lock",
    "postponed": "hold",
    "cancelled": "stop",
}


# Both sides have agreed the minutes: from here on the inspected body may read the findings.
MINUTES_AGREED = [
    InspectionState.RECORDED,
    InspectionState.DRAFTING,
    InspectionState.FOR_DECISION,
    InspectionState.CONCLUDED,
    InspectionState.FOLLOWED_UP,
    InspectionState.CLOSED,
]
# The conclusion is published: visible to viewers.
CONCLUDED = [InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP, InspectionState.CLOSED]
# The state from which it is concluded: what those outside read until the conclusion is published.
BEFORE_CONCLUSION = InspectionState.FOR_DECISION
# Rows of such an inspection are read-only.
WRITTEN_OUT = [*CONCLUDED, InspectionState.CANCELLED]
# The roles that write sessions, values, findings and recommendations (domain.md §2).
WRITERS = {"leader", "staff", "head", "secretary"}
# The unit may hand in its self-report.
REPORT_EXPECTED = [InspectionState.NOTIFIED, InspectionState.IN_SESSION]
# The inspected body knows of it.
FROM_NOTICE_ON = [state for state in InspectionState if state != InspectionState.PLANNED]
_OPEN_INSPECTIONS = tuple(
    state for state in InspectionState if state not in (InspectionState.CLOSED, InspectionState.CANCELLED)
)
INSPECTION_STEPS = table(
    # No role takes it: the step `send` of the self-report's dossier writes the event, which has its label from here.
    Step(
        "hand_in",
        _("Gửi báo cáo tự kiểm tra"),
        tuple(REPORT_EXPECTED),
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
        is_expected=True,
    ),
    Step(
        "start",
        _("Bắt đầu làm việc"),
        (InspectionState.NOTIFIED,),
        InspectionState.IN_SESSION,
        ("head", "secretary", "staff"),
        _("Đoàn bắt đầu buổi làm việc với đơn vị."),
        look="main",
        is_expected=True,
    ),
    Step(
        "record",
        _("Thống nhất biên bản"),
        (InspectionState.IN_SESSION,),
        InspectionState.RECORDED,
        ("head", "secretary"),
        _("Hai bên đã ký biên bản; đơn vị xem được nhận xét không nội bộ."),
        look="main",
        is_expected=True,
    ),
    Step(
        "draft",
        _("Soạn kết luận"),
        (InspectionState.RECORDED,),
        InspectionState.DRAFTING,
        ("head", "secretary", "staff"),
        _("Bắt đầu soạn thông báo kết luận."),
        look="main",
        is_expected=True,
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
        is_expected=True,
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
        final=_("Công bố rồi không rút lại được; nhận xét, số liệu, đề nghị nêu ở trang này không sửa được nữa."),
        look="seal",
        is_expected=True,
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
        _("Hồ sơ kết thúc, chỉ xem, không sửa được."),
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
        is_expected=True,
    ),
    # No role takes it: remind (portal/campaigns/reminders.py) finds out who on the inspected side has something to do,
    # sends the notices and writes the event.
    Step(
        "reminded",
        _("Đôn đốc"),
        (*REPORT_EXPECTED, InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP),
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
        final=_("Hủy rồi thì không mở lại được; những gì đã nhập chỉ còn để xem."),
        look="risk",
    ),
    is_dated=True,
)
