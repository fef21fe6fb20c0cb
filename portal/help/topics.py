"""The structure of a page of help, and topics that several pages share."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WIDTH = 696  # of every picture: what stands beside the text of a topic, at the size of the screen it was taken from


@dataclass(frozen=True)
class Picture:
    """A picture of static/help/: one file a language, made by script/pictures; `height` in pixels."""

    name: str
    height: int


@dataclass(frozen=True)
class Topic:
    """One thing people do: the steps to take, and a picture of the screen if there is one."""

    slug: str
    title: Promise
    steps: tuple[Promise, ...]
    picture: Picture | None = None


@dataclass(frozen=True)
class Page:
    slug: str
    title: Promise
    lead: Promise
    topics: tuple[Topic, ...]

    @property
    def pictures(self) -> list[Picture]:
        return [topic.picture for topic in self.topics if topic.picture]


LISTS = Topic(
    "lists",
    _("Danh sách: tìm, lọc, xuất, in"),
    (
        _(
            "Gõ không cần dấu, chọn điều kiện rồi bấm “Lọc”; "
            "bấm đầu cột để xếp. Gửi địa chỉ trang là gửi cả điều kiện lọc."
        ),
        _("“Chọn cột” và “Bộ lọc đã lưu” giữ cách xem quen dùng."),
        _(
            "“Xuất Excel”, “Xuất CSV” ra đúng những dòng đang lọc; "
            "“In trang này” in trang đang xem, đủ cột trên khổ A4."
        ),
    ),
    Picture("lists", 560),
)
SAVED_DRAFTS = Topic(
    "kept",
    _("Không mất bài đang viết"),
    (
        _(
            "Biểu mẫu dài tự lưu nháp trên máy này; "
            "mở lại trang, cổng hỏi có dùng lại không. Gửi xong, bản nháp được xóa."
        ),
        _("Hết phiên giữa chừng: đăng nhập lại, biểu mẫu mở ra đủ các ô; tệp đính kèm thì chọn lại."),
        _("Có người sửa trước: cổng chưa ghi, cho xem hai bản từng ô để bạn quyết định."),
        _("Đăng xuất khi còn bài chưa gửi: cổng hỏi gửi hay bỏ."),
    ),
    Picture("kept", 400),
)
