"""How screens call the places of a kind's papers. Headings stand as in the template, with their placeholders."""

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place
from reports.documents.compose.slots import FIXED


def label_of(place: Place) -> str:
    """Return "Lời kết", "Ưu điểm", "Điều 2": within the section that it belongs to."""
    if place.key in FIXED:
        return str(FIXED[place.key])
    if place.key.startswith("article-"):
        return _("Điều %s") % place.key.removeprefix("article-")
    return _("Yêu cầu, đề nghị") if place.heading == COMPOSED else place.heading


def marked_label_of(place: Place) -> SafeString:
    """Return the label as HTML; a heading of the paper is marked as Vietnamese, which it is in every language."""
    label = label_of(place)
    return format_html('<span lang="vi">{}</span>', label) if label == place.heading else escape(label)


def path_of(kind: DocumentKind, place: Place) -> SafeString:
    """Return "Nhận xét › Ưu điểm", "Phụ lục: Đề cương báo cáo › Đánh giá chung" as HTML."""
    parts = place.key.split("/")
    above = [kind.place("/".join(parts[:n])) for n in range(1, len(parts))]
    names = [marked_label_of(each) for each in [*above, place] if each is not None]
    return format_html_join(" › ", "{}", ((name,) for name in [*annex_of(place), *names]))


def annex_of(place: Place) -> list[str]:
    """Return the name of the annex that the place stands in; [] for the paper itself."""
    names = {"annex:outline": _("Phụ lục: Đề cương báo cáo"), "annex:notice": _("Phụ lục: dự thảo Thông báo")}
    return [name for key, name in names.items() if place.key.startswith(f"{key}/")]


def labels_in_order(kind: DocumentKind, order: list[str]) -> list[str]:
    places = [kind.place(key) for key in order]
    return [label_of(place) for place in places if place is not None]
