"""Factiva HTML in both of its layouts: labelled table rows, or plain lines under a headline."""

import re
from collections.abc import Mapping

import pandas as pd
from lxml import html

from helpers import dates
from helpers.formats import Found, Problem, Record, Source

NAME = "factiva"
# one class for the article itself, in the language of the article: "article enArticle", "article frArticle"
_ARTICLE = re.compile(r'class="article \w{2,6}Article"')
_TIME = re.compile(r"\d{1,2}:\d{2}(?: ?[AP]M)?(?: GMT)?", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Tell whether the page is titled Factiva or marks paragraphs as Factiva does."""
    text = source.text or ""
    return "<title>Factiva" in source.head or bool("articleParagraph" in text and _ARTICLE.search(text))


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every article of the page."""
    del columns  # the format has no named columns
    tree = html.fromstring(source.text or "<p></p>")
    found = [e for e in tree.iter("div") if re.fullmatch(r"article \w{2,6}Article", e.get("class") or "")]
    if not found:
        yield Problem("", "a Factiva page without articles", "save the view that shows the full articles")
    for n, element in enumerate(found, start=1):
        fields = _coded(element) or _listed(element)
        body = "\n".join(_text(p) for p in element.iter("p") if "articleParagraph" in (p.get("class") or ""))
        if not fields["title"] and not body:
            yield Problem(f"article {n}", "neither title nor text", "save the view that shows the full articles")
        else:
            yield Record(f"article {n}", fields["title"], fields["date"], "", fields["outlet"], body)


def _coded(element: html.HtmlElement) -> dict[str, str] | None:
    """Return title, date and outlet from rows labelled HD, PD, SN, or None where there are none."""
    rows = {_text(cells[0]): _text(cells[1]) for cells in (list(row) for row in element.iter("tr")) if len(cells) == 2}
    if "HD" not in rows:
        return None
    return {"title": rows["HD"], "date": rows.get("PD", ""), "outlet": rows.get("SN", "")}


def _listed(element: html.HtmlElement) -> dict[str, str]:
    """Return title, date and outlet from the lines under the headline: the outlet follows the date, or its time."""
    headline = next((e for e in element.iter() if "Headline" in (e.get("class") or "")), None)
    title = _text(headline) if headline is not None else ""
    lines = [_text(e) for e in element.iter("div") if e.get("id") != "hd" and not len(e)]
    dated = next((i for i, line in enumerate(lines) if len(line) < 40 and pd.notna(dates.day(line))), None)
    if dated is None:
        return {"title": title, "date": "", "outlet": ""}
    after = [line for line in lines[dated + 1 : dated + 3] if not _TIME.fullmatch(line)]
    return {"title": title, "date": lines[dated], "outlet": after[0] if after else ""}


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
