"""What each forked process of `manage.py dev` runs."""

import os
import signal
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from django.core.management import call_command, get_commands
from gunicorn.app.base import BaseApplication

from config.embedded.leash import die_with_parent

SAMPLE = "load_sample_city"
WEB_STOPS_WITHIN = 5  # seconds for the requests that are under way

Application = Callable[..., object]


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn as a function: two processes with four threads each."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        """Constants, since this server is for one machine; docker/ has its own."""
        values = {
            "bind": [f"127.0.0.1:{self.port}"],
            "worker_class": "gthread",
            "workers": 2,
            "threads": 4,
            "timeout": 120,
            "graceful_timeout": WEB_STOPS_WITHIN,
            "control_socket_disable": True,
            "worker_tmp_dir": None,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        """The site."""
        from config.wsgi import application

        return application


def web(port: int) -> None:
    """Serve the site on the loopback interface."""
    Web(port).run()


def import_jobs() -> None:
    """What worker and beat would both import, in the process that they are forked from."""
    from config.celery import app

    for module in ("celery.bin.celery", "celery.apps.worker", "celery.concurrency.prefork", "redbeat"):
        import_module(module)
    app.loader.import_default_modules()


def worker() -> None:
    """Run jobs of all queues in two processes; started by root it says nothing of that, since this is no server."""
    from celery.signals import worker_process_init

    from config.celery import app

    worker_process_init.connect(end_with_the_worker)
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    alone = ["--without-gossip", "--without-mingle"]  # there is no other worker to talk to
    where = ["--queues", "quick,mail,nightly", "--concurrency", "2", "--hostname", "dev@%h"]
    app.start(["--quiet", "worker", "--loglevel", "INFO", *where, *alone])


def end_with_the_worker(**_: object) -> None:
    """For the processes that the worker forks: a job must not go on when the worker has been killed."""
    die_with_parent(os.getppid(), signal.SIGKILL)


def beat() -> None:
    """Send due jobs by the table in config/schedule.py."""
    from config.celery import app

    app.start(["--quiet", "beat", "--loglevel", "INFO"])


def mail(port: int, folder: Path) -> None:
    """Keep outgoing mails as files."""
    from config.embedded.smtp import serve

    serve(port, folder)


def setup(*, sample: bool) -> None:
    """Bring the database and the catalogues to the state of the code; everything here may run again at any time."""
    call_command("compile_catalogues")
    call_command("migrate", interactive=False, verbosity=1)
    if sample and SAMPLE in get_commands():
        call_command(SAMPLE)
    sys.stdout.flush()
