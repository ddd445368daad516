"""A page of headless Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright
from programs import need


@contextmanager
def chromium_page(width: int, height: int) -> Iterator[Page]:
    """Yield a page of a size in pixels; where Chromium is not installed the test is skipped, or fails in CI."""
    need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": width, "height": height})
        browser.close()
