"""Rows for tests in words of the domain: keyword-only, nothing random, no hidden sub-objects.

The fixed cast: Lan (officer of a department), Minh (head of that department), Hoa (monitor of the office),
Thảo (clerk of the office), Bình (leader of the city), Tuấn (officer of another department).
"""

from datetime import date
from itertools import count
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password

from accounts import clock
from accounts.actions import tokens
from accounts.models import Membership, Organisation, OrganisationKind, Scope, User
from accounts.models.organisation import STEP
from accounts.roles import Role
from accounts.text import search_form
from directives.models import Directive, DirectiveState, DraftState, TaskDraft, bodies
from tasks.models import Party, Task

SINCE = date(2020, 1, 1)
_serial = count(1)


def organisation(*, name="Sở Tài chính", parent=None, kind=OrganisationKind.DEPARTMENT, code="", **fields):
    fields.setdefault("short_name", name)
    return Organisation.objects.create(
        name=name, parent=parent, kind=kind, code=code or f"org-{next(_serial)}", **fields
    )


def user(*, name="Nguyễn Thị Lan", username="", organisation=None, role=None, title="", since=SINCE, **fields):
    username = username or f"user{next(_serial)}"
    fields.setdefault("email", f"{username}@haiphong.example")
    made = User.objects.create_user(username, "mat-khau-thu-nghiem", full_name=name, **fields)
    if organisation is not None:
        Membership.objects.create(
            user=made, organisation=organisation, role=role or Role.OFFICER, title=title, valid_from=since
        )
    return made


def directive(*, number=2, symbol="CT-UBND", kind="CT", issued_on=date(2023, 1, 10), **fields):
    fields.setdefault("subject", "Về nhiệm vụ, giải pháp chủ yếu năm 2023")
    fields.setdefault("issuer_name", "Ủy ban nhân dân thành phố Hải Phòng")
    fields.setdefault("issuer_key", fields["issuer_name"].lower())
    fields.setdefault("number_text", f"{number:02}/{symbol}" if number else "")
    fields.setdefault("period", str(issued_on.year) if issued_on else "")
    fields.setdefault("state", DirectiveState.PARSED)
    return Directive.objects.create(number=number, symbol=symbol, kind=kind, issued_on=issued_on, **fields)


def draft(*, directive, text="Xây dựng kế hoạch hành động cụ thể của đơn vị.", leads=(), coordinating=(), **fields):
    fields.setdefault("order", next(_serial))
    fields.setdefault("start", 0)
    fields.setdefault("end", len(text))
    fields.setdefault("state", DraftState.ACCEPTED)
    made = TaskDraft.objects.create(directive=directive, text=text, **fields)
    for table, organisations in ((bodies.LEADS, leads), (bodies.HELPERS, coordinating)):
        table.objects.bulk_create(table(taskdraft=made, organisation=each) for each in organisations)
    return made


def task(*, lead, directive, title="Xây dựng kế hoạch hành động", due_on=None, helped_by=(), **fields):
    made = new_task(lead=lead, directive=directive, title=title, due_on=due_on, **fields)
    made.save(force_insert=True)
    Party.objects.bulk_create(Party(task=made, organisation=helper) for helper in helped_by)
    return made


def new_task(*, lead, directive, title, due_on=None, **fields):
    """A task that is not written yet: many are written in one statement, at a fraction of the time."""
    fields.setdefault("text", title)
    fields.setdefault("assigned_on", date(2023, 1, 12))
    fields.setdefault("due_on_as_issued", due_on)
    if fields.get("status") == "signing":
        fields.setdefault("proposed_on", fields["assigned_on"])
    return Task(lead=lead, directive=directive, title=title, due_on=due_on, **fields)


def cast():
    """The people of every other test, in five statements: made one by one they would cost a tenth of the whole run."""
    city = organisation(name="UBND thành phố Hải Phòng", kind=OrganisationKind.CITY, code="city")
    office, finance, building = _below(
        city,
        {"name": "Văn phòng UBND thành phố", "code": "office", "email": "vanphong@haiphong.example"},
        {"name": "Sở Tài chính", "code": "finance", "email": "stc@haiphong.example"},
        {"name": "Sở Xây dựng", "code": "building", "email": "sxd@haiphong.example"},
    )
    people = _staff(
        ("lan", "Nguyễn Thị Lan", finance, Role.OFFICER),
        ("minh", "Trần Văn Minh", finance, Role.HEAD, "Giám đốc"),
        ("tuan", "Lê Anh Tuấn", building, Role.OFFICER),
        ("son", "Đỗ Văn Sơn", building, Role.HEAD, "Giám đốc"),
        ("hoa", "Phạm Thị Hoa", office, Role.MONITOR),
        ("thao", "Vũ Thị Thảo", office, Role.CLERK),
        ("binh", "Hoàng Văn Bình", city, Role.LEADER, "Phó Chủ tịch"),
        ("quan", "Bùi Minh Quân", office, Role.ADMIN),
        ("kiem", "Ngô Văn Kiểm", office, Role.AUDITOR),
    )
    return SimpleNamespace(city=city, office=office, finance=finance, building=building, **people)


def _below(parent, *bodies):
    """Departments right below a body that has none yet, as `Organisation.save` would leave them."""
    return Organisation.objects.bulk_create(
        Organisation(
            parent=parent,
            kind=OrganisationKind.DEPARTMENT,
            short_name=body["name"],
            path=f"{parent.path}{place:0{STEP}d}/",
            search_text=search_form(body["name"], body["name"]),
            **body,
        )
        for place, body in enumerate(bodies, start=1)
    )


def _staff(*posts):
    """{sign-in name: the person}, each with the one post; administrators may enter the administration site."""
    password = make_password("mat-khau-thu-nghiem")
    made = User.objects.bulk_create(
        User(
            username=username,
            password=password,
            full_name=name,
            email=f"{username}@haiphong.example",
            is_staff=role == Role.ADMIN,
        )
        for username, name, _body, role, *_title in posts
    )
    Membership.objects.bulk_create(
        Membership(user=person, organisation=body, role=role, title="".join(title), valid_from=SINCE)
        for person, (_username, _name, body, role, *title) in zip(made, posts, strict=True)
    )
    return {person.username: person for person in made}


def api_token(owner, *, scope="write", days=30, today=None):
    """The text of a new token of `owner`."""
    day = today or clock.today()
    return tokens.make(tokens.Wish("Kiểm thử", Scope(scope), days), actor=owner, today=day)[1]
