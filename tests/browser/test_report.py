"""The report in Chromium: hostile articles do nothing, nothing is fetched, and a point leads to its sentences."""

import pytest

from helpers import suite

_PAYLOADS = (
    "<script>window.owned=1</script>",
    '<img src=x onerror="window.owned=1">',
    "<svg onload=window.owned=1>",
    '"><script>window.owned=1</script>',
    "</title></style></textarea><script>window.owned=1</script>",
    '<iframe srcdoc="<script>parent.owned=1</script>"></iframe>',
    '<a href="javascript:window.owned=1">Russia</a>',
    "{{ 7 * 7 }}{% raw %}<script>window.owned=1</script>",
    "<details open ontoggle=window.owned=1>",
    '=HYPERLINK("https://evil.example","x")',
    "\x1b[31mred\x1b[0m \x9b31m",
    "<base href=https://evil.example/><form action=//evil.example><input autofocus onfocus=window.owned=1>",
)
_URLS = (
    "javascript:window.owned=1",
    "data:text/html,<script>window.owned=1</script>",
    'https://evil.example/"onmouseover="window.owned=1',
    "https://evil.example/<script>window.owned=1</script>",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    for n, payload in enumerate(_PAYLOADS):
        for k in range(3):
            url = _URLS[n % len(_URLS)] if k == 0 else f"https://paper{k}.example/{n}"
            (folder / f"{n}-{k}.txt").write_text(
                f"{payload} Russia {n} {k}\n202202{14 + n % 5}\n{url}\n"
                f"Russia {payload} attacked Ukraine near town {n} of paper {k}, {payload} the mayor said.\n"
                f"Moscow denied that it had attacked Ukraine on day {n}, paper {k} wrote. {payload}\n"
                f"Russia said that it had withdrawn its troops from Ukraine, {payload} paper {k}.\n"
            )
    out = tmp_path_factory.mktemp("out")
    return suite.run("ukraine-2022", raw=folder, out=out, parameters={"draws": 50}).index.parent


@pytest.fixture
def visit(browser):
    """Return a function that opens a page and returns it with what it asked for and what it complained of."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(30_000)

    def opened(path, fragment=""):
        page, asked, dialogs = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"file://{path}{fragment}")
        page.wait_for_load_state("networkidle")
        return page, asked, dialogs

    yield opened
    context.close()


@pytest.mark.parametrize("name", ["index", *suite.NOTEBOOKS])
def test_hostile_articles_are_only_text(report, visit, name):
    page, asked, dialogs = visit(report / f"{name}.html")
    assert page.evaluate("window.owned") is None
    assert dialogs == []
    assert all(url.startswith("file://") for url in asked)
    assert page.locator("script, iframe, object, embed, form, base, img[onerror], [onload], [ontoggle]").count() == 0
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    assert all(link.startswith(("file://", "https://", "http://")) for link in links)


def test_hovering_over_every_link_does_nothing(report, visit):
    page, _, _ = visit(report / "3-escalation.html")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for link in page.locator("a").all()[:60]:
        if link.is_visible():
            link.hover(force=True)
    assert page.evaluate("window.owned") is None


def test_even_an_injected_script_would_not_run(report, visit):
    page, _, _ = visit(report / "index.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned=1\">')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.owned") is None, "the Content-Security-Policy let a handler run"


def test_a_point_of_the_line_leads_to_its_sentences(report, visit):
    page, _, _ = visit(report / "3-escalation.html")
    targets = page.eval_on_selector_all(
        "svg a", "all => all.map(a => a.getAttribute('xlink:href') || a.getAttribute('href'))"
    )
    inside = [t for t in targets if t and t.startswith("#")]
    assert inside
    for target in set(inside):
        assert page.locator(f"[id='{target[1:]}']").count() == 1, target


@pytest.mark.parametrize("name", ["index", *suite.NOTEBOOKS])
def test_a_phone_needs_no_sideways_scrolling(report, browser, name):
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.goto(f"file://{report / f'{name}.html'}")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 380
