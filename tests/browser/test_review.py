"""The review page in a real browser: from the text to accepted proposals by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from directives.models import DirectiveState, DraftState
from tests.browser.conftest import PHONE
from tests.directives.conftest import built_in
from tests.directives.papers import SAMPLE, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db):
    """The shipped directory as rows."""
    from accounts.models import Organisation, Succession

    organisations, links = built_in()
    Organisation.objects.bulk_create(organisations)
    Succession.objects.bulk_create(links)


@pytest.fixture
def people(city):
    from tests import factories

    return factories.cast()


@pytest.fixture
def paper(people):
    return stored(SAMPLE.read_text(encoding="utf-8"), actor=people.thao)


@pytest.fixture
def page(signed_in_page, people, paper):
    """The review as Thảo sees it."""
    return signed_in_page(people.thao, f"/directives/{paper.pk}/review/")


def current(page):
    return page.locator(".draft[aria-current]")


def settled(page):
    """Wait until the answer of the server stands on the page."""
    waiting = page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
    expect(waiting).to_have_count(0, timeout=30_000)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        settled(page)


def test_the_text_on_the_page_is_the_stored_text(page, paper):
    shown = page.evaluate("document.getElementById('paper').textContent")
    assert shown == paper.text


@pytest.mark.extended
def test_j_and_k_walk_through_the_proposals_and_their_spans(page, paper, problems):
    first, second = paper.drafts.order_by("order")[:2]
    assert current(page).get_attribute("data-draft") == str(first.pk)
    press(page, "j")
    assert current(page).get_attribute("data-draft") == str(second.pk)
    marked = page.locator("mark.span-current").all_inner_texts()
    assert "".join(marked) == paper.text[second.start : second.end]
    press(page, "k")
    assert current(page).get_attribute("data-draft") == str(first.pk)
    assert problems == []


def test_a_proposal_is_accepted_by_one_key_and_the_next_is_shown(page, paper, problems):
    sure = next(draft for draft in paper.drafts.order_by("order") if draft.leads.exists() and draft.due_on)
    page.locator(f"#draft-{sure.pk} .draft-text").click()
    press(page, "a")
    sure.refresh_from_db()
    assert sure.state == DraftState.ACCEPTED
    assert current(page).get_attribute("data-draft") != str(sure.pk)
    press(page, "u")
    sure.refresh_from_db()
    assert sure.state == DraftState.PROPOSED
    assert problems == []


@pytest.mark.extended
def test_what_is_missing_is_said_and_nothing_is_accepted(page, paper):
    unclear = paper.drafts.owner_unclear().first()
    page.locator(f"#draft-{unclear.pk} .draft-text").click()
    press(page, "a")
    assert page.locator(".toast-error").inner_text().startswith("Chưa rõ cơ quan chủ trì")
    unclear.refresh_from_db()
    assert unclear.state == DraftState.PROPOSED


@pytest.mark.extended
def test_a_group_is_taken_by_one_key(page, paper):
    group = next(draft for draft in paper.drafts.all() if any("group" in row for row in draft.candidates))
    page.locator(f"#draft-{group.pk} .draft-text").click()
    press(page, "g")
    assert group.leads.count() > 10


def test_a_selection_becomes_a_proposal(page, paper, problems):
    words = "tháo gỡ vướng mắc cho doanh nghiệp"
    page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.getElementById("paper"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )
    before = paper.drafts.count()
    press(page, "n")
    assert paper.drafts.count() == before + 1
    made = paper.drafts.latest("pk")
    assert (made.text, paper.text[made.start : made.end]) == (words, words)
    assert current(page).get_attribute("data-draft") == str(made.pk)
    assert problems == []


@pytest.mark.extended
def test_a_deadline_is_typed_and_saved_by_keyboard(page, paper, problems):
    draft = paper.drafts.filter(due_on__isnull=False).first()
    page.locator(f"#draft-{draft.pk} .draft-text").click()
    press(page, "d")
    page.keyboard.press("Control+a")
    page.keyboard.type("1/12/2026")
    press(page, "Enter")
    draft.refresh_from_db()
    assert str(draft.due_on) == "2026-12-01"
    assert problems == []


@pytest.mark.extended
def test_escape_leaves_the_form_without_a_change(page, paper):
    draft = paper.drafts.first()
    press(page, "e")
    page.keyboard.type("thừa ")
    press(page, "Escape")
    draft.refresh_from_db()
    assert not draft.text.startswith("thừa")
    expect(page.locator("form.draft-form")).to_have_count(0)


@pytest.mark.extended
def test_piles_show_only_what_belongs_to_them(page, paper):
    page.locator("button[data-pile=owner]").click()
    shown = page.locator("#drafts > .draft:visible").count()
    assert shown == paper.drafts.owner_unclear().count()


@pytest.mark.extended
def test_everything_sure_is_accepted_at_once(page, paper):
    page.keyboard.press("Shift+A")
    page.locator("#accept-above").select_option("0.7")
    promised = page.locator("#accept-preview").inner_text()
    press(page, "Enter")
    taken = paper.drafts.filter(state=DraftState.ACCEPTED).count()
    assert promised.startswith(f"Sẽ nhận {taken} đề xuất.")
    assert paper.drafts.filter(state=DraftState.ACCEPTED).count() > 5


@pytest.mark.extended
def test_merge_and_split_by_keyboard(page, paper):
    before = paper.drafts.exclude(state=DraftState.REJECTED).count()
    press(page, "m")
    assert paper.drafts.exclude(state=DraftState.REJECTED).count() == before - 1
    press(page, "s")
    page.locator(".split-place").first.click()
    settled(page)
    assert paper.drafts.exclude(state=DraftState.REJECTED).count() == before


@pytest.mark.extended
def test_the_review_works_on_a_phone(signed_in_page, people, paper):
    page = signed_in_page(people.thao, f"/directives/{paper.pk}/review/", viewport=PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


@pytest.mark.extended
def test_the_release_button_says_what_is_missing(page, paper):
    assert paper.state == DirectiveState.PARSED
    button = page.locator("[data-release]")
    assert button.is_disabled()
    assert page.locator("#release-obstacle").inner_text() == "Chưa chấp nhận đề xuất nào có cơ quan chủ trì."


@pytest.mark.extended
def test_a_form_saved_with_the_focus_on_a_chip_is_not_taken_for_unsaved(page, people, paper, problems):
    draft = paper.drafts.filter(leads__isnull=False).order_by("order").first()
    page.locator(f"#draft-{draft.pk} .draft-text").click()
    press(page, "o")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("so xay")  # typing on a chip goes into the field of names
    page.locator(".found-item[aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-chip]:focus")).to_have_count(1)
    press(page, "Control+Enter")
    expect(page.locator("form.draft-form")).to_have_count(0)
    assert people.building in draft.leads.all()
    press(page, "e")
    expect(page.locator("[name=text]")).to_be_focused()
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert problems == []


@pytest.mark.extended
def test_a_lead_is_picked_by_typing_its_name(page, people, paper, problems):
    draft = paper.drafts.owner_unclear().first()
    page.locator(f"#draft-{draft.pk} .draft-text").click()
    press(page, "o")
    page.keyboard.type("so xay")
    page.locator(".found-item[aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"#draft-{draft.pk} [name=due_on]").focus()
    press(page, "Enter")
    assert people.building in draft.leads.all()
    assert problems == []


def test_the_paper_is_released_from_the_page(page, people, paper, problems):
    page.keyboard.press("Shift+A")
    page.locator("#accept-above").select_option("0.0")
    press(page, "Enter")
    for draft in paper.drafts.filter(state=DraftState.PROPOSED):
        page.locator(f"#draft-{draft.pk} .draft-text").click()
        press(page, "x")
    page.locator("[data-release]").click()
    page.locator("#confirm-dialog [value=ok]").click()
    page.wait_for_url("**/tasks/?directive=*")
    paper.refresh_from_db()
    assert paper.state == DirectiveState.RELEASED
    assert problems == []


@pytest.mark.extended
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_papers_are_accessible(signed_in_page, people, paper, problems, theme):
    own = [f"/directives/{paper.pk}/", f"/directives/{paper.pk}/review/"]
    page = signed_in_page(people.thao, "/directives/", color_scheme=theme)
    for address in ("/directives/", "/directives/upload/", "/directives/register/", "/directives/review/", *own):
        page.goto(address)
        if address.endswith(f"{paper.pk}/review/"):
            press(page, "j", "e")
        found = Axe().run(page).response["violations"]
        told = [(item["id"], [node["html"][:160] for node in item["nodes"][:4]]) for item in found]
        assert told == [], address
    assert problems == []


def test_every_step_is_undone_after_a_reload_and_in_another_browser(signed_in_page, people, page, paper, problems):
    press(page, "x", "x")
    other = signed_in_page(people.thao, f"/directives/{paper.pk}/review/")
    expect(other.locator("#review-steps li").first).to_contain_text("Loại bỏ đề xuất 2")
    press(other, "z", "z")
    assert not paper.drafts.filter(state=DraftState.REJECTED).exists()
    expect(other.locator("#review-steps .step-undone")).to_have_count(2)
    press(other, "Shift+Z")
    assert paper.drafts.filter(state=DraftState.REJECTED).count() == 1
    assert problems == []


def test_a_lost_line_loses_nothing_that_was_typed(page, paper):
    draft = paper.drafts.first()
    press(page, "e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Chữ tôi vừa gõ")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#review-trouble")).to_contain_text("Mất kết nối")
    assert page.locator(f"#draft-{draft.pk} [name=text]").input_value() == "Chữ tôi vừa gõ"
    page.context.set_offline(False)
    page.locator("[data-retry]").press("Enter")
    expect(page.locator(f"article#draft-{draft.pk} .draft-text")).to_have_text("Chữ tôi vừa gõ")
    draft.refresh_from_db()
    assert draft.text == "Chữ tôi vừa gõ"


def broken(route):
    """A server that answers questions but fails at every change."""
    if route.request.method == "POST":
        route.fulfill(status=500)
    else:
        route.continue_()


@pytest.mark.extended
def test_a_broken_server_is_told_and_a_reload_brings_back_what_was_typed(page, paper):
    draft = paper.drafts.first()
    page.route("**/edit/", broken)
    press(page, "e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Chữ tôi vừa gõ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#review-trouble")).to_contain_text("Máy chủ gặp lỗi")
    page.reload()
    press(page, "e")
    expect(page.locator("[data-kept]")).to_be_visible()
    assert page.locator(f"#draft-{draft.pk} [name=text]").input_value() == "Chữ tôi vừa gõ"


@pytest.mark.extended
def test_the_list_is_sorted_by_doubt_and_stays_so_after_a_reload(page, paper):
    press(page, "v")
    page.reload()
    sure = [int(card.get_attribute("data-confidence")) for card in page.locator("#drafts > .draft").all()]
    assert sure == sorted(sure)
    assert len(set(sure)) > 1


@pytest.mark.extended
def test_what_a_deadline_means_is_said_while_it_is_typed(page, problems):
    press(page, "d")
    page.keyboard.press("Control+a")
    page.keyboard.type("18/2/2023")
    expect(page.locator("[data-deadline-words]")).to_contain_text("rơi vào ngày nghỉ")
    page.keyboard.press("Control+a")
    page.keyboard.type("cuối quý II")
    expect(page.locator("[data-deadline-words]")).to_contain_text("30/06/2023")
    assert page.locator("[name=precision]").input_value() == "quarter"
    assert problems == []


@pytest.mark.extended
def test_lead_and_coordinating_change_sides_by_one_key(page, paper):
    both = paper.drafts.filter(leads__isnull=False, coordinating__isnull=False)
    draft = both.order_by("order").first()
    lead = draft.leads.first()
    page.locator(f"#draft-{draft.pk} .draft-text").click()
    press(page, "w")
    assert lead in draft.coordinating.all()
    press(page, "w")
    assert lead in draft.leads.all()


@pytest.mark.extended
def test_a_draft_changes_its_place_and_numbers_follow(page, paper):
    first, second = paper.drafts.order_by("order")[:2]
    press(page, "Shift+J")
    shown = [card.get_attribute("data-draft") for card in page.locator("#drafts > .draft").all()[:2]]
    assert shown == [str(second.pk), str(first.pk)]
    assert page.locator(f"#draft-{first.pk} .draft-order").inner_text() == "2"
    assert current(page).get_attribute("data-draft") == str(first.pk)


@pytest.mark.extended
def test_the_focus_stays_on_a_card_after_every_step(page, paper):
    for keys in ("x", "z", "j", "e", "Escape", "s", "Escape", "Shift+J", "z", "m", "z"):
        press(page, keys)
        assert page.evaluate("document.activeElement.closest('#drafts > [data-draft]') !== null"), keys


@pytest.mark.extended
def test_on_a_phone_the_panes_are_tabs(signed_in_page, people, paper):
    page = signed_in_page(people.thao, f"/directives/{paper.pk}/review/", viewport=PHONE)
    expect(page.locator("#paper")).to_be_hidden()
    page.locator(".pane-tabs [data-show-pane=paper]").click()
    expect(page.locator("#paper")).to_be_visible()
    page.locator("mark.span").nth(3).click()
    expect(page.locator("#drafts")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
