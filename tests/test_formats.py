"""Fixtures are ours, in the structure of real exports: what is between the labels was written for these tests."""

import gzip
import io
import json
import zipfile

import docx
import pandas as pd
import pytest

from helpers import articles

BODY = ["Ministers met on the border on Monday.", "They parted without a word to the press."]

NEXIS_TXT = """


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2018  16:51:31

Source: A Daily; Another Daily


                               1 of 2 DOCUMENTS



                               The Daily (Sylvania)

                            January 11, 2010 Monday

Talks at the border end early

BYLINE: A. Writer

LENGTH: 12 words

Ministers met on the
border on Monday.

They parted without a word to the press.

LOAD-DATE: January 11, 2010

LANGUAGE: ENGLISH

                       Copyright 2010 The Daily
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                  Abendblatt

                        Dienstag 12. Januar 2010

Zweiter Tag

RUBRIK: POLITIK; S. 4

LÄNGE: 7 Wörter

Es regnete den ganzen Tag.

UPDATE: 13. Januar 2010

SPRACHE: GERMAN
"""

NEXIS_HTML = """<HTML><HEAD><!-- LXNComment 1:2 --><TITLE>&nbsp;</TITLE></HEAD><BODY>
<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Daily</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">June 17, 1995, CITY EDITION</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Talks at the border &amp; after</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">By A. WRITER</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">12 words</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c8"><SPAN CLASS="c2"> Ministers met on the border on Monday.</SPAN></P>
<P CLASS="c8"><SPAN CLASS="c2">They parted without a word to the press.</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">June 19, 1995</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Copyright 1995 The Daily</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<A NAME="DOC_ID_2_0"></A><!-- Hide XML section from browser
<DOC NUMBER=2>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Daily</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">No date</SPAN></P></DIV>
<!-- </DOCFULL></DOC> -->
</BODY></HTML>"""

FACTIVA_LISTED = """<html><head><title>Factiva</title></head><body>
<div id="article-1" class="article"><div class="article enArticle"><p></p><div>News</div>
<div id="hd"><span class="enHeadline">Talks at the border end early </span></div><div class="author">By A. Writer</div>
<div>12 {words}</div><div>{date}</div><div>09:30</div><div>The Daily</div><div>DLY</div><div>English</div>
<div>(c) 2017 The Daily </div><p></p>
<p class="articleParagraph enarticleParagraph">Ministers met on the border on Monday.</p>
<p class="articleParagraph enarticleParagraph">They parted without a word to the <b>press</b>.</p>
<p>Document DLY0001</p></div></div></body></html>"""

FACTIVA_CODED = """<!DOCTYPE html><html><head><title>Factiva</title></head><body><div class="article frArticle"><table>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><b class='frHeadline'>Talks at the border end early</b></td></tr>
<tr><td class="index"><b>PD</b>&nbsp;</td><td>29 décembre 2011</td></tr>
<tr><td class="index"><b>SN</b>&nbsp;</td><td>The Daily</td></tr>
<tr><td class="index"><p><b>LP</b></p></td><td><p class="articleParagraph">Ministers met on the border on Monday.</p></td></tr>
<tr><td class="index"><p><b>TD</b></p></td><td><p class="articleParagraph">They parted without a word to the press.</p></td></tr>
</table></div></body></html>"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Talks at the border end early

Publication info: Mar 9, 2022.

https://proxy.example/docview/1

Abstract: None available.

Full text: Ministers met on the border on Monday.
They parted without a word to the press.

Subject: Border talks

Title: Talks at the border end early

Publication title: The Daily; Sylvania

Publication date: Mar 9, 2022

Document URL: https://proxy.example/docview/1?x=2

Database: News

{RULE}

Nothing in it

Publication info: Mar 9, 2022.

Abstract: None available.

Title: Nothing in it

{RULE}

Contact us at: http://about.example
"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Daily</title><link>https://daily.example</link>
<item><title>Talks at the border end early</title><link>https://daily.example/1</link>
<pubDate>Wed, 16 Feb 2022 20:15:15 GMT</pubDate>
<description>&lt;p&gt;Ministers met on the border on Monday.&lt;/p&gt;&lt;p&gt;They parted without a word to the press.&lt;/p&gt;</description>
</item></channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title>
<entry><title type="text">Talks at the border end early</title><link rel="alternate" href="https://daily.example/1"/>
<published>2022-02-16T17:22:00+01:00</published><summary>Short.</summary>
<content type="html"><![CDATA[<p>Ministers met on the border on Monday.</p><p>They parted without a word to the press.</p>]]></content>
</entry></feed>"""

