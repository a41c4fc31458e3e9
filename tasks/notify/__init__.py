"""Telling people: rows of notices and mails, unique by key; sending is the work of `tasks.jobs`."""

from tasks.notify.announce import Event, Post, tell, tell_unit
from tasks.notify.moves import moved, party_reminded
from tasks.notify.nightly import SweepResult, sweep
from tasks.notify.releases import released

__all__ = ["Event", "Post", "SweepResult", "moved", "party_reminded", "released", "sweep", "tell", "tell_unit"]
