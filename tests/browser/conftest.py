"""Real Chromium against Django's live server: pages signed in by session cookie, problems of the console collected."""

import os
import shutil
from functools import wraps

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, expect

# The synchronous Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# A busy machine draws a page in its own time; what comes at once is seen at once all the same.
expect.set_options(timeout=30_000)
# What a test does to a page with keys and mouse. A heading may stand before the scripts of its page have run, and
# what is pressed then is lost, on a busy machine only; therefore each waits until the page has loaded.
KEYS = ("down", "insert_text", "press", "type")
HANDS = ("check", "click", "dispatch_event", "drag_to", "fill", "focus", "hover", "press", "press_sequentially")
MORE_HANDS = ("select_option", "set_input_files", "uncheck")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Chromium of the machine; its absence skips the test, but never where CI is set."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report("Chromium is not installed (package chromium): nothing was looked at in a browser.")
    return {"executable_path": program, "args": list(QUIET), "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": DESKTOP, "locale": "vi-VN", "timezone_id": settings.TIME_ZONE}


@pytest.fixture(scope="session", autouse=True)
def hands_wait_for_scripts():
    """Every hand laid on an element waits for the scripts of its page."""
    patch = pytest.MonkeyPatch()
    for name in (*HANDS, *MORE_HANDS):
        patch.setattr(Locator, name, _once_loaded(getattr(Locator, name), page_of=lambda locator: locator.page))
    yield
    patch.undo()


def _once_loaded(act, page_of):
    """`act` after the page that `page_of` finds in its first argument has loaded."""

    @wraps(act)
    def wait_and_act(owner, *args, **kwargs):
        page_of(owner).wait_for_load_state("load")
        return act(owner, *args, **kwargs)

    return wait_and_act


def _keys_wait_for_scripts(page):
    """Every key pressed on `page` waits for the scripts of what is open there then."""
    for name in KEYS:
        act = getattr(type(page.keyboard), name)
        setattr(page.keyboard, name, _once_loaded(act, page_of=lambda _keyboard: page).__get__(page.keyboard))


def _resizing_waits_for_a_picture(page):
    """Whoever looks at a page in a new size sees it as its reader does: drawn, its observers of sizes told."""
    resize = page.set_viewport_size

    def resize_and_wait(size):
        resize(size)
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    page.set_viewport_size = resize_and_wait


@pytest.fixture
def problems():
    """Errors of scripts and of the console (a breach of the content security policy is one) on the pages of a test."""
    return []


@pytest.fixture
def open_page(browser, browser_context_args, live_server, problems):
    """A factory: `open_page("/path/", viewport=PHONE, color_scheme="dark")` gives a page that is loaded."""
    contexts = []

    def opened(path, *, user=None, **context_args):
        context = browser.new_context(**{**browser_context_args, "base_url": live_server.url, **context_args})
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        _keys_wait_for_scripts(page)
        _resizing_waits_for_a_picture(page)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in_page(open_page):
    """A factory: `signed_in_page(people.lan, "/tasks/")` gives the page as that person sees it."""

    def opened(user, path="/", **context_args):
        return open_page(path, user=user, **context_args)

    return opened


def session_cookie(user, url):
    """A cookie that signs `user` in, without the form."""
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
