"""The states of campaigns, inspections and assignments, in the order work goes through them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
# Not yet told to the inspected body.
UNTOLD = [InspectionState.PLANNED]
