"""The states of a self-report, and its steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.steps.states import SAME, Step, table


class DossierState(TextChoices):
    REQUESTED = "requested", _("Chưa viết")
    WRITING = "writing", _("Đang viết")
    SENT = "sent", _("Đã gửi")
    RETURNED = "returned", _("Trả lại để bổ sung")
    ACCEPTED = "accepted", _("Đã nhận")


class ReturnReason(TextChoices):
    MISSING = "missing", _("Thiếu")
    WRONG = "wrong", _("Sai")
    UNCLEAR = "unclear", _("Chưa rõ")
    OUTDATED = "outdated", _("Số cũ")


# A state is shown as a shape and a word: the shape of each, named as in components/_shape.html.
SHAPES = {"requested": "todo", "writing": "going", "sent": "sent", "returned": "back", "accepted": "done"}

# What lies with the unit: it may still be written.
WITH_THE_UNIT = (DossierState.REQUESTED, DossierState.WRITING, DossierState.RETURNED)

# Roles: officer writes in the reporting body's name; confirmer leads the inspected body; the others inspect.
DOSSIER_STEPS = table(
    Step(
        "open",  # by the first save
        _("Bắt đầu viết"),
        (DossierState.REQUESTED,),
        DossierState.WRITING,
        (),
        _("Đơn vị đã bắt đầu viết; cơ quan kiểm tra chưa thấy nội dung."),
    ),
    Step(
        "confirm",
        _("Xác nhận báo cáo"),
        (DossierState.WRITING, DossierState.RETURNED),
        SAME,
        ("confirmer",),
        _("Lãnh đạo đơn vị đồng ý gửi báo cáo như đang viết; sửa nữa thì phải xác nhận lại."),
    ),
    Step(
        "waive",
        _("Cho gửi không cần xác nhận"),
        WITH_THE_UNIT,
        SAME,
        ("staff",),
        _("Đơn vị gửi được báo cáo mà không cần lãnh đạo xác nhận trong cổng."),
        needs_reason=True,
    ),
    Step(
        "send",
        _("Gửi báo cáo"),
        (DossierState.WRITING, DossierState.RETURNED),
        DossierState.SENT,
        ("officer",),
        _("Báo cáo được giữ nguyên như lúc gửi; rút lại được đến khi cơ quan kiểm tra mở."),
        look="main",
        is_expected=True,
    ),
    Step(
        "withdraw",
        _("Rút lại để sửa"),
        (DossierState.SENT,),
        DossierState.WRITING,
        ("officer",),
        _("Báo cáo trở về bản đang viết; lần gửi này vẫn còn trong lịch sử."),
    ),
    Step(
        "read",
        _("Mở báo cáo"),
        (DossierState.SENT,),
        SAME,
        ("leader", "staff", "head", "secretary"),
        _("Số liệu đơn vị báo cáo được ghi vào cuộc kiểm tra; từ lúc này đơn vị không rút lại được."),
        look="main",
        is_expected=True,
    ),
    Step(
        "accept",
        _("Nhận báo cáo"),
        (DossierState.SENT,),
        DossierState.ACCEPTED,
        ("staff",),
        _("Báo cáo đã đủ; đơn vị không phải bổ sung gì nữa."),
        look="main",
        is_expected=True,
    ),
    Step(
        "return",
        pgettext_lazy("step", "Trả lại để bổ sung"),
        (DossierState.SENT,),
        DossierState.RETURNED,
        ("staff",),
        _("Đơn vị bổ sung đúng những mục được nêu rồi gửi lại trước hạn mới."),
        asks=("due_on",),
    ),
    Step(
        "reopen",
        _("Yêu cầu bổ sung thêm"),
        (DossierState.ACCEPTED,),
        DossierState.RETURNED,
        ("staff",),
        _("Báo cáo đã nhận được trả lại để đơn vị bổ sung."),
        needs_reason=True,
        asks=("due_on",),
    ),
    Step(
        "extend",
        _("Đổi hạn gửi"),
        WITH_THE_UNIT,
        SAME,
        ("staff",),
        _("Đơn vị có hạn gửi mới và được báo ngay."),
        needs_reason=True,
        asks=("due_on",),
    ),
    Step(
        "reminded",  # by the portal on its days, or by staff for many at once
        _("Nhắc việc"),
        WITH_THE_UNIT,
        SAME,
        (),
        _("Người của đơn vị báo cáo nhận được lời nhắc, có thư điện tử thì nhận cả thư."),
    ),
    Step(
        "hand_over",  # where the inspection gets another reporting body
        _("Chuyển đơn vị báo cáo"),
        tuple(DossierState),
        SAME,
        (),
        _("Đơn vị báo cáo mới nhận báo cáo như đang có và làm tiếp."),
    ),
)
# Labels of roles, shown with steps that others take.
ROLE_LABELS = {"officer": _("cán bộ đơn vị báo cáo"), "confirmer": _("lãnh đạo đơn vị được kiểm tra")}
