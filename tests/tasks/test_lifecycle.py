"""The table of moves, as a lawyer would ask about it."""

from datetime import date

from tasks.actions.steps import DEMANDS
from tasks.deadlines import Facts, Timeliness, is_overdue, timeliness
from tasks.lifecycle import MOVES, OPEN, WORKING, Status, moves_from
from tasks.policy import TABLE
from tasks.relations import AT_LEAD, Relation
from tasks.timeline import SENTENCES
from tasks.views.steps import NEXT, STEPS
from tasks.words import MOVE_LABELS, verb


def test_nothing_moves_once_it_has_ended():
    assert (
        {status for status in Status if not moves_from(status)} == {Status.DONE, Status.WITHDRAWN} == set(Status) - OPEN
    )


def test_every_open_status_can_be_left():
    assert all(any(MOVES[move].to not in {None, status} for move in moves_from(status)) for status in OPEN)


def test_every_status_is_reached_from_assignment():
    reached, grew = {Status.ASSIGNED}, True
    while grew:
        following = {to for move in MOVES.values() if move.source & reached for to in (move.to, move.shortcut) if to}
        grew, reached = not following <= reached, reached | following
    assert reached == set(Status)


def test_done_is_reached_by_acceptance_of_a_submission_or_inside_by_a_signature():
    assert [name for name, move in MOVES.items() if move.to is Status.DONE] == ["accept"]
    assert [name for name, move in MOVES.items() if move.shortcut is Status.DONE] == ["sign_off"]
    assert MOVES["accept"].source == {Status.SUBMITTED}
    assert TABLE["accept"].who == {Relation.MONITOR}


def test_whoever_works_does_not_judge():
    by_unit = {name for name in MOVES if TABLE[name].who <= AT_LEAD}
    assert by_unit == {"receive", "contest", "delegate", "report", "submit", "take_back"}
    assert {name for name in MOVES if TABLE[name].who == {Relation.SIGNER}} == {"sign_off", "send_back"}
    rest = set(MOVES) - by_unit - {"sign_off", "send_back"}
    assert rest == {"reassign", "reject_contest", "accept", "return", "suspend", "resume", "withdraw"}
    assert not any(TABLE[name].who & AT_LEAD for name in rest)


def test_a_waiting_result_is_out_of_the_units_hands():
    assert Status.SUBMITTED not in WORKING
    assert set(moves_from(Status.SUBMITTED)) == {"accept", "return", "withdraw"}


def test_a_result_that_waits_for_the_head_is_still_the_units_affair():
    assert set(moves_from(Status.SIGNING)) == {"take_back", "sign_off", "send_back", "withdraw"}
    assert timeliness(Facts(Status.SIGNING, date(2023, 2, 1)), date(2023, 2, 2), soon_days=7) is Timeliness.OVERDUE
    assert is_overdue(Status.SIGNING, date(2023, 2, 1), date(2023, 2, 2))


def test_every_move_has_its_words_its_form_and_its_sentence():
    assert set(MOVES) == set(MOVE_LABELS)
    assert set(MOVES) <= set(STEPS)
    assert set(MOVES) <= set(SENTENCES)
    assert {name for move in MOVES.values() for name in move.demands} <= set(DEMANDS)
    assert verb("contest") == "đề nghị giao lại"


def test_the_next_step_is_one_the_status_permits():
    assert set(NEXT) == OPEN
    assert all(step in moves_from(status) for status, step in NEXT.items())
