from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SUBMITTED = "submitted", _("Đã trình")
    ISSUED = "issued", _("Đã ban hành")
    SIGNED = "signed", _("Đã ký số")
    PUBLISHED = "published", _("Đã công bố")
    REPLACED = "replaced", _("Đã thay thế")


# Once issued, the bytes are frozen.
FROZEN = [DocumentState.ISSUED, DocumentState.SIGNED, DocumentState.PUBLISHED, DocumentState.REPLACED]
