"""Registers in words, for screens."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TYPES = {
    "tb": gettext_lazy("Thông báo"),
    "bc": gettext_lazy("Báo cáo"),
    "kh": gettext_lazy("Kế hoạch"),
    "qd": gettext_lazy("Quyết định"),
    "cv": gettext_lazy("Công văn"),
    "ttr": gettext_lazy("Tờ trình"),
    "bb": gettext_lazy("Biên bản"),
}


def type_name(kind: str) -> str:
    """Return the type of the papers in a register, a delegation's too: "Báo cáo"; an unknown one as it is."""
    code = kind.partition("-doan-")[0]
    return str(TYPES.get(code.lower(), code))


def register_name(kind: str) -> str:
    """Return "Thông báo", or "Báo cáo của Đoàn kiểm tra" for a delegation's own register; an unknown kind as it is."""
    delegation, name = kind.partition("-doan-")[2], type_name(kind)
    return _("%s của Đoàn kiểm tra") % name if delegation else name
