from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Cơ quan và tài khoản")

    def ready(self):
        from accounts.panels import bodies_panel
        from danvan import panels

        panels.register("locality", bodies_panel)
