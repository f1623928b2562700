"""Take the README's picture from the sample: ``python -m benchmarks.picture [PLACE]``."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

import waitress
from playwright.sync_api import sync_playwright

from config import Config
from tracker import sample, schema
from tracker.app import create_app, create_services

SIZE = {"width": 1280, "height": 1400}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Load the sample, open the review as the Standing Committee does, and keep what is seen."""
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/review.png")
    with tempfile.TemporaryDirectory() as folder:
        config = Config(folder=Path(folder))
        account = _load_sample(config)
        app = create_app(config)
        server = waitress.create_server(app, host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        _photograph(f"http://127.0.0.1:{server.effective_port}", account, place)
        server.close()
        app.extensions["tracker"].database.close()


def _load_sample(config: Config) -> sample.SampleAccount:
    services = create_services(config)
    schema.upgrade(services.database)
    told = sample.load(services.database, services.files)
    services.database.close()
    return next(account for account in told if account.username == "thuongvu")


def _photograph(address: str, account: sample.SampleAccount, place: Path) -> None:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{address}/sign-in")
        page.locator("[name=username]").fill(account.username)
        page.locator("[name=password]").fill(account.password)
        page.locator("main button").click()
        page.goto(f"{address}/review")
        page.locator(".review").wait_for()
        page.screenshot(path=place)
        browser.close()


if __name__ == "__main__":
    main()
