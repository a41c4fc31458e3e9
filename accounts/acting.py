"""Under which post somebody acts who holds several: the post that gave the right, the chosen one where it did.

A right that two posts give only together does not exist: each line of a table of permissions is met by one post. So
the question is put again for each post alone, the chosen one first.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from accounts import context
from accounts.models import Membership, User
from accounts.policy import Decision


def require(may: Callable[..., Decision], actor: User, *about: Any, today: date) -> None:
    """As `may(actor, *about, today).require()`; from then on the request acts under the post that gave the right.

    Raises:
        Refused: with the reason, when no post gives it.
    """
    may(actor, *about, today).require()
    settle(lambda one: bool(may(one, *about, today)), actor, today)


def settle(permits: Callable[[User], bool], actor: User, today: date) -> Membership | None:
    """Act under the first post with which `permits` holds; the chosen one is asked first. Answers that post.

    Somebody with one post, or nobody signed in, acts as before and costs nothing.
    """
    known, posts = context.current(), actor.posts(today)
    if len(posts) < 2:
        return posts[0] if posts else None
    chosen = known.chosen_id or known.membership_id
    for post in sorted(posts, key=lambda each: each.pk != chosen):
        if permits(_holding_only(actor, post, today)):
            context.enter(replace(known, membership_id=post.pk, chosen_id=chosen))
            return post
    return None


def _holding_only(actor: User, post: Membership, today: date) -> User:
    """The same person as if that were their only post on the day."""
    alone = copy.copy(actor)
    alone.__dict__["_posts"] = {today: [post]}
    return alone
