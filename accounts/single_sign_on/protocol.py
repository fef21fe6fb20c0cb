"""What is said with the OpenID Connect provider, and what its tokens say. Each question to it ends after a few seconds.

Its libraries take longer to load than most rooms: whoever needs no sign-in there doesn't import this module.
"""

import logging
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.core.cache import cache as memory
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from accounts.single_sign_on.provider import REST, SECONDS, SILENT, Fault, Identity, is_resting, normal, shown_name

logger = logging.getLogger(__name__)
LONGEST_VALUE = 255
# What a broken, foreign or forged answer raises in the libraries.
BROKEN = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)


def client() -> DjangoOAuth2App:
    """Return the client of the settings; it remembers the provider's addresses and keys."""
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_SCOPES)


@cache
def _client(issuer: str, client_id: str, client_secret: str, scopes: str) -> DjangoOAuth2App:
    of_requests = {"scope": scopes, "code_challenge_method": "S256", "default_timeout": SECONDS}
    return OAuth().register(
        name="provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs=of_requests,
    )


# --- There and back --------------------------------------------------------------------------------------------------
def leave_for_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the provider, with state, nonce and PKCE in the session. Raises Fault."""
    if is_resting(timezone.now()):
        raise Fault(_silent())
    try:
        _refuse_other_issuer(client().load_server_metadata())
        return client().authorize_redirect(request, settings.SITE_URL + reverse("single_sign_on_back"))
    except RequestException as silent:
        memory.set(SILENT, timezone.now(), REST.total_seconds())
        logger.warning("single sign-on: the provider can't be reached: %s", type(silent).__name__)
        raise Fault(_silent()) from silent
    except BROKEN as broken:
        raise _fault(broken) from broken


def identity_of(request: HttpRequest) -> Identity:
    """Return who comes back from the provider, by the code in the address. Raises Fault."""
    if "error" in request.GET:
        raise Fault(_("%s đã từ chối, hoặc bạn đã thôi đăng nhập ở đó.") % shown_name())
    try:
        token = client().authorize_access_token(request, claims_options=_expected_claims())
        return _identity(token, _claims_of(token))
    except MismatchingStateError as foreign:
        raise Fault(_("Lần đăng nhập này đã quá lâu hoặc bắt đầu ở nơi khác. Bấm lại nút đăng nhập.")) from foreign
    except RequestException as silent:
        logger.warning("single sign-on: the provider can't be reached: %s", type(silent).__name__)
        raise Fault(_silent()) from silent
    except BROKEN as broken:
        raise _fault(broken) from broken


def _expected_claims() -> dict[str, dict[str, Any]]:
    return {
        "iss": {"essential": True, "values": [settings.OIDC_ISSUER]},
        "aud": {"essential": True, "values": [settings.OIDC_CLIENT_ID]},
    }


def _refuse_other_issuer(metadata: dict[str, Any]) -> None:
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise ValueError("another issuer")


def _claims_of(token: dict[str, Any]) -> dict[str, Any]:
    """Return the claims of the verified id_token; with those of the userinfo address where it lacks the one that names
    accounts. Raises KeyError without an id_token.
    """
    claims = dict(token["userinfo"])
    if settings.OIDC_CLAIM in claims:
        return claims
    further = client().userinfo(token=token)
    return {**further, **claims} if further["sub"] == claims["sub"] else claims


def _identity(token: dict[str, Any], claims: dict[str, Any]) -> Identity:
    value = claims.get(settings.OIDC_CLAIM)
    if settings.OIDC_CLAIM == "email" and claims.get("email_verified") is not True:
        raise Fault(_("%s chưa xác minh thư điện tử của bạn nên chưa dùng để đăng nhập được.") % shown_name())
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_VALUE:
        raise ValueError("no usable claim")
    return Identity(normal(value), _has_second_factor(claims), _sign_out_address(token["id_token"]))


def _has_second_factor(claims: dict[str, Any]) -> bool:
    """Tell whether the provider says, in acr or amr, that it has verified a second factor that the settings name."""
    methods = claims.get("amr")
    said = {str(claims.get("acr")), *(map(str, methods) if isinstance(methods, list) else ())}
    return not said.isdisjoint(settings.OIDC_SECOND_FACTOR)


def _silent() -> str:
    return _("Không nối được tới %s. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.") % shown_name()


def _fault(broken: Exception) -> Fault:
    logger.warning("single sign-on: the provider's answer was refused: %s", type(broken).__name__)
    return Fault(_("%s trả lời không hợp lệ nên chưa đăng nhập. Báo quản trị hệ thống.") % shown_name())


def _sign_out_address(id_token: str) -> str:
    address = client().server_metadata.get("end_session_endpoint") or ""
    back = settings.SITE_URL + reverse(settings.LOGIN_URL)
    query = {"id_token_hint": id_token, "client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back}
    is_web = urlsplit(address).scheme in ("http", "https")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}" if is_web else ""
