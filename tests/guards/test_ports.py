"""Ports that are given out to servers, and the one where nobody answers."""

import socket

import pytest

from config.embedded import binaries
from tests.ports import silent_port


def test_a_port_given_out_is_given_to_nobody_else(monkeypatch):
    given = binaries.free_port()
    held = binaries._reserved
    monkeypatch.setattr(binaries, "_reserved", held[:-1])  # whoever else asks begins to look at the same place
    kept = binaries.free_port()
    assert len(held) == len(binaries._reserved)
    assert kept != given
    assert {given, kept} <= set(binaries.GIVEN_OUT)


def test_a_server_can_listen_where_it_was_told_to():
    with socket.create_server(("127.0.0.1", binaries.free_port())) as server:
        socket.create_connection(server.getsockname(), 60).close()


def test_nobody_answers_at_the_silent_port():
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", silent_port()), 60)
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", silent_port()))
