"""LDAP against a real OpenLDAP server: found by search, proved by bind, never trusted further than that."""

import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_connection

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from accounts import ldap
from accounts.models import User
from config import signin
from config.embedded.binaries import free_port
from tests.ports import silent_port

BASE = "dc=haiphong,dc=example"
SERVICE = f"cn=tracker,{BASE}"
SCHEMAS = Path("/etc/ldap/schema")
CONFIG = """
{schemas}
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
maxsize 1048576
suffix "{base}"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by anonymous auth by * none
"""
ENTRIES = f"""
dn: {BASE}
objectClass: dcObject
objectClass: organization
o: Hai Phong
dc: haiphong

dn: {SERVICE}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: tracker
userPassword: mat-khau-dich-vu

dn: uid=lan,{BASE}
objectClass: inetOrgPerson
objectClass: extensibleObject
uid: lan
cn: Nguyen Thi Lan
sn: Lan
mail: lan@haiphong.example
sAMAccountName: lan.nt
userPassword: mat-khau-o-danh-ba

dn: uid=m.tran,{BASE}
objectClass: inetOrgPerson
uid: m.tran
cn: Tran Van Minh
sn: Minh
mail: Minh@Haiphong.example
userPassword: mat-khau-o-danh-ba

dn: uid=khach,{BASE}
objectClass: inetOrgPerson
uid: khach
cn: Khach
sn: Khach
userPassword: mat-khau-o-danh-ba

dn: uid=trung,{BASE}
objectClass: inetOrgPerson
uid: trung
uid: lap
cn: Trung
sn: Trung
userPassword: mat-khau-o-danh-ba

dn: uid=lap,{BASE}
objectClass: inetOrgPerson
uid: lap
cn: Lap
sn: Lap
userPassword: mat-khau-o-danh-ba

dn: cn=theo-doi,{BASE}
objectClass: groupOfNames
cn: theo-doi
member: uid=lan,{BASE}
"""
PASSWORD = "mat-khau-o-danh-ba"


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def certificate(folder):
    """An authority of our own, and a server of its for 127.0.0.1."""
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority")])
    now = datetime.now(UTC)

    def made(subject, key):
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        return builder.not_valid_after(now + timedelta(days=1))

    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    root = made(name, authority.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    root = root.add_extension(usage, True).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), False
    )
    (folder / "ca.pem").write_bytes(pem(root.sign(authority, hashes.SHA256())))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    leaf = made(subject, server.public_key())
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
    (folder / "server.pem").write_bytes(pem(leaf.sign(authority, hashes.SHA256())))
    form = serialization.PrivateFormat.TraditionalOpenSSL
    key = server.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "server.key").write_bytes(key)


