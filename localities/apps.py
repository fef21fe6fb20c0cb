from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalitiesConfig(AppConfig):
    name = "localities"
    verbose_name = _("Địa bàn")

    def ready(self):
        from localities.histories import KINDS
        from workflow import history

        for kind in KINDS:
            history.register(kind)
