"""System checks of the print font."""

from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext as _

from ground.fonts.print_font import FACES, face_files, letters_of, vietnamese_letters


def font_warnings(folders: list[Path] | None = None) -> list[Warning]:
    """Return a warning for each face of the print font that is missing or lacks letters."""
    found = {face: face_files(face, folders) for face in FACES}
    absent = [face for face, files in found.items() if not files]
    poor = [str(path) for files in found.values() for path in files if vietnamese_letters() - letters_of(path)]
    hint = _("Cài gói Debian fonts-liberation2 và gỡ các bản phông Liberation 1.x.")
    return [
        *(Warning(_("Thiếu phông in %s.") % face, hint=hint, id="documents.W001") for face in absent),
        *(Warning(_("Phông in %s thiếu chữ tiếng Việt.") % path, hint=hint, id="documents.W002") for path in poor),
    ]


@register
def print_font_check(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    return font_warnings()
