from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroundConfig(AppConfig):
    """Makes Django find this app's template tags."""

    name = "ground"
    verbose_name = _("Cổng Dân vận")

    def ready(self) -> None:
        from django.urls import register_converter

        from ground import system_checks  # noqa: F401
        from ground.upgrades import checks  # noqa: F401
        from ground.web import RecordKey

        register_converter(RecordKey, "key")
