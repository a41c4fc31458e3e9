"""Handing over all open work of somebody: what is open, who takes it, what was done; and whose posts are ending."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import people_policy
from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.models import Membership, User
from accounts.roles import Role
from tasks import policy_handover
from tasks.actions import handover
from tasks.forms_handover import HandOverForm
from tasks.models import HandOver, Task
from tasks.models.task import OPEN_VALUES
from tasks.open_work import LABELS, Group, count_of_post, ending, load_of

SHOWN: Final = 100


@require_http_methods(["GET", "POST"])
def hand_over_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """GET shows everything open on the person with who could take it; POST passes all on in one step.

    `then` says what follows in the same step: `close` the account, or `post:<key>` end that post.
    """
    day = today()
    person = get_object_or_404(User, pk=pk)
    policy_handover.may_hand_over(request.user, person, day).require()
    then = _then(request, person)
    load = policy_handover.share_of(request.user, load_of(person, day), day)
    people = handover.candidates(load, person, day)
    form = HandOverForm(request.POST or None, load=load, candidates=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = handover.hand_over(
                pk,
                form.choice(),
                actor=request.user,
                today=day,
                reason=form.cleaned_data["reason"],
                ending=then,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã bàn giao %(count)s việc.") % {"count": len(made.lines)})
            return redirect("hand-over-done", made.pk)
    context = {"person": person, "load": load, "form": form, "parts": form.parts(), "then": then}
    return render(request, "tasks/hand_over.html", context, status=422 if form.is_bound else 200)


def _then(request: AuthedRequest, person: User) -> str:
    """The ending asked for, when it is one that this person can have."""
    given = (request.POST if request.method == "POST" else request.GET).get("then", "")
    if given == handover.CLOSE:
        return given
    key = given.removeprefix("post:")
    known = given.startswith("post:") and key.isdecimal() and person.memberships.filter(pk=int(key)).exists()
    return given if known else ""


@require_GET
def done_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """What was handed over to whom, group by group."""
    made = get_object_or_404(HandOver.objects.select_related("person", "by"), pk=pk)
    may = policy_handover.may_hand_over(request.user, made.person, today())
    if made.by_id != request.user.pk and not people_policy.may_read_trail(request.user, today()):
        may.require()
    groups: dict[str, list[dict[str, object]]] = {}
    for line in made.lines:
        groups.setdefault(str(LABELS[Group(line["group"])]), []).append(line)
    return render(request, "tasks/hand_over_done.html", {"made": made, "groups": groups.items()})


@require_GET
def leaving_page(request: AuthedRequest) -> HttpResponse:
    """Posts that ended or end soon while their holder has open work, and open tasks whose officer is gone."""
    day = today()
    policy_handover.may_see_leaving(request.user, day).require()
    until = day + timedelta(days=settings.POST_END_LIST_DAYS)
    posts = [(post, count_of_post(post, post.valid_to or day)) for post in _mine(request.user, ending(day, until), day)]
    context = {
        "posts": [(post, count) for post, count in posts if count],
        "orphans": _without_officer(request.user, day)[:SHOWN],
        "until": until,
    }
    return render(request, "tasks/leaving.html", context)


def _mine(user: User, posts: QuerySet[Membership], day: date) -> list[Membership]:
    if people_policy.may_keep_absences(user, day):
        return list(posts[:SHOWN])
    paths = tuple(post.organisation.path for post in user.posts(day) if post.role == Role.HEAD)
    return [post for post in posts[:SHOWN] if post.organisation.path.startswith(paths)]


def _without_officer(user: User, day: date) -> QuerySet[Task]:
    """Open tasks whose officer may not sign in or holds no post today."""
    there = Membership.objects.on(day).order_by().values("user")
    gone = Task.objects.visible_to(user, day).filter(status__in=OPEN_VALUES, officer__isnull=False)
    return gone.exclude(officer__in=there).select_related("lead", "officer", "directive").order_by("due_on", "pk")
