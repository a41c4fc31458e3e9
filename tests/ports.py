"""Addresses for tests: a port that refuses every connection, and a mail server on a port of its own."""

import socket
from functools import cache

from aiosmtpd.controller import Controller

PATIENCE = 60
"""Seconds until a server that has started says its first word, on a machine with ten times as much to do."""


@cache
def silent_port() -> int:
    """A port where nobody answers: bound and never listening, until the end of the run, so nobody else can begin to."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    held.detach()
    return port


class MailServer(Controller):
    """aiosmtpd on a port that the kernel chose as it began to listen; `port` is known once it has started."""

    def __init__(self, handler):
        self.listening = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.listening.getsockname()[1])

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.listening)

    def _trigger_server(self):
        with socket.create_connection((self.hostname, self.port), PATIENCE) as line:
            line.recv(1024)
