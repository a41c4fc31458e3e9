"""Pages of people and their posts, for administrators (auditors read them)."""

from datetime import date

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import open_work, people_policy, reading
from accounts.actions import people as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms import EndPostForm, PersonForm, PostForm
from accounts.forms_posts import CorrectPostForm
from accounts.http import AuthedRequest
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from accounts.views import security

PAGE = 50


@require_GET
def person_list(request: AuthedRequest) -> HttpResponse:
    """Everybody, with the posts they hold today."""
    day = today()
    people_policy.may_see_people(request.user, day).require()
    found = _asked(request).order_by("full_name", "pk")
    held = Membership.objects.on(day).select_related("organisation")
    found = found.prefetch_related(Prefetch("memberships", held, to_attr="held"))
    shown = {
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "role_choices": Role.choices,
        "may_manage": people_policy.may_manage(request.user, day),
    }
    return render(request, "accounts/person_list.html", shown)


@require_GET
def person_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One person: data, posts now and before, and what an administrator may do."""
    people_policy.may_see_people(request.user, today()).require()
    person = get_object_or_404(User, pk=pk)
    reading.note("person.read", person, reader=request.user)
    return _show(request, person)


@require_http_methods(["GET", "POST"])
def person_create(request: AuthedRequest) -> HttpResponse:
    """A new person with a first post."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    data = request.POST or None
    form, post = PersonForm(data), PostForm(data, today=day)
    if request.method == "POST" and form.is_valid() and post.is_valid():
        try:
            user = actions.create_with_post(form.person(), post.post(), actor=request.user, today=day)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã thêm người dùng. Hãy gửi thư để người này tự đặt mật khẩu."))
            return redirect("person-detail", user.pk)
    status = 422 if form.errors or post.errors else 200
    return render(request, "accounts/person_create.html", {"form": form, "post": post}, status=status)


@require_http_methods(["GET", "POST"])
def person_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """A person's data."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid() and _saved(request, person, form, day):
        messages.success(request, _("Đã lưu người dùng."))
        return redirect("person-detail", pk)
    status = 422 if form.errors else 200
    return render(request, "accounts/person_edit.html", {"person": person, "form": form}, status=status)


def _saved(request: AuthedRequest, person: User, form: PersonForm, day: date) -> bool:
    seen = form.cleaned_data["version"]
    try:
        actions.change(person.pk, form.person(), actor=request.user, today=day, seen_version=seen)
    except DomainError as error:
        form.refuse(error, person, prefix="person.")
        return False
    return True


@require_POST
def post_give(request: AuthedRequest, pk: int) -> HttpResponse:
    """Give a post."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    person = get_object_or_404(User, pk=pk)
    form = PostForm(request.POST, today=day)
    if not form.is_valid():
        return _show(request, person, post=form, status=422)
    actions.give_post(pk, form.post(), actor=request.user, today=day)
    messages.success(request, _("Đã giao vị trí công tác."))
    return redirect("person-detail", pk)


