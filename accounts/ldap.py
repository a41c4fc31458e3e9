"""Passwords checked by the office's LDAP directory (OpenLDAP or Active Directory): found by search, proved by bind.

The accounts stay ours: the directory says whose password it is, never what somebody may do.
"""

import logging
import ssl
from dataclasses import dataclass
from typing import Any

import ldap3
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from ldap3.core.exceptions import LDAPException, LDAPInvalidCredentialsResult
from ldap3.utils.conv import escape_filter_chars

from accounts.models import User
from config.signin import Directory

log = logging.getLogger(__name__)


class DirectoryAway(Exception):
    """No server answers, or none as a directory should; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as the directory knows them."""

    dn: str
    login: str
    mail: str


class DirectoryBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Lets in the active account whose sign-in name or mail address the directory's entry carries."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person, or None: then the site's own password is tried next.

        Notes on the request what stood in the way: `directory_away`, or `directory_stranger` for somebody whose
        password is right but who has no account here.
        """
        login = str(credentials.get("username") or credentials.get("email") or "").strip()
        password = str(credentials.get("password") or "")
        # A simple bind without a password succeeds on every server: it proves nothing (RFC 4513, 5.1.2).
        if settings.LDAP is None or not login or not password:
            return None
        try:
            entry = entry_of(settings.LDAP, login, password)
        except DirectoryAway as error:
            log.error("ldap.away reason=%s", error)
            _note(request, "directory_away")
            return None
        if entry is None:
            return None
        user = account_of(entry)
        if user is None:
            log.warning("ldap.stranger dn=%s", entry.dn)
            _note(request, "directory_stranger")
        return user


def _note(request: HttpRequest | None, what: str) -> None:
    if request is not None:
        setattr(request, what, True)


def account_of(entry: Entry) -> User | None:
    """The active account with the entry's sign-in name; else the one with its address."""
    active = User.objects.filter(is_active=True)
    by_name = active.filter(username__iexact=entry.login).first() if entry.login else None
    return by_name or (active.filter(~Q(email=""), email__iexact=entry.mail).first() if entry.mail else None)


def entry_of(directory: Directory, login: str, password: str) -> Entry | None:
    """Whose entry `login` finds, when `password` opens it; None when either is wrong. The servers are asked in turn.

    Raises:
        DirectoryAway: none of them could say.
    """
    reasons = []
    for url in directory.urls:
        try:
            return _ask(directory, url, login, password)
        except (LDAPException, OSError) as error:
            reasons.append(f"{url}: {error!r}")
    raise DirectoryAway("; ".join(reasons))


def _ask(directory: Directory, url: str, login: str, password: str) -> Entry | None:
    service = _connect(directory, url, directory.bind_dn, directory.bind_password)
    try:
        service.bind()
        entry = _find(directory, service, login)
        if entry is None or not _is_member(directory, service, entry):
            return None
    finally:
        service.unbind()
    return entry if _opens(directory, url, entry, password) else None


def _connect(directory: Directory, url: str, dn: str, password: str) -> ldap3.Connection:
    trust = ldap3.Tls(
        validate=ssl.CERT_REQUIRED, version=ssl.PROTOCOL_TLS_CLIENT, ca_certs_file=directory.ca_file or None
    )
    server = ldap3.Server(url, tls=trust, get_info=ldap3.NONE, connect_timeout=directory.seconds)
    connection = ldap3.Connection(
        server,
        user=dn or None,
        password=password or None,
        authentication=ldap3.SIMPLE if dn else ldap3.ANONYMOUS,
        receive_timeout=directory.seconds,
        read_only=True,
        raise_exceptions=True,
        auto_referrals=False,  # a referral would carry the password to a server that nobody configured
    )
    connection.open()
    if directory.start_tls and not url.startswith("ldaps:"):
        connection.start_tls()
    return connection


def _find(directory: Directory, service: ldap3.Connection, login: str) -> Entry | None:
    """The one entry that the filter finds; several are nobody, since any of them could be meant."""
    asked = directory.login_filter.replace("{login}", escape_filter_chars(login))
    wanted = [directory.login_attribute, directory.mail_attribute]
    service.search(directory.base, asked, attributes=wanted, size_limit=2, time_limit=directory.seconds)
    found = [row for row in service.response if row["type"] == "searchResEntry"]
    if len(found) > 1:
        log.warning("ldap.ambiguous login_filter finds several entries for one name")
    if len(found) != 1:
        return None
    held = found[0]["attributes"]
    return Entry(found[0]["dn"], _first(held, directory.login_attribute), _first(held, directory.mail_attribute))


def _first(held: dict[str, Any], name: str) -> str:
    values = held.get(name) or []
    return str(values if isinstance(values, str) else next(iter(values), ""))


def _is_member(directory: Directory, service: ldap3.Connection, entry: Entry) -> bool:
    if not directory.group:
        return True
    asked = directory.group_filter.replace("{dn}", escape_filter_chars(entry.dn))
    asked = asked.replace("{login}", escape_filter_chars(entry.login))
    service.search(directory.group, asked, search_scope=ldap3.BASE, attributes=[], time_limit=directory.seconds)
    return any(row["type"] == "searchResEntry" for row in service.response)


def _opens(directory: Directory, url: str, entry: Entry, password: str) -> bool:
    connection = _connect(directory, url, entry.dn, password)
    try:
        return bool(connection.bind())
    except LDAPInvalidCredentialsResult:
        return False
    finally:
        connection.unbind()
