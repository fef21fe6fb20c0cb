"""What `manage.py check` says about the settings of the project itself."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext as _


@register(Tags.security, deploy=True)
def dev_env_check(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    """Warn about a dev.env on a server: it reads none, yet without variables of its own it would start with this
    one.
    """
    if not settings.DEV_ENV.exists():
        return []
    words = _("Tệp %s của bản dùng thử nằm trong thư mục dữ liệu của máy chủ.") % settings.DEV_ENV
    return [Warning(words, hint=_("Xóa tệp ấy; máy chủ đặt biến theo deploy/README.md."), id="danvan.W001")]


@register(Tags.security)
def site_url_check(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    """Return an error if SITE_URL, with which mailed links begin, is no complete address and mails are sent."""
    site = urlsplit(settings.SITE_URL)
    is_whole = site.scheme in ("http", "https") and site.hostname and "*" not in site.hostname
    if not settings.SENDS_MAIL or (is_whole and not site.query and not site.fragment):
        return []
    hint = _("Ghi địa chỉ mà người dùng mở, ví dụ https://danvan.example.gov.vn.")
    return [Error(_("SITE_URL “%s” không phải địa chỉ của cổng.") % settings.SITE_URL, hint=hint, id="danvan.E001")]
