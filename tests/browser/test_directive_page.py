"""The page of Nghị quyết 07/NQ-CP in a real browser: a clause, its tasks, coverage, the chain upwards, targets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from accounts.clock import today
from directives.actions import intake, registry, targets
from directives.actions.targets import TargetValues
from directives.models import Directive, DirectiveState, DraftState, TaskDraft
from directives.samples.build import SOURCES
from tasks.models import Task
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = "nghi-quyet-07-nq-cp-2025.html"


@pytest.fixture
def resolution(people):
    """The resolution as it was read, most of its proposals given; a conclusion above, a plan below, one target."""
    file = intake.receive((SOURCES / SAMPLE).read_bytes(), SAMPLE, actor=people.thao).file
    paper = intake.read_file(file.pk, today=today()).directive
    for number, draft in enumerate(paper.drafts.order_by("order")):
        if number % 4 < 3:
            due = date(2025, 6, 30) if number % 2 else today() + timedelta(days=40)
            TaskDraft.objects.filter(pk=draft.pk).update(state=DraftState.RELEASED)
            make.task(lead=people.finance, directive=paper, draft=draft, path=draft.path, title=draft.text, due_on=due)
    Directive.objects.filter(pk=paper.pk).update(state=DirectiveState.RELEASED, released_at=timezone.now())
    above = registry.HeaderValues(
        number_text="96-KL/TW", kind="KL", issuer_name="Bộ Chính trị", issued_on=date(2024, 9, 30), subject="Kết luận"
    )
    registry.register(above, actor=people.thao, today=today())
    plan = make.directive(number=142, symbol="KH-UBND", kind="KH")
    plan.references.create(target=paper, number_text="07/NQ-CP", relation="implements", start=0, end=0)
    make.task(lead=people.finance, directive=plan)
    values = TargetValues("Tăng trưởng GRDP", Decimal("12.5"), unit="%", lead=people.finance)
    targets.add(paper.pk, values, actor=people.thao, today=today())
    return paper


def read_clauses(page, paper):
    """A clause lights up with its tasks, a task with its clause; only clauses with overdue tasks stay."""
    marked = page.locator("[data-point]").filter(has=page.locator("[data-task]")).first
    while marked.get_attribute("aria-current") is None:
        page.keyboard.press("j")
    assert marked.locator("mark.span-current").count() == marked.locator(".point-task-current").count() == 1
    other = page.locator("[data-task]").last
    other.locator("p").last.click()
    expect(page.locator("mark.span-current")).to_have_count(1)
    assert "point-task-current" in other.get_attribute("class")
    page.get_by_role("link", name="Chỉ hiện điều khoản còn việc quá hạn").click()
    page.wait_for_url("**show=overdue**")
    late = Task.objects.filter(directive=paper).overdue(today()).count()
    assert page.locator("[data-task]").count() == late > 0


def rule_out_a_clause(page):
    """The share of clauses with a task grows when one of the others is no duty."""
    page.get_by_role("link", name="Độ bao phủ").click()
    before = page.locator("h2#covered").inner_text()
    page.get_by_role("button", name="Không phải nhiệm vụ").first.click()
    page.get_by_text("Đã đánh dấu điều khoản không phải nhiệm vụ.").wait_for()
    assert page.locator("h2#covered").inner_text() != before


def climb_the_chain(page):
    """From the resolution up to the conclusion, whose whole chain opens as one list."""
    page.get_by_role("link", name="Chuỗi văn bản").click()
    page.locator("svg.chain-svg").get_by_text("96-KL/TW").click()
    page.wait_for_url(f"**/directives/{Directive.objects.get(number_text='96-KL/TW').pk}/chain/")
    page.get_by_role("link", name=f"{Task.objects.count()} nhiệm vụ").click()
    page.wait_for_url("**chain=**")
    assert page.get_by_text("142/KH-UBND").count() > 0


def follow_a_target(page):
    """A value is written down, and the target is reached."""
    page.get_by_role("link", name="Ghi số liệu").click()
    page.get_by_label("Giá trị").fill("12,7")
    page.get_by_label("Nguồn số liệu").fill("Báo cáo thống kê")
    page.get_by_role("button", name="Ghi số liệu").click()
    page.get_by_text("Đã ghi số liệu của chỉ tiêu.").wait_for()
    expect(page.get_by_text("Đạt", exact=True)).to_have_count(1)


def test_a_resolution_from_clause_to_target(people, resolution, signed_in_page, problems):
    page = signed_in_page(people.hoa, resolution.get_absolute_url())
    read_clauses(page, resolution)
    assert Axe().run(page).violations_count == 0
    rule_out_a_clause(page)
    climb_the_chain(page)
    page.goto(f"/directives/{resolution.pk}/targets/")
    follow_a_target(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).violations_count == 0
    assert problems == []
