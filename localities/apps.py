from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalitiesConfig(AppConfig):
    name = "localities"
    verbose_name = _("Địa bàn")

    def ready(self) -> None:
        from localities.changes.histories import KINDS
        from workflow.history import kinds

        for kind in KINDS:
            kinds.register(kind)