PAGE = """<!DOCTYPE html><html><head><title>Talks at the border end early | The Daily</title>
<meta property="og:title" content="Talks at the border end early"><meta property="og:url" content="https://daily.example/1">
<meta property="article:published_time" content="2022-02-16T10:00:00Z"></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Talks at the border end early</h1>
<p>Ministers met on the border on Monday.</p><p>They parted without a word to the press.</p>
<p>Their spokesmen, who had promised a statement of some length for the evening, left by a side door and were not seen.</p>
<p>The two governments have met four times since the autumn, and each time the talks were said to be the last of their kind.</p>
</article><footer>All rights reserved</footer></body></html>"""


def word_file(*documents, cover=True):
    made = docx.Document()
    for line in ["User Name: A. READER", "Documents (2)", "1. Talks at the border end early"] if cover else []:
        made.add_paragraph(line)
    for title, outlet, day, body, labels in documents:
        for line in (title, outlet, day, "", "\\nCopyright 2019 The Daily", *labels, "Body", "", *body):
            made.add_paragraph(line)
        for line in ("Classification", "Language:\u00a0ENGLISH", "\nLoad-Date:\u00a0July 2, 2019", "\nEnd of Document"):
            made.add_paragraph(line)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


DOCX = word_file(
    ("Talks at the border end early", "The Daily", "July 1, 2019 Monday 9:20 AM GMT", BODY, ["Section:\u00a0WORLD"]),
    (
        "Second day",
        "The Daily",
        "July 2, 2019 Tuesday",
        ["ABSTRACT", "It rained.", "FULL TEXT", "It went on raining."],
        [],
    ),
)

GUARDIAN = json.dumps(
    {
        "response": {
            "status": "ok",
            "pages": [1, 2],
            "results": [
                {
                    "id": "world/1",
                    "webPublicationDate": "2022-02-16T14:03:14Z",
                    "webTitle": "Talks at the border end early",
                    "webUrl": "https://daily.example/1",
                    "fields": {"headline": "Talks", "body": "".join(f"<p>{line}</p>" for line in BODY)},
                }
            ],
        }
    },
    indent=1,
)
NEWSAPI = json.dumps(
    {
        "status": "ok",
        "articles": [
            {
                "source": {"id": None, "name": "The Daily"},
                "title": "Talks at the border end early",
                "url": "https://daily.example/1",
                "publishedAt": "2022-02-16T10:00:00Z",
                "description": "Short.",
                "content": "\n".join(BODY),
            }
        ],
    }
)
GDELT = "URL,MobileURL,Date,Title\nhttps://daily.example/1,,2022-02-16 10:15:00,Talks at the border end early\n"
MEDIACLOUD = (
    "stories_id,publish_date,title,url,language,media_id,media_name,media_url\n"
    "1,2022-02-16 00:00:00,Talks at the border end early,https://daily.example/1,en,7,The Daily,https://daily.example/\n"
)


