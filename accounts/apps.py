from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Cơ quan và tài khoản")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from accounts.administration.panels import accounts_of_body, accounts_of_person
        from accounts.organizations.models import Organization
        from accounts.organizations.panels import bodies_panel
        from accounts.people.histories import KINDS, SCOPES
        from accounts.people.models import Person
        from accounts.second_factor import acts as second_factor
        from accounts.sign_in import access, sessions, throttle
        from accounts.single_sign_on import system_checks  # noqa: F401
        from ground import panels
        from localities.models import Locality
        from workflow.history import kinds, scopes
        from workflow.jobs import clock

        clock.menders.extend([throttle.mend_attempts, second_factor.mend_steps])
        panels.register(Locality, bodies_panel)
        panels.register(Organization, accounts_of_body)
        panels.register(Person, accounts_of_person)
        for kind in KINDS:
            kinds.register(kind)
        for model, scope in SCOPES.items():
            scopes.register(model, scope)
        # Django's own signals, not ours: they also come from ways in and out that aren't our pages.
        user_logged_in.connect(sessions.begin)
        user_logged_in.connect(access.signed_in)
        user_logged_in.connect(sessions.sweep)
        user_logged_out.connect(access.signed_out)
        user_login_failed.connect(access.refused)
