"""The operator's guide knows every variable that the settings read, and no other."""

import re
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
READ = re.compile(
    r'(?:env\.(?:text|boolean|integer|listing|choice|clock|ascending)|required|_given|_secure)\(\s*f?"((?:\{prefix\})?[A-Z_]+)"'
)
SOURCES = ("settings.py", "signin.py")


def test_every_variable_is_documented_and_every_documented_one_is_read():
    guide = (BASE / "docs" / "operations.md").read_text("utf-8")
    found = [name for source in SOURCES for name in READ.findall((BASE / "config" / source).read_text("utf-8"))]
    read = {name.replace("{prefix}", "OIDC") for name in found}
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))

    assert len(read) > 20
    assert documented == read


def test_variables_of_the_container_are_documented():
    guide = (BASE / "docs" / "operations.md").read_text("utf-8")
    entry = (BASE / "docker" / "entrypoint.sh").read_text("utf-8")

    names = set(re.findall(r"\$\{([A-Z_]+):-", entry))
    assert names == {"WEB_WORKERS", "WEB_THREADS", "WORKER_QUEUES", "WORKER_CONCURRENCY"}
    assert all(f"`{name}`" in guide for name in names)


def test_named_commands_exist():
    from django.core.management import get_commands

    guide = (BASE / "docs" / "operations.md").read_text("utf-8")
    named = set(re.findall(r"\b(?:manage\.py|web manage) ([a-z_]+)", guide))

    assert {"dev", "compile_catalogues", "migrate"} <= named
    assert named <= set(get_commands())
