"""What `manage.py check` says about the settings of single sign-on."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@register(Tags.security)
def provider_check(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    """Return an error where the provider isn't reached by HTTPS, or the portal has no name and secret there."""
    if not settings.OIDC_ISSUER:
        return []
    found = []
    issuer = urlsplit(settings.OIDC_ISSUER)
    if issuer.scheme != "https" and issuer.hostname not in LOOPBACK:
        found.append(Error(_("OIDC_ISSUER phải bắt đầu bằng https://."), id="danvan.E002"))
    if not settings.OIDC_CLIENT_ID or not settings.OIDC_CLIENT_SECRET:
        found.append(Error(_("Có OIDC_ISSUER thì phải có OIDC_CLIENT_ID và OIDC_CLIENT_SECRET."), id="danvan.E003"))
    return found
