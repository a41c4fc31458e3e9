"""Real Chromium against Django's live server: pages signed in by session cookie, problems of the console collected."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

# The synchronous Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# A busy machine draws a page in its own time; what comes at once is seen at once all the same.
expect.set_options(timeout=30_000)
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
