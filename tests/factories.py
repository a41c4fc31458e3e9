"""Rows for tests in words of the domain: keyword-only, nothing random, no hidden sub-objects.

The fixed cast: Lan (officer of a department), Minh (head of that department), Hoa (monitor of the office),
Thảo (clerk of the office), Bình (leader of the city), Tuấn (officer of another department).
"""

from datetime import date
from itertools import count
from types import SimpleNamespace

from accounts import clock
from accounts.actions import tokens
from accounts.models import Membership, Organisation, OrganisationKind, Scope, User
from accounts.roles import Role
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
    fields.setdefault("text", title)
    fields.setdefault("assigned_on", date(2023, 1, 12))
    fields.setdefault("due_on_as_issued", due_on)
    if fields.get("status") == "signing":
        fields.setdefault("proposed_on", fields["assigned_on"])
    made = Task.objects.create(lead=lead, directive=directive, title=title, due_on=due_on, **fields)
    Party.objects.bulk_create(Party(task=made, organisation=helper) for helper in helped_by)
    return made


def cast():
    city = organisation(name="UBND thành phố Hải Phòng", kind=OrganisationKind.CITY, code="city")
    office = organisation(
        name="Văn phòng UBND thành phố", parent=city, code="office", email="vanphong@haiphong.example"
    )
    finance = organisation(name="Sở Tài chính", parent=city, code="finance", email="stc@haiphong.example")
    building = organisation(name="Sở Xây dựng", parent=city, code="building", email="sxd@haiphong.example")
    return SimpleNamespace(
        city=city,
        office=office,
        finance=finance,
        building=building,
        lan=user(name="Nguyễn Thị Lan", username="lan", organisation=finance, role=Role.OFFICER),
        minh=user(name="Trần Văn Minh", username="minh", organisation=finance, role=Role.HEAD, title="Giám đốc"),
        tuan=user(name="Lê Anh Tuấn", username="tuan", organisation=building, role=Role.OFFICER),
        son=user(name="Đỗ Văn Sơn", username="son", organisation=building, role=Role.HEAD, title="Giám đốc"),
        hoa=user(name="Phạm Thị Hoa", username="hoa", organisation=office, role=Role.MONITOR),
        thao=user(name="Vũ Thị Thảo", username="thao", organisation=office, role=Role.CLERK),
        binh=user(name="Hoàng Văn Bình", username="binh", organisation=city, role=Role.LEADER, title="Phó Chủ tịch"),
        quan=user(name="Bùi Minh Quân", username="quan", organisation=office, role=Role.ADMIN, is_staff=True),
        kiem=user(name="Ngô Văn Kiểm", username="kiem", organisation=office, role=Role.AUDITOR),
    )


def api_token(owner, *, scope="write", days=30, today=None):
    """The text of a new token of `owner`."""
    day = today or clock.today()
    return tokens.make(tokens.Wish("Kiểm thử", Scope(scope), days), actor=owner, today=day)[1]
