"""Each notebook opens in JupyterLab, runs to its end and shows its figures; the explorer's widgets respond."""

import re

import pytest
from playwright.sync_api import expect

from helpers import suite
from helpers.validation import sampling

_LONG = 180_000  # milliseconds a notebook may take
expect.set_options(timeout=60_000)


@pytest.fixture
def page(browser):
    made = browser.new_page(viewport={"width": 1400, "height": 1000})
    made.set_default_timeout(60_000)
    yield made
    made.close()


def run(page, lab, name):
    """Open a notebook, run all its cells and wait until none is waiting."""
    page.goto(f"{lab}/lab/tree/{name}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.get_by_text("| Idle").first.wait_for()  # the kernel is there; before that "Run All Cells" does nothing
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
            const cells = [...document.querySelectorAll('.jp-CodeCell')];
            const prompts = cells.map(c => c.querySelector('.jp-InputPrompt')?.textContent || '');
            return cells.length > 2 && prompts.every(p => /\\[\\d+\\]/.test(p))
                || document.querySelector('.jp-RenderedText[data-mime-type*="error"]');
        }""",
        timeout=_LONG,
    )
    errors = page.locator('[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type*="error"]')
    assert errors.count() == 0, errors.first.inner_text()


@pytest.mark.parametrize("name", suite.NOTEBOOKS)
def test_a_notebook_runs_and_shows_its_figures(page, lab, name):
    run(page, lab, name)
    figures = page.locator(".jp-OutputArea-output figure.chart svg")
    assert figures.count() >= 1
    box = figures.first.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 80


def test_the_explorer_answers(page, lab):
    run(page, lab, "explore")
    found = page.locator(".widget-html-content", has_text=re.compile("events in")).first
    before = found.inner_text()
    page.get_by_label("Category").select_option("COERCE")
    expect(found).not_to_have_text(before)
    sentences = page.get_by_label("Sentences")
    # each widget is told by a message of its own, so the list may come after the count
    expect(sentences.locator("option", has_not_text="COERCE")).to_have_text(["choose a sentence to open its article"])
    assert sentences.locator("option").count() > 1
    sentences.select_option(index=1)
    page.wait_for_selector(".standoff-view .chosen")
    assert page.locator(".standoff-view .mention").count() > 1
    mention = page.get_by_label("Mention")
    expect(mention.locator("option")).not_to_have_count(1)
    expect(mention).to_have_value("choose a mention")  # nobody's choice is made
    expect(page.get_by_role("button", name="Set it right")).to_be_disabled()
    mention.select_option(index=1)
    page.get_by_role("button", name="Set it right").click()
    page.get_by_text("the next run reads this mention so").wait_for()


def test_one_person_labels_in_the_browser(page, lab, folder):
    sampling.label(str(folder / "hark-strait.toml"), "events", n=12, out=str(folder / "results"))
    run(page, lab, "label")
    page.get_by_role("button", name="ACCUSE").click()
    page.get_by_role("button", name="alleged").click()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text(re.compile(r"2 of \d+; 1 coded")).wait_for()
    assert "ACCUSE,alleged" in (folder / "hark-strait.labels" / "events.coded.me.csv").read_text()
