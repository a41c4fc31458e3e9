"""The container files say what they must: health, no root, no secret in sight, one place that migrates."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

BASE = Path(__file__).resolve().parents[2]
DOCKER = BASE / "docker"
SERVICES = {"database", "broker", "migrate", "web", "worker", "beat", "proxy"}
OURS = ["migrate", "web", "worker", "beat"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def dockerfile():
    return (DOCKER / "Dockerfile").read_text("utf-8")


def test_every_part_of_the_product_is_a_service(compose):
    assert set(compose["services"]) == SERVICES


@pytest.mark.parametrize("name", sorted(SERVICES - {"migrate"}))
def test_service_has_a_health_check_and_comes_back(compose, name):
    service = compose["services"][name]

    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [*OURS, "proxy", "broker"])
def test_service_is_not_root_and_gains_nothing(compose, name):
    service = compose["services"][name]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", OURS)
def test_our_containers_cannot_change_their_own_code(compose, name):
    assert compose["services"][name]["read_only"] is True


def test_secrets_are_files_and_never_values(compose):
    secret = re.compile(r"SECRET|PASSWORD|DATABASE_URL|EMAIL_URL|BOX_URL|TOKEN")
    for name, service in compose["services"].items():
        for key, value in service.get("environment", {}).items():
            if secret.search(key):
                assert key.endswith("_FILE"), f"{name}: {key}"
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name}: {key}"
    assert all(set(entry) == {"file"} for entry in compose["secrets"].values())


def test_the_example_of_the_environment_holds_no_secret_and_names_what_is_asked(compose):
    given = dict(line.split("=", 1) for line in _lines(DOCKER / ".env.example"))
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DOCKER / "compose.yml").read_text("utf-8"))) - {"IMAGE", "PROXY_IMAGE"}

    assert set(given) == asked
    assert not [name for name in given if re.search(r"SECRET|PASSWORD|TOKEN|KEY", name)]


def _lines(path):
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_only_one_service_migrates_and_the_others_wait_for_it(compose):
    services = compose["services"]

    assert [name for name in OURS if services[name]["command"] == ["migrate"]] == ["migrate"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_database_and_broker_are_reached_from_inside_only(compose):
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("database", "broker"):
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]


def test_the_broker_writes_its_messages_down(compose):
    command = compose["services"]["broker"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_read(compose, name):
    places = (BASE / "config" / "settings.py", BASE / "config" / "signin.py", DOCKER / "entrypoint.sh")
    # The variables of a single identity provider begin with OIDC, those of several with a name of their own.
    read = "".join(place.read_text("utf-8") for place in places).replace("{prefix}", "OIDC")

    for key in compose["services"][name]["environment"]:
        assert re.search(rf'"({key}|{key.removesuffix("_FILE")})"|\{{{key}\b', read), key


def test_the_image_has_two_stages_and_runs_as_nobody_special(dockerfile):
    last = dockerfile[dockerfile.rindex("\nFROM ") :]

    assert dockerfile.count("\nFROM ") == 3
    assert "\nUSER 10001:10001\n" in last
    assert "HEALTHCHECK" in last
    assert "pip install" not in last
    assert "--require-hashes" in dockerfile
    assert "collectstatic" in dockerfile
    assert "compile_catalogues" in dockerfile


def test_the_image_reads_scans_and_old_word_files(dockerfile):
    last = dockerfile[dockerfile.rindex("\nFROM ") :]

    assert "tesseract-ocr-vie" in last
    assert re.search(r'if \[ "\$WITH_OFFICE" = true \].*libreoffice-writer', last)


def test_what_an_office_decides_reaches_the_containers(compose):
    names = compose["services"]["worker"]["environment"]
    given = {*names, *(name.removesuffix("_FILE") for name in names)}
    rules = re.compile(
        r"MAIL_(?!TIMEOUT)|BOUNCE|ALERT|SWEEP|AUDIT|READ_APART|REMIND|EXTENSION|LETTER|DEADLINE|DUE_SOON"
    )
    guide = (BASE / "docs" / "operations.md").read_text("utf-8")

    assert {name for name in re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE) if rules.match(name)} <= given


def test_what_the_image_copies_is_let_through_to_the_builder(dockerfile):
    passed = {line[1:] for line in _lines(DOCKER / "Dockerfile.dockerignore") if line.startswith("!")}
    copied = set()
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        copied |= set(line.split()[:-1])

    assert copied == passed


def test_the_proxy_sends_uploads_only_for_django(compose):
    nginx = (DOCKER / "nginx.conf").read_text("utf-8")
    prefix = compose["services"]["web"]["environment"]["FILE_ACCEL_PREFIX"]
    block = nginx[nginx.index(f"location {prefix}/") :].split("}", 1)[0]

    assert "internal;" in block
    assert "client_max_body_size" in nginx
    assert "Strict-Transport-Security" in nginx
    assert f"max-age={31_536_000}" in nginx
    assert settings.STATIC_URL in nginx


@pytest.mark.parametrize("script", ["entrypoint.sh", "secrets.sh"])
def test_scripts_are_well_formed(script):
    assert subprocess.run(["sh", "-n", DOCKER / script], check=False).returncode == 0
    assert (DOCKER / script).stat().st_mode & 0o111


@pytest.mark.skipif(
    shutil.which("hadolint") is None and not (BASE / ".venv/bin/hadolint").exists(), reason="no hadolint"
)
def test_hadolint_finds_nothing():
    program = shutil.which("hadolint") or str(BASE / ".venv/bin/hadolint")
    done = subprocess.run([program, str(DOCKER / "Dockerfile")], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_secrets_are_made_once(tmp_path):
    script = tmp_path / "secrets.sh"
    shutil.copy(DOCKER / "secrets.sh", script)

    def made():
        subprocess.run([script, "smtp://mail.example:25"], check=True, capture_output=True)
        return {path.name: path.read_text("utf-8").strip() for path in (tmp_path / "secrets").iterdir()}

    first = made()

    assert made() == first
    assert len(first["secret_key"]) >= 50
    assert first["database_password"] in first["database_url"]
    assert first["email_url"] == "smtp://mail.example:25"
    assert first["bounce_box_url"] == ""


def health(name, monkeypatch, **values):
    for key, value in values.items():
        monkeypatch.setenv(key, value)
    return runpy.run_path(str(DOCKER / "health.py"))["main"](name)


def test_beat_is_healthy_while_the_lock_is_held(monkeypatch):
    import redis

    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete("redbeat::lock")
    assert health("beat", monkeypatch, REDIS_URL=settings.REDIS_URL) == 1

    client.set("redbeat::lock", "x", ex=30)
    assert health("beat", monkeypatch, REDIS_URL=settings.REDIS_URL) == 0
    client.delete("redbeat::lock")


def test_waiting_ends_when_the_database_answers(monkeypatch):
    import os

    assert (
        health("wait", monkeypatch, DATABASE_URL=os.environ["TEST_DATABASE_URL"].replace("/tracker", "/postgres")) == 0
    )
