"""What a self-report says in words: the sections of its outline (domain.md §6), in their order."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class OutlineSection:
    """A section to be written; `number` as printed before its heading."""

    slug: str
    number: str
    heading: str
    hint: str


SECTIONS = (
    OutlineSection(
        "survey",
        "I",
        _("Khái quát đặc điểm tình hình"),
        _("Diện tích, dân số, số hộ, đơn vị trực thuộc; thuận lợi, khó khăn."),
    ),
    OutlineSection(
        "leadership",
        "II",
        _("Công tác lãnh đạo, chỉ đạo, quán triệt"),
        _("Văn bản đã ban hành (số, ngày, trích yếu); việc quán triệt, phân công, kiểm tra."),
    ),
    OutlineSection(
        "results",
        "III",
        _("Kết quả thực hiện"),
        _("Việc đã làm theo từng nhóm chỉ tiêu; số liệu ghi ở các ô chỉ tiêu bên dưới."),
    ),
    OutlineSection("strengths", "IV.1", _("Ưu điểm"), _("Việc làm tốt, cách làm hay.")),
    OutlineSection("shortcomings", "IV.2", _("Hạn chế, tồn tại"), _("Việc chưa làm được, làm chậm, làm chưa tốt.")),
    OutlineSection("causes", "IV.3", _("Nguyên nhân"), _("Nguyên nhân khách quan, chủ quan của từng hạn chế.")),
    OutlineSection("lessons", "IV.4", _("Kinh nghiệm"), _("Bài học rút ra.")),
    OutlineSection("plans", "V", _("Phương hướng, nhiệm vụ, giải pháp"), _("Nhiệm vụ, giải pháp trong thời gian tới.")),
    OutlineSection("petitions", "VI", _("Kiến nghị, đề xuất"), _("Với Trung ương, với tỉnh, với cơ quan cấp trên.")),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