@require_POST
def post_end(request: AuthedRequest, pk: int) -> HttpResponse:
    """End a post on a day."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    post = get_object_or_404(Membership, pk=pk)
    form = EndPostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy chọn ngày kết thúc vị trí công tác."))
        return redirect("person-detail", post.user_id)
    try:
        actions.end_post(pk, on=form.cleaned_data["on"], actor=request.user, today=day)
    except DomainError as refusal:
        return _hand_over_first(request, post.user_id, f"post:{pk}", refusal)
    messages.success(request, _("Đã ghi ngày kết thúc vị trí công tác."))
    return redirect("person-detail", post.user_id)


def _hand_over_first(request: AuthedRequest, person: int, then: str, refusal: DomainError) -> HttpResponse:
    """Open work stands in the way: its page, which ends the post or closes the account in the same step.

    Raises:
        DomainError: it was refused for another reason.
    """
    if refusal.code != "open_work":
        raise refusal
    messages.warning(request, str(refusal))
    return HttpResponseRedirect(f"{reverse('person-hand-over', args=[person])}?{urlencode({'then': then})}")


@require_http_methods(["GET", "POST"])
def post_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Correct the dates, the title or the fields of a post."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    post = get_object_or_404(Membership.objects.select_related("user", "organisation"), pk=pk)
    form = CorrectPostForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            actions.correct_post(pk, form.dates(), actor=request.user, today=day, seen_version=seen)
        except DomainError as refusal:
            form.refuse(refusal, post, trail=post.user, prefix="post.corrected")
        else:
            messages.success(request, _("Đã sửa vị trí công tác."))
            return redirect("person-detail", post.user_id)
    shown = {"post": post, "form": form, "begun": post.valid_from <= day}
    return render(request, "accounts/post_edit.html", shown, status=422 if form.is_bound else 200)


@require_POST
def post_cancel(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take back a post that has not begun."""
    people_policy.may_manage(request.user, today()).require()
    get_object_or_404(Membership, pk=pk)
    person = actions.cancel_post(pk, actor=request.user, today=today())
    messages.success(request, _("Đã hủy vị trí công tác chưa bắt đầu."))
    return redirect("person-detail", person.pk)


@require_POST
def person_deactivate(request: AuthedRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again (`active` = 1)."""
    person = get_object_or_404(User, pk=pk)
    if request.POST.get("active") == "1":
        actions.reactivate(person.pk, actor=request.user, today=today())
        messages.success(request, _("Đã mở lại tài khoản."))
        return redirect("person-detail", pk)
    try:
        actions.deactivate(person.pk, actor=request.user, today=today())
    except DomainError as refusal:
        return _hand_over_first(request, pk, "close", refusal)
    messages.success(request, _("Đã khóa tài khoản. Phiên đăng nhập và mã API của người này đã dừng."))
    return redirect("person-detail", pk)


@require_POST
def person_reset(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send the person a link to set a password; without a mailbox or a mail server the link is shown once here."""
    person = get_object_or_404(User, pk=pk)
    link = request.build_absolute_uri(actions.reset_link(person.pk, actor=request.user, today=today()))
    if person.email and _sent(request, person, link):
        messages.success(request, _("Đã gửi thư đặt mật khẩu tới %(email)s.") % {"email": person.email})
        return redirect("person-detail", pk)
    return _show(request, person, link=link)


def _sent(request: AuthedRequest, person: User, link: str) -> bool:
    said = {"user": person, "username": person.username, "password_reset_url": link, "request": request}
    try:
        get_adapter(request).send_mail("account/email/password_reset_key", person.email, said)
    except DomainError as error:
        messages.warning(request, str(error))
        return False
    return True


def _show(
    request: AuthedRequest, person: User, *, post: PostForm | None = None, link: str = "", status: int = 200
) -> HttpResponse:
    day = today()
    posts = person.memberships.select_related("organisation").prefetch_related("fields_in_charge")
    shown = {
        "person": person,
        "held": posts.order_by("-valid_from", "-pk"),
        "post": post or PostForm(today=day),
        "may_manage": people_policy.may_manage(request.user, day),
        "open_work": open_work.of_person(person, day),
        "link": link,
        "safety": security.safety_of(person),
    }
    return render(request, "accounts/person_detail.html", shown, status=status)


def _asked(request: AuthedRequest) -> QuerySet[User]:
    found = User.objects.all()
    if request.GET.get("closed") != "1":
        found = found.filter(is_active=True)
    if typed := request.GET.get("q", "").strip():
        named = Q(full_name__icontains=typed) | Q(username__icontains=typed) | Q(email__icontains=typed)
        places = Organisation.objects.named_like(typed).values("pk")
        there = Membership.objects.on(today()).filter(user=OuterRef("pk"), organisation__in=places)
        found = found.filter(named | Exists(there))
    if (role := request.GET.get("role", "")) in Role.values:
        held = Membership.objects.on(today()).filter(user=OuterRef("pk"), role=role)
        found = found.filter(Exists(held))
    return found
