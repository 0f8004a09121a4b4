"""A browser, and pages of it that may complain of nothing and ask nobody but the service."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.service import Service, serving

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

Open = Callable[..., Page]


class Watch:
    """What a page complained of, and whom it asked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.complaints: list[str] = []
        self.asked: list[str] = []

    def of(self, page: Page) -> Page:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._requested)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def _requested(self, request: Request) -> None:
        self.asked.append(request.url)

    @property
    def foreign(self) -> list[str]:
        return [address for address in self.asked if not address.startswith(self.base)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.exit(f"There is no {CHROMIUM}. Debian has it: apt-get install chromium; or name another in CHROMIUM", 2)
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Shared by all tests, which change nothing of it."""
    with serving(tmp_path_factory.mktemp("served") / "register.sqlite") as running:
        yield running


@pytest.fixture
def service_of_its_own(service: Service, tmp_path: Path) -> Iterator[Service]:
    """To be stopped, or to record in."""
    file = tmp_path / "register.sqlite"
    shutil.copyfile(service.file, file)
    with serving(file) as running:
        yield running


@pytest.fixture
def watch(service: Service) -> Watch:
    return Watch(service.base)


@pytest.fixture
def open_(browser: Browser, service: Service, watch: Watch) -> Iterator[Open]:
    """Opens an address in a window of its own: `open_("/?asOf=2016-08-11", width=390)`. In the end no page may have
    complained, nor asked anybody else."""
    with ExitStack() as windows:

        def opened(path: str = "/", *, lang: str = "fr-FR", width: int = 1280, **context: Any) -> Page:
            window = browser.new_context(
                base_url=service.base, locale=lang, viewport={"width": width, "height": 900}, **context
            )
            windows.callback(window.close)
            window.set_default_timeout(15_000)
            page = watch.of(window.new_page())
            page.goto(path)
            return page

        yield opened
    assert watch.complaints == []
    assert watch.foreign == []
