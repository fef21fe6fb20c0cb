"""The states of a campaign, and its steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflow.steps.states import SAME, Step, table


class CampaignState(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang thực hiện")
    CLOSED = "closed", _("Đã kết thúc")
    CANCELLED = "cancelled", _("Đã hủy")


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {"draft": "todo", "open": "going", "closed": "lock", "cancelled": "stop"}


# Closed: read-only.
CAMPAIGN_OVER = [CampaignState.CLOSED, CampaignState.CANCELLED]
# Roles: leader and staff of the inspecting body; successor: leaders of the body that succeeded an ended one; head and
# secretary of the delegation; owner: people of the body that a recommendation is assigned to.
CAMPAIGN_STEPS = table(
    Step(
        "open",
        _("Mở đợt"),
        (CampaignState.DRAFT,),
        CampaignState.OPEN,
        ("leader",),
        _("Đợt bắt đầu; bộ chỉ tiêu được chốt, không sửa được nữa."),
        final=_("Bộ chỉ tiêu được chốt: không thêm, sửa, bỏ chỉ tiêu nào được nữa."),
        look="main",
        is_expected=True,
    ),
    Step(
        "close",
        _("Kết thúc đợt"),
        (CampaignState.OPEN,),
        CampaignState.CLOSED,
        ("leader",),
        _("Đợt kết thúc; các cuộc kiểm tra chỉ xem, không sửa được."),
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
        final=_("Hủy rồi thì không mở lại được; mọi cuộc kiểm tra của đợt chỉ còn để xem."),
        look="risk",
    ),
    Step(
        "take_over",
        _("Tiếp quản đợt"),
        (CampaignState.DRAFT, CampaignState.OPEN, CampaignState.CLOSED),
        SAME,
        ("successor",),
        _("Cơ quan của bạn tiếp tục đợt của cơ quan đã kết thúc: người của cơ quan làm tiếp, ban hành văn bản."),
        look="main",
        is_internal=True,
    ),
    is_dated=True,
)
