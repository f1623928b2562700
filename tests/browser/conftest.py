"""A real server with the sample province on a free port, and a real browser before it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from config import Config
from tracker import sample, schema
from tracker.app import create_app, create_notifier
from tracker.db import Database
from tracker.files import FileStore
from tracker.services import Services
from tracker.worker import start_worker

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
WIDE = (1920, 1080)
LOADED_WITHIN_MS = 10_000


@dataclass(frozen=True, slots=True)
class Site:
    """Where the server listens, and the sample's passwords by user name."""

    address: str
    passwords: dict[str, str]


SignedIn = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application as ``tracker serve`` puts it together, search worker included."""
    folder = tmp_path_factory.mktemp("site")
    config = Config(folder=folder)
    database = Database(config.database)
    schema.upgrade(database)
    told = sample.load(database, FileStore(folder / "files"))
    database.close()
    app = create_app(config)
    services: Services = app.extensions["tracker"]
    worker = start_worker(services)
    notifier = create_notifier(app, config)
    notifier.start()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    passwords = {account.username: account.password for account in told}
    yield Site(f"http://127.0.0.1:{server.effective_port}", passwords)
    server.close()
    thread.join(timeout=5)
    notifier.stop()
    worker.stop()
    services.database.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; without one these tests say that they were skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (install the package chromium to run this)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def signed_in(browser: Browser, site: Site) -> Iterator[SignedIn]:
    """Open a window in which somebody of the sample is signed in, in English.

    Whatever a page asks of another host, and every fault of its scripts, fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def _watch(request: Request) -> None:
        if not request.url.startswith((site.address, "data:")):
            faults.append(f"asked another host: {request.url}")

    def _signed_in(username: str, size: tuple[int, int] = WIDE) -> Page:
        width, height = size
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": height}
        )
        context.set_default_timeout(LOADED_WITHIN_MS)
        contexts.append(context)
        context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
        context.on("request", _watch)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.goto("/sign-in")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(site.passwords[username])
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    yield _signed_in
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """A short directive of the office's own, as a Word file."""
    from tests.browser.directive import write_directive  # noqa: PLC0415 - docx is slow to load

    return write_directive(tmp_path / "chi-thi-sot-xuat-huyet.docx")