class Directory:
    """The running server."""

    def __init__(self, folder):
        self.folder, self.plain, self.secure = folder, free_port(), free_port()

    @property
    def url(self):
        return f"ldap://127.0.0.1:{self.plain}"

    @property
    def secure_url(self):
        return f"ldaps://127.0.0.1:{self.secure}"

    def start(self, program):
        certificate(self.folder)
        (self.folder / "data").mkdir()
        names = ("core", "cosine", "inetorgperson")
        schemas = "\n".join(f"include {SCHEMAS / name}.schema" for name in names)
        config = self.folder / "slapd.conf"
        config.write_text(CONFIG.format(schemas=schemas, folder=self.folder, base=BASE, service=SERVICE))
        (self.folder / "entries.ldif").write_text(ENTRIES.lstrip())
        load = [shutil.which("slapadd", path=PATH), "-f", config, "-l", self.folder / "entries.ldif"]
        subprocess.run(load, check=True, capture_output=True)
        self.process = subprocess.Popen(
            [program, "-f", config, "-h", f"{self.url} {self.secure_url}", "-d", "0"], stderr=subprocess.DEVNULL
        )
        for _ in range(2_000):
            try:
                create_connection(("127.0.0.1", self.plain), timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None, "slapd ended"
                time.sleep(0.05)


PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """A server with its own data folder and ports; its absence skips the tests, but never where CI is set."""
    program = shutil.which("slapd", path=PATH)
    if program is None:
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report("OpenLDAP is not installed (package slapd): nothing was asked of a directory.")
    made = Directory(tmp_path_factory.mktemp("directory"))
    made.start(program)
    yield made
    made.process.kill()
    made.process.wait()


@pytest.fixture
def configure(settings, monkeypatch, directory):
    """Read the settings of the directory as the site does, from the environment."""

    def configured(url="", **more):
        given = {
            "URL": url or directory.url,
            "BASE": BASE,
            "BIND_DN": SERVICE,
            "BIND_PASSWORD": "mat-khau-dich-vu",
            "TIMEOUT_SECONDS": "60",
            **more,
        }
        for name, value in given.items():
            monkeypatch.setenv(f"LDAP_{name}", value)
        settings.LDAP = signin.directory(production=False)
        own = "allauth.account.auth_backends.AuthenticationBackend"
        settings.AUTHENTICATION_BACKENDS = ["accounts.ldap.DirectoryBackend", own]
        return settings.LDAP

    return configured


def text(answer):
    return answer.content.decode()


def test_the_password_of_the_directory_opens_the_account_of_that_name(visitor, configure, people):
    configure()
    visitor.enter("lan", PASSWORD)
    assert visitor.session["_auth_user_id"] == str(people.lan.pk)
    assert visitor.get("/accounts/profile/").status_code == 200


def test_the_sites_own_password_goes_on_working(visitor, configure, people):
    configure()
    visitor.enter("lan")
    assert visitor.is_in


def test_an_account_is_found_by_its_address_too(visitor, new_visitor, configure, people):
    configure()
    visitor.enter("m.tran", PASSWORD)
    assert visitor.session["_auth_user_id"] == str(people.minh.pk)
    other = new_visitor()
    other.enter("lan@haiphong.example", PASSWORD)
    assert other.session["_auth_user_id"] == str(people.lan.pk)


def test_as_active_directory_names_people(configure, people):
    held = configure(FILTER="(sAMAccountName={login})", LOGIN_ATTRIBUTE="uid")
    assert ldap.entry_of(held, "lan.nt", PASSWORD) == ldap.Entry(f"uid=lan,{BASE}", "lan", "lan@haiphong.example")
    assert ldap.entry_of(held, "lan", PASSWORD) is None


@pytest.mark.parametrize("password", ["sai-mat-khau", "", " "])
def test_a_wrong_or_empty_password_opens_nothing(visitor, configure, people, password):
    held = configure()
    visitor.enter("lan", password)
    assert not visitor.is_in
    backend = ldap.DirectoryBackend()
    assert backend.authenticate(RequestFactory().post("/"), username="lan", password=password) is None
    assert held.seconds == 60


@pytest.mark.parametrize("login", ["*", "la*", "lan)(uid=*", "lan)(|(uid=*", "\\2a", "lan\x00"])
def test_what_is_typed_is_a_name_and_never_a_filter(configure, people, login):
    assert ldap.entry_of(configure(), login, PASSWORD) is None


def test_a_name_that_several_entries_carry_is_nobodys(configure, people, caplog):
    assert ldap.entry_of(configure(), "lap", PASSWORD) is None
    assert "ldap.ambiguous" in caplog.text


def test_somebody_without_an_account_is_told_whom_to_ask(visitor, configure, people):
    configure()
    users = User.objects.count()
    assert "chưa có tài khoản trên hệ thống này" in text(visitor.enter("khach", PASSWORD))
    assert "chưa có tài khoản" not in text(visitor.enter("khach", "sai-mat-khau"))
    assert User.objects.count() == users


def test_a_closed_account_stays_closed(visitor, configure, people):
    configure()
    User.objects.filter(pk=people.lan.pk).update(is_active=False)
    visitor.enter("lan", PASSWORD)
    assert not visitor.is_in


def test_only_members_of_the_group_get_in_where_one_is_named(configure, people):
    held = configure(GROUP=f"cn=theo-doi,{BASE}")
    assert ldap.entry_of(held, "lan", PASSWORD).login == "lan"
    assert ldap.entry_of(held, "m.tran", PASSWORD) is None


@pytest.mark.parametrize("way", ["ldaps", "starttls"])
def test_over_tls_with_our_authority(configure, directory, people, way):
    more = {"CA_FILE": str(directory.folder / "ca.pem"), "STARTTLS": "true" if way == "starttls" else "false"}
    held = configure(directory.url if way == "starttls" else directory.secure_url, **more)
    assert ldap.entry_of(held, "lan", PASSWORD).login == "lan"


@pytest.mark.parametrize("way", ["ldaps", "starttls"])
def test_a_server_whose_certificate_nobody_vouches_for_never_hears_a_password(configure, directory, people, way):
    more = {"STARTTLS": "true" if way == "starttls" else "false"}
    held = configure(directory.url if way == "starttls" else directory.secure_url, **more)
    with pytest.raises(ldap.DirectoryAway, match=r"(?i)certificate|ssl"):
        ldap.entry_of(held, "lan", PASSWORD)


def test_a_certificate_for_another_host_is_refused(configure, directory, people):
    url = directory.secure_url.replace("127.0.0.1", "localhost")
    held = configure(url, CA_FILE=str(directory.folder / "ca.pem"))
    with pytest.raises(ldap.DirectoryAway, match=r"(?i)match|hostname|certificate"):
        ldap.entry_of(held, "lan", PASSWORD)


def test_a_directory_that_is_away_leaves_the_own_password_and_says_so(visitor, configure, people, caplog):
    configure(f"ldap://127.0.0.1:{silent_port()}")
    assert "danh bạ của cơ quan đang không trả lời" in text(visitor.enter("lan", PASSWORD))
    assert "ldap.away" in caplog.text
    visitor.enter("lan")
    assert visitor.is_in


def test_the_second_server_answers_when_the_first_is_away(configure, directory, people):
    held = configure(f"ldap://127.0.0.1:{silent_port()}, {directory.url}")
    assert ldap.entry_of(held, "lan", PASSWORD).login == "lan"


def test_a_wrong_service_password_is_an_outage_and_not_a_wrong_password(visitor, configure, people, caplog):
    configure(BIND_PASSWORD="sai")
    assert "danh bạ của cơ quan đang không trả lời" in text(visitor.enter("lan", PASSWORD))
    assert "invalidCredentials" in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("URL", "http://x", "LDAP_URL must look like"),
        ("BASE", "", "LDAP_BASE must be set"),
        ("FILTER", "(uid=lan)", "LDAP_FILTER must hold"),
        ("STARTTLS", "false", "LDAP_STARTTLS must stay on"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_its_name(monkeypatch, name, value, told):
    for key, given in {"URL": "ldap://x", "BASE": BASE}.items():
        monkeypatch.setenv(f"LDAP_{key}", given)
    monkeypatch.setenv(f"LDAP_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=told):
        signin.directory(production=True)
