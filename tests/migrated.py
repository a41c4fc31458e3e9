"""A migrated database to begin from, kept between runs: migrating takes longer than most folders of tests.

A kept cluster is named by what it was migrated with. One that knows nothing but migrations of today is brought up to
date instead of beginning from nothing; any other is left alone.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config.embedded.postgres import Postgres

HERE = Path(__file__).parent.parent
NAME = "test_tracker"
KEPT = 4


def start(folder: Path, *, durable: bool = False, settings: tuple[str, ...] = ()) -> Postgres:
    """A running cluster in `folder` that holds the database NAME, migrated to what the code says now."""
    postgres = Postgres(folder / "postgres", durable=durable, settings=settings)
    wanted = migrations(postgres)
    found = nearest(wanted)
    if found is not None:
        postgres.folder.mkdir(parents=True)
        found = taken(found, postgres.data)
    held = known(found) if found else {}
    postgres.start()
    if held != wanted:
        postgres.create_database(NAME)
        migrate(postgres.url(NAME))
        keep(postgres, wanted)
    return postgres


def migrations(postgres: Postgres) -> dict[str, str]:
    """Name and digest of every migration of the project, and of what else decides how tables look."""
    files = sorted(HERE.glob("*/migrations/0*.py"))
    files += [HERE / "requirements" / "runtime.txt"]
    found = {str(file.relative_to(HERE)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return {**found, "server": str(postgres.bin)}


def shelf() -> Path:
    """Where clusters are kept: of this user, away from the checkout, emptied by the machine when it wants."""
    return Path(tempfile.gettempdir()) / f"tracker-migrated-{os.getuid()}"


def known(kept: Path) -> dict[str, str]:
    """What a kept cluster was migrated with; nothing when another run is just removing it."""
    try:
        return dict(json.loads((kept / "migrations.json").read_text(encoding="utf-8")))
    except OSError:
        return {}


def nearest(wanted: dict[str, str]) -> Path | None:
    """The kept cluster that needs the fewest migrations to become what is wanted."""
    ready = [kept for kept in shelf().glob("*/") if not kept.name.startswith("unfinished")]
    usable = [kept for kept in ready if known(kept) and known(kept).items() <= wanted.items()]
    return max(usable, key=lambda kept: len(known(kept)), default=None)


def taken(kept: Path, data: Path) -> Path | None:
    """The cluster copied to `data`; None when another run removed it meanwhile."""
    try:
        copy(kept / "data", data)
        os.utime(kept)
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(data, ignore_errors=True)
        return None
    return kept


def migrate(url: str) -> None:
    """In a process of its own, as an operator does it."""
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "0"}
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=HERE, env=environment, check=True)


def keep(postgres: Postgres, wanted: dict[str, str]) -> None:
    """Put a copy on the shelf under its digest, take the oldest away; whoever comes second changes nothing."""
    postgres.stop()
    fresh = shelf() / f"unfinished-{uuid.uuid4().hex}"
    fresh.mkdir(parents=True)
    copy(postgres.data, fresh / "data")
    (fresh / "migrations.json").write_text(json.dumps(wanted), encoding="utf-8")
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()[:20]
    try:
        fresh.rename(shelf() / digest)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
    for old in sorted(shelf().glob("*/"), key=lambda kept: kept.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    postgres.start()


def clone(url: str, name: str) -> None:
    """The database `name` as a copy of NAME on the server at `url`, where there is one and no such copy yet."""
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if NAME in there and name not in there:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(NAME))
            )


def copy(source: Path, target: Path) -> None:
    """With owners and modes, which PostgreSQL insists on."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
