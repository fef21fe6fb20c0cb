"""A file input in the portal's words, as static/js/files.js draws it: files are checked before a byte is sent."""

import json

from django.conf import settings
from django.utils.translation import gettext as _

from ground.text import file_size


def size_attrs(advice: str, files_max: int = 1) -> dict[str, str]:
    """Return the attributes of a file input with which static/js/files.js shows it in words of the portal, and names a
    file that can't be accepted before it is sent; `advice`: what to do with one that is too large.
    """
    large = _("Tệp “{name}” nặng {size}, cổng nhận tối đa %s; chưa gửi.") % file_size(settings.UPLOAD_MAX_BYTES)
    together = file_size(settings.UPLOAD_MAX_BYTES)
    words = {
        "choose": _("Chọn tệp"),
        "drag": _("hoặc kéo tệp vào đây"),
        "photograph": _("Chụp ảnh"),
        "remove": _("Bỏ"),
        "large": f"{large} {advice}",
        "empty": _("Tệp “{name}” rỗng; chưa gửi. Chọn lại tệp có nội dung."),
        "kind": _("Tệp “{name}” không thuộc loại nhận ở đây; chưa gửi. Xem các loại tệp ghi phía trên."),
        "many": _("Nhiều nhất %d tệp một lần; tệp “{name}” gửi lần sau.") % files_max,
        "together": _("Các tệp cộng lại quá %s; tệp “{name}” gửi lần sau.") % together,
    }
    return {
        "data-max-bytes": str(settings.UPLOAD_MAX_BYTES),
        "data-max-together": str(settings.UPLOAD_MAX_BYTES),
        "data-max-files": str(files_max),
        "data-words": json.dumps(words, ensure_ascii=False),
    }
