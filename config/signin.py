"""How people may sign in, read from the environment: identity providers (OpenID Connect) and a directory (LDAP)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

PROVIDER_ID = re.compile(r"[a-z0-9-]{1,30}")
MATCHED_BY = ("email", "preferred_username", "upn", "unique_name", "sub")


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider: `match` names the claims that lead to an account, in the order they are tried.

    `trusted` are values of the claims `amr` and `acr` that stand for a second factor taken at the provider.
    """

    key: str
    issuer: str
    client_id: str
    secret: str
    label: str
    match: tuple[str, ...]
    scope: tuple[str, ...]
    trusted: frozenset[str]
    create: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """An LDAP directory; `login_filter` and `group_filter` hold `{login}` and `{dn}`, filled in with escaped text."""

    urls: tuple[str, ...]
    start_tls: bool
    ca_file: str
    bind_dn: str
    bind_password: str
    base: str
    login_filter: str
    login_attribute: str
    mail_attribute: str
    group: str
    group_filter: str
    seconds: int


def providers(*, production: bool) -> tuple[Provider, ...]:
    """The providers that OIDC_PROVIDERS lists, each read from variables of its own; a single one needs no list.

    Raises:
        ImproperlyConfigured: a variable is missing or wrong; the sentence names it.
    """
    keys = env.listing("OIDC_PROVIDERS")
    if not keys:
        return (_provider("sso", "OIDC", production=production),) if env.text("OIDC_ISSUER") else ()
    for key in keys:
        if not PROVIDER_ID.fullmatch(key):
            raise ImproperlyConfigured(f"OIDC_PROVIDERS lists short names (a-z, 0-9, -); {key!r} is none.")
    return tuple(
        _provider(key, f"OIDC_{key.upper().replace('-', '_')}", production=production) for key in dict.fromkeys(keys)
    )


def _provider(key: str, prefix: str, *, production: bool) -> Provider:
    match = tuple(env.listing(f"{prefix}_MATCH", "email"))
    if unknown := set(match) - set(MATCHED_BY):
        raise ImproperlyConfigured(
            f"{prefix}_MATCH may hold {', '.join(MATCHED_BY)}; not {', '.join(sorted(unknown))}."
        )
    return Provider(
        key=key,
        issuer=_secure(f"{prefix}_ISSUER", ("https",), ("http",), production=production),
        client_id=_given(f"{prefix}_CLIENT_ID"),
        secret=_given(f"{prefix}_CLIENT_SECRET"),
        label=env.text(f"{prefix}_LABEL") or "SSO",
        match=match,
        scope=tuple(env.text(f"{prefix}_SCOPE", "openid profile email").split()),
        trusted=frozenset(env.listing(f"{prefix}_TRUSTED_AMR")),
        create=env.boolean(f"{prefix}_CREATE", default=False),
    )


def directory(*, production: bool) -> Directory | None:
    """The directory that LDAP_URL names, or None.

    Raises:
        ImproperlyConfigured: a variable is missing or wrong, or passwords would travel in the clear in production.
    """
    urls = tuple(env.listing("LDAP_URL"))
    if not urls:
        return None
    if any(urlsplit(url).scheme not in {"ldap", "ldaps"} or not urlsplit(url).hostname for url in urls):
        raise ImproperlyConfigured("LDAP_URL must look like ldaps://host:636 or ldap://host:389, comma-separated.")
    start_tls = env.boolean("LDAP_STARTTLS", default=production)
    if production and not start_tls and any(urlsplit(url).scheme == "ldap" for url in urls):
        raise ImproperlyConfigured("LDAP_STARTTLS must stay on for ldap:// in production: passwords need encryption.")
    login_filter = env.text("LDAP_FILTER") or "(|(uid={login})(mail={login}))"
    if "{login}" not in login_filter:
        raise ImproperlyConfigured("LDAP_FILTER must hold {login}, e.g. (sAMAccountName={login}).")
    return Directory(
        urls=urls,
        start_tls=start_tls,
        ca_file=env.text("LDAP_CA_FILE"),
        bind_dn=env.text("LDAP_BIND_DN"),
        bind_password=env.text("LDAP_BIND_PASSWORD"),
        base=_given("LDAP_BASE"),
        login_filter=login_filter,
        login_attribute=env.text("LDAP_LOGIN_ATTRIBUTE") or "uid",
        mail_attribute=env.text("LDAP_MAIL_ATTRIBUTE") or "mail",
        group=env.text("LDAP_GROUP"),
        group_filter=env.text("LDAP_GROUP_FILTER") or "(|(member={dn})(uniqueMember={dn}))",
        seconds=env.integer("LDAP_TIMEOUT_SECONDS", 5, least=1),
    )


def _given(name: str) -> str:
    value = env.text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set.")
    return value


def _secure(name: str, always: tuple[str, ...], development: tuple[str, ...], *, production: bool) -> str:
    value = _given(name).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in (always if production else always + development) or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must begin with {always[0]}:// and name a host; it is {value!r}.")
    return value


def allauth_apps(found: tuple[Provider, ...]) -> dict[str, object]:
    """What django-allauth calls SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": provider.key,
            "name": provider.label,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {"server_url": provider.issuer, "scope": provider.scope, "oauth_pkce_enabled": True},
        }
        for provider in found
    ]
    return {"openid_connect": {"APPS": apps, "provider_class": "accounts.oidc.OfficeProvider"}}
