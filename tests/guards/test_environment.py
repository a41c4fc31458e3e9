"""A wrong value in the environment stops the start with a sentence that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "throw-away-value-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "tasks.example",
    "SITE_URL": "https://tasks.example",
    "DATABASE_URL": "postgresql://u:p@localhost:1/x",
    "REDIS_URL": "redis://localhost:1/0",
    "EMAIL_URL": "smtp://localhost:1",
}


def start(tmp_path, **values):
    """Read the settings in a process of its own; its exit code and what it wrote."""
    kept = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=BASE,
        env={**kept, **values},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must look like postgresql://"),
        ("DATABASE_URL", "postgresql://localhost", "DATABASE_URL must look like postgresql://"),
        ("EMAIL_URL", "localhost:25", "EMAIL_URL must look like smtp://"),
        ("DEBUG", "maybe", "DEBUG must be one of true/false"),
        ("DATABASE_POOL", "-1", "DATABASE_POOL must be a whole number of at least 0"),
        ("UPLOAD_MAX_MB", "0", "UPLOAD_MAX_MB must be a whole number of at least 1"),
        ("AGEING_BANDS", "7,30,30", "AGEING_BANDS must be ascending whole numbers such as 7,30,120"),
        ("APP_ENV", "staging", "APP_ENV must be one of development, production"),
        ("SECRET_KEY_FILE", "/nowhere/key", "SECRET_KEY_FILE points to '/nowhere/key', which cannot be read"),
    ],
)
def test_wrong_value(tmp_path, name, value, sentence):
    code, written = start(tmp_path, **{name: value})

    assert code != 0
    assert sentence in written.splitlines()[-1]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_production_refuses_to_start_without(tmp_path, name):
    code, written = start(tmp_path, **{key: value for key, value in PRODUCTION.items() if key != name})

    assert code != 0
    assert written.splitlines()[-1].split(": ", 1)[1].startswith(f"{name} must")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [("SECRET_KEY", "short", "SECRET_KEY must have at least 50"), ("DEBUG", "true", "DEBUG must be off")],
)
def test_production_refuses(tmp_path, name, value, sentence):
    code, written = start(tmp_path, **{**PRODUCTION, name: value})

    assert code != 0
    assert sentence in written


def test_production_starts_when_all_is_given_and_secrets_come_from_files(tmp_path):
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"] + "\n", encoding="utf-8")
    given = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}

    assert start(tmp_path, **given, SECRET_KEY_FILE=str(tmp_path / "key")) == (0, "")


def test_production_never_reads_the_note_of_embedded_servers(tmp_path):
    (tmp_path / "services.json").write_text('{"REDIS_URL": "redis://localhost:2/0"}', encoding="utf-8")
    given = {key: value for key, value in PRODUCTION.items() if key != "REDIS_URL"}

    code, written = start(tmp_path, **given)

    assert code != 0
    assert "REDIS_URL must be set" in written


def test_a_command_without_a_database_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "sweep", "--today", "2023-02-20"],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "No database: run `make up` (or `make demo`) first, or set DATABASE_URL."
