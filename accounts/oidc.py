"""Signing in through an identity provider by OpenID Connect: what is checked, and whose account it opens.

On top of django-allauth (state, PKCE, code exchange): the signature of the ID token is always checked, not only when
it came by a detour, and a nonce ties the token to the browser that asked for it (OpenID Connect Core 1.0, 3.1.3.7).
"""

import json
import logging
import secrets
from typing import Any, ClassVar, Final, NoReturn
from urllib.parse import urlencode

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.base import Provider as AnyProvider
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from accounts import audit
from accounts.actions import people
from accounts.clock import today
from accounts.errors import DomainError
from accounts.mfa_gate import PROVED_ELSEWHERE
from accounts.models import User
from config.signin import Provider

log = logging.getLogger(__name__)

SIGNED_BY: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a public key; never `none`, and never a shared secret that a key of the provider could stand for."""

LEEWAY: Final = 60
"""Seconds by which the clocks of the provider and ours may differ."""

CAME_FROM: Final = "identity_provider"
"""Session key: through which provider this session was opened."""


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """The exchange with the provider, with every check of the ID token."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes about itself.

        Raises:
            OAuth2Error: it speaks for another issuer than the configured one (OpenID Connect Discovery 1.0, 4.3).
        """
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != configured(self.provider_id).issuer:
            raise OAuth2Error(f"The provider speaks for another issuer: {found.get('issuer')}")
        return found

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        found: dict[str, Any] = super()._fetch_user_info(access_token)
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """As allauth's, but never without an ID token, and only with answers about the same person.

        Raises:
            OAuth2Error: one of the checks failed.
        """
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no id_token.")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if (said.get("userinfo") or said["id_token"]).get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("The userinfo is about somebody else than the id_token.")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims, once signature, issuer, audience and time are right.

        Raises:
            OAuth2Error: one of them is not.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token)),
                algorithms=SIGNED_BY,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error(f"Invalid id_token: {error}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("Invalid id_token: it was made for another client.")
        return claims

    def _key(self, header: dict[str, Any]) -> Any:
        """The provider's public key that the token names; the only one where it names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in answer.json()["keys"] if key.get("use", "sig") == "sig"]
        if "kid" in header:
            keys = [key for key in keys if key.get("kid") == header["kid"]]
        if len(keys) != 1:
            raise OAuth2Error("Invalid id_token: the provider has no such key.")
        return jwt.PyJWK.from_json(json.dumps(keys[0]), algorithm=keys[0].get("alg") or header.get("alg"))


class OfficeProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """Asks with a nonce, which the answer must repeat."""

    oauth2_adapter_class = CheckedAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards; always to sign in, and with nothing that the address may add to the question."""
        asked = super().get_redirect_from_request_kwargs(request)
        kept = {"next_url": asked["next_url"]} if "next_url" in asked else {}
        return {**kept, "process": AuthProcess.LOGIN, "scope": self.get_scope()}

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The way to the provider; the nonce waits in the session beside the state."""
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or {}), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, *args, nonce=nonce, **kwargs)
        return answer


class OfficeSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Leads somebody whom a provider vouches for to their account here; there is no self-registration."""

    error_messages: ClassVar = {**DefaultSocialAccountAdapter.error_messages}

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Only what the environment configures: the table of the library is never read."""
        from allauth.socialaccount.adapter import _build_apps_from_settings

        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Check the nonce, find the account, note what was proved at the provider; what it says of people is not kept.

        Raises:
            PermissionDenied: the answer belongs to another question.
            ImmediateHttpResponse: nobody here is meant; the page says whom to ask.
        """
        claims = sociallogin.account.extra_data["id_token"]
        if not secrets.compare_digest(str(claims.get("nonce", "")), str(sociallogin.state.get("nonce", "-"))):
            raise PermissionDenied
        provider = configured(sociallogin.account.provider)
        said = {**claims, **sociallogin.account.extra_data.get("userinfo", {})}
        if not sociallogin.is_existing:
            self._link(request, sociallogin, provider, said)
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        # Bound to the person: a sign-in that is broken off leaves nothing that another person's could use.
        request.session[PROVED_ELSEWHERE] = sociallogin.user.pk if provider.trusted & _proofs(claims) else None
        request.session[CAME_FROM] = provider.key

    def _link(self, request: HttpRequest, login: SocialLogin, provider: Provider, said: dict[str, Any]) -> None:
        user = meant(provider, said) or (created(said) if provider.create else None)
        if user is None:
            _turn_away(request, provider, login.account.uid)
        with transaction.atomic():
            login.connect(request, user)
            audit.record("signin.linked", user, actor=user, after={"provider": provider.key})

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: AnyProvider,
        error: object = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Log why, and show one page with what to do; who only changed their mind goes back to the door.

        Raises:
            ImmediateHttpResponse: with that page.
        """
        if error == AuthError.CANCELLED:
            return
        log.warning("oidc.refused provider=%s error=%s reason=%s", provider.app.provider_id, error, exception)
        away = isinstance(exception, RequestException)
        shown = {"label": provider.name, "is_away": away}
        page = render(request, "accounts/provider_error.html", shown, status=503 if away else 403)
        raise ImmediateHttpResponse(page)


def configured(key: str) -> Provider:
    """The provider of that name.

    Raises:
        PermissionDenied: none is configured.
    """
    found = next((provider for provider in settings.OIDC if provider.key == key), None)
    if found is None:
        raise PermissionDenied
    return found


def _proofs(claims: dict[str, Any]) -> frozenset[str]:
    methods = claims.get("amr") or []
    return frozenset([*(methods if isinstance(methods, list) else [methods]), str(claims.get("acr", ""))])


def meant(provider: Provider, said: dict[str, Any]) -> User | None:
    """The active account that the first telling claim names: a verified address, or a sign-in name.

    An address counts only where the provider says that it verified it.
    """
    for claim in provider.match:
        value = str(said.get(claim) or "").strip()
        if not value or (claim == "email" and said.get("email_verified") is not True):
            continue
        found = User.objects.filter(is_active=True)
        name = value.partition("@")[0] if claim in {"upn", "unique_name"} else value
        user = found.filter(email__iexact=value) if claim == "email" else found.filter(username__iexact=name)
        if known := user.first():
            return known
    return None


def created(said: dict[str, Any]) -> User | None:
    """A new account without any post, for somebody whom the provider knows by name; None where it says too little."""
    username = str(said.get("preferred_username") or said.get("email") or "")[:60]
    if not username or User.objects.filter(username__iexact=username).exists():
        return None
    person = people.Person(username, str(said.get("name") or username)[:120], _address(said))
    try:
        return people.create(person, actor=None, today=today())
    except DomainError:
        return None


def _address(said: dict[str, Any]) -> str:
    try:
        validate_email(said.get("email"))
    except ValidationError:
        return ""
    return str(said["email"]) if said.get("email_verified") is True else ""


def _turn_away(request: HttpRequest, provider: Provider, uid: str) -> NoReturn:
    with transaction.atomic():
        said = {"provider": provider.key, "subject": uid}
        audit.record("signin.stranger", User(full_name="–"), actor=None, after=said)
    page = render(request, "accounts/provider_stranger.html", {"label": provider.label}, status=403)
    raise ImmediateHttpResponse(page)


def logout_address(key: str, back: str) -> str:
    """Where a session at the provider is ended (OpenID Connect RP-Initiated Logout 1.0); empty when nowhere.

    Raises:
        RequestException: the provider does not answer.
    """
    provider = configured(key)
    with get_adapter().get_requests_session() as session:
        answer = session.get(f"{provider.issuer}/.well-known/openid-configuration")
        answer.raise_for_status()
    there = str(answer.json().get("end_session_endpoint") or "")
    asked = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})
    return f"{there}?{asked}" if there else ""