@pytest.mark.parametrize(
    ("name", "content", "outlet", "day", "body"),
    [
        ("nexis.txt", NEXIS_TXT, "The Daily (Sylvania)", "2010-01-11", True),
        ("nexis.html", NEXIS_HTML, "The Daily", "1995-06-17", True),
        ("nexis.docx", DOCX, "The Daily", "2019-07-01", True),
        (
            "factiva.html",
            FACTIVA_LISTED.format(words="words", date="13 November 2017"),
            "The Daily",
            "2017-11-13",
            True,
        ),
        ("factiva.html", FACTIVA_LISTED.format(words="Wörter", date="9 Januar 1993"), "The Daily", "1993-01-09", True),
        (
            "factiva.html",
            FACTIVA_LISTED.format(words="字", date="2017 年 11 月 13 日"),
            "The Daily",
            "2017-11-13",
            True,
        ),
        ("factiva.html", FACTIVA_CODED, "The Daily", "2011-12-29", True),
        ("proquest.txt", PROQUEST, "The Daily", "2022-03-09", True),
        ("feed.rss", RSS, "daily.example", "2022-02-16", True),
        ("feed.atom", ATOM, "daily.example", "2022-02-16", True),
        ("page.html", PAGE, "daily.example", "2022-02-16", True),
        ("guardian.json", GUARDIAN, "daily.example", "2022-02-16", True),
        ("newsapi.json", NEWSAPI, "The Daily", "2022-02-16", True),
        ("gdelt.csv", GDELT, "daily.example", "2022-02-16", False),
        ("mediacloud.csv", MEDIACLOUD, "The Daily", "2022-02-16", False),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_format(raw, name, content, outlet, day, body, packed):
    data = content if isinstance(content, bytes) else content.encode()
    # a name says nothing: content decides
    found, _ = articles.read(raw({"export.bin": gzip.compress(data) if packed else data, name: b""}))
    first = found.iloc[0]
    assert (first["outlet"], first["published"]) == (outlet, pd.Timestamp(day))
    assert first["title"].startswith("Talks at the border")
    lines = first["text"].split("\n")
    assert (lines[1:3] == BODY) if body else (lines[1:] == [""])


@pytest.mark.parametrize(
    ("content", "kept", "reasons"),
    [
        (NEXIS_TXT, 2, []),
        (NEXIS_HTML, 1, ["no date where Nexis puts it"]),
        (DOCX, 2, []),
        (PROQUEST, 1, ["no full text and no abstract"]),
        ('{"a": {"b": {"c": 1}}}\n{', 0, ["neither title nor text", "not valid JSON"]),
        ('{\n"total": 3}', 0, ["no list of articles in it"]),
        ("<html><head><title>Factiva</title></head><body></body></html>", 0, ["a Factiva page without articles"]),
        ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', 0, ["a feed without entries"]),
        ("<html><body></body></html>", 0, ["a page without an article"]),
        (word_file(), 0, ["a Word file that is no Nexis export"]),
        (gzip.compress(b"x" * 5000)[:-9], 0, ["can't be read: the file is cut short"]),
        (b"\x1f\x8bnothing packed", 0, ["can't be read"]),
        (b"PK\x03\x04 not a zip", 0, ["not a format we know"]),
    ],
)
def test_what_is_kept_and_what_is_not(raw, content, kept, reasons):
    found, rejects = articles.read(raw({"a": content}))
    assert len(found) == kept
    assert len(rejects) == len(reasons)
    assert all(reason in r for reason, r in zip(reasons, rejects["reason"], strict=True))
    assert (rejects["remedy"] != "").all()


def test_the_second_article_of_a_file_is_read_as_the_first(raw):
    found, _ = articles.read(raw({"a": NEXIS_TXT, "b": DOCX}))
    rows = found.set_index("title")
    assert rows.loc["Zweiter Tag", "published"] == pd.Timestamp("2010-01-12")
    assert rows.loc["Zweiter Tag", "text"] == "Zweiter Tag\nEs regnete den ganzen Tag."
    assert rows.loc["Second day", "text"] == "Second day\nIt rained.\nIt went on raining."


def test_a_packed_bomb_is_refused(raw, monkeypatch):
    monkeypatch.setattr(articles, "MAX_BYTES", 10_000)
    found, rejects = articles.read(raw({"a.gz": gzip.compress(b"x" * 100_000)}))
    assert len(found) == 0
    assert "unpacks to more than" in rejects["reason"].iloc[0]


def test_a_word_file_that_unpacks_too_far_is_refused(raw, monkeypatch):
    from helpers.formats import nexis_docx

    monkeypatch.setattr(nexis_docx, "MAX_UNPACKED", 100)
    _, rejects = articles.read(raw({"a.docx": DOCX}))
    assert "unpacks to" in rejects["reason"].iloc[0]


def test_a_damaged_word_file_does_not_stop_the_rest(raw):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    found, rejects = articles.read(raw({"a.docx": buffer.getvalue(), "b.txt": NEXIS_TXT}))
    assert len(found) == 2
    assert rejects["reason"].iloc[0].startswith("damaged nexis docx")


def test_a_slow_file_is_cut_off_and_says_so(raw, monkeypatch):
    monkeypatch.setattr(articles, "MAX_SECONDS", -1)
    found, rejects = articles.read(raw({"a.txt": NEXIS_TXT}))
    assert len(found) == 1
    assert rejects["place"].iloc[0] == "after document 1"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Путин сказал, что войска уходят. " * 20, "cp1251"),
        ("Müller sagte, daß die Gespräche enden.", "cp1252"),
        ("Ministers met – “again” – in Tōkyō.", "utf-16"),
    ],
)
def test_encodings(raw, text, encoding):
    found, _ = articles.read(raw({"a.txt": f"T\n20220216\n{text}\n".encode(encoding)}))
    assert text.strip() in found["text"].iloc[0]


def test_stray_bytes_in_utf8(raw):
    data = "T\n20220216\nCafé, café, naïve. ".encode() + b"W\xf6rter.\n"
    found, _ = articles.read(raw({"a.txt": data}))
    assert found["text"].iloc[0].endswith("Café, café, naïve. Wörter.")
