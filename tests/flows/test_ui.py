"""The Prefect UI in a browser: a run started from its form, watched, looked at and cancelled.

With SYNTHPHI_SCREENSHOTS=FOLDER the pictures of docs/prefect.md are written there (``make screenshots``).
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flows_deployed import Deployed
from playwright.sync_api import Locator, Page, expect, sync_playwright
from programs import need
from waiting import eventually

from synthphi.corpus.stats import read_stats

pytestmark = pytest.mark.timeout(300)

Picture = Callable[[str], None]


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a browser that reaches nothing but the loopback interface."""
    need("chromium")
    beyond: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.on("request", lambda request: beyond.append(request.url) if _goes_beyond(request.url) else None)
        yield page
        browser.close()
    assert beyond == []


def _goes_beyond(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and not ip_address(parts.hostname or "").is_loopback


@pytest.fixture
def picture(page: Page) -> Picture:
    """Write a picture of the page for the guide, when pictures are asked for."""
    folder = os.environ.get("SYNTHPHI_SCREENSHOTS")

    def write(name: str) -> None:
        if folder:
            page.wait_for_timeout(1_000)  # what fades in has
            page.screenshot(path=Path(folder) / f"{name}.png")

    return write


def prop(page: Page, title: str) -> Locator:
    """Return the part of the run form that is for a field."""
    label = f'> .p-label__header .schema-form-property__label:text-is("{title} (Optional)")'
    return page.locator(f".schema-form-property:has({label}) > .p-label__body")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).or_(page.locator(".p-tab", has_text=name)).first.click()


def open_run(page: Page, server: Deployed, run_id: str) -> None:
    page.goto(f"{server.ui}/runs/flow-run/{run_id}")


def open_artifact(page: Page, server: Deployed, run_id: str, key: str) -> None:
    open_run(page, server, run_id)
    open_tab(page, "Artifacts")
    page.get_by_text(key, exact=True).first.click()


def test_a_run_is_started_from_the_form_and_watched(
    sqlite_server: Deployed, page: Page, picture: Picture, tmp_path: Path
) -> None:
    server = sqlite_server
    deployment = server.get("/deployments/name/generate-corpus/corpus")
    page.set_viewport_size({"width": 1280, "height": 1900})
    page.goto(f"{server.ui}/deployments/deployment/{deployment['id']}/run")

    expect(page.get_by_text("How many documents with PHI to make.")).to_be_visible()
    expect(page.get_by_text('"Today" in the corpus: no document is dated later.')).to_be_visible()
    expect(page.get_by_text("The corpus folder; made when missing.")).to_be_visible()
    expect(prop(page, "Phi Positive").locator("input")).to_have_value("200")
    expect(prop(page, "Names")).to_contain_text("descriptive")
    expect(prop(page, "Types")).to_contain_text("ProgressNote")
    picture("run-form")

    prop(page, "Phi Positive").locator("input").fill("-3")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text(re.compile("spec.phi_positive.*-3 is less than the minimum of 0")).first).to_be_visible()

    # A picture for the guide shows the guide's folder.
    output = Path("/tmp/my-corpus") if os.environ.get("SYNTHPHI_SCREENSHOTS") else tmp_path / "corpus"
    prop(page, "Phi Positive").locator("input").fill("1200")
    prop(page, "Phi Negative").locator("input").fill("600")
    prop(page, "Seed").locator("input").fill("8")
    prop(page, "Output").locator("textarea").fill(str(output))
    prop(page, "Batch Size").get_by_text("int", exact=True).click()
    prop(page, "Batch Size").locator("input[type=number]").fill("100")
    page.get_by_role("button", name="Submit").click()

    run_id = _newest_run(server, phi_positive=1200)
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_run(page, server, run_id)
    expect(page.get_by_text("1200 positive, 600 negative, seed 8").first).to_be_visible(timeout=60_000)
    open_artifact(page, server, run_id, "corpus-progress")
    expect(page.get_by_text(re.compile(r"Progress: \d+%"))).to_be_visible(timeout=60_000)

    open_run(page, server, run_id)
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=120_000)
    expect(page.get_by_text("1800 documents, 0 errors in").first).to_be_visible(timeout=30_000)
    picture("run-timeline")
    assert read_stats(output).documents == 1800

    page.set_viewport_size({"width": 1280, "height": 1400})
    open_artifact(page, server, run_id, "corpus-statistics")
    expect(page.get_by_text("Total Documents Generated: 1800")).to_be_visible()
    picture("artifact-statistics")

    open_artifact(page, server, run_id, "corpus-pages")
    shown = page.locator("article img")
    expect(shown.first).to_be_visible()
    widths = shown.evaluate_all("pictures => pictures.map(picture => picture.naturalWidth)")
    assert len(widths) >= 3
    assert min(widths) > 100
    picture("artifact-pages")


def _newest_run(server: Deployed, phi_positive: int) -> str:
    def started() -> list[str]:
        runs = server.runs("generate-corpus/corpus")
        return [str(run["id"]) for run in runs if run["parameters"]["spec"].get("phi_positive") == phi_positive]

    return eventually(started, lambda: f"the form started no run:\n{server.said()}")[0]


def test_a_run_is_cancelled_from_its_page(
    sqlite_server: Deployed, page: Page, picture: Picture, tmp_path: Path
) -> None:
    server = sqlite_server
    spec = {"phi_positive": 5000, "phi_negative": 0, "seed": 9}
    run = {"output": str(tmp_path / "corpus"), "workers": 1, "batch_size": 50}
    run_id = str(server.start("generate-corpus/corpus", spec=spec, run=run).raise_for_status().json()["id"])
    open_run(page, server, run_id)
    expect(page.get_by_text("Running").first).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Confirm")).to_be_visible()
    picture("cancel")
    page.get_by_role("button", name="Confirm").click()

    assert server.wait(run_id) == "CANCELLED"
    page.reload()
    page.locator(".p-icon-button-menu button").first.click()
    expect(page.get_by_text("Copy to new run")).to_be_visible()
    open_artifact(page, server, run_id, "corpus-resume")
    expect(page.get_by_text("Start a run with the same parameters").first).to_be_visible()
