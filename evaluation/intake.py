"""What comes in: real exports against counts made by hand, bodies of saved pages, order, copies."""

import json
import re
from collections import Counter

from evaluation import data
from helpers import articles, order
from training.order import drawn

# articles in each file, counted in the files themselves by their own markers: document counters, "End of Document",
# article elements, rows, entries; one of the fifty Washington Post documents is in the file twice
_EXPECTED = {
    "factiva-html/factiva_test.html": 2,
    "factiva-html/irish-independence_1_2017-11-14.html": 44,
    "factiva-html/nyt_1_1993-01-03.html": 27,
    "guardian-json/guardianMockResponse.json": 10,
    "lexis-docx/guardian1.docx": 2,
    "lexis-docx/sample.DOCX": 10,
    "lexis-docx/washington-post.docx": 49,
    "lexis-txt/sample.TXT": 10,
    "mediacloud-csv/2020-10-15_kentucky.csv": 367,
    "nexis-html/guardian_1986-01-01_0001.html": 262,
    "nexis-html/irish-times_1995-06-12_0001.html": 166,
    "proquest-txt/star.txt": 373,
    "rss/guardian.rss": 55,
    "rss/heise.atom": 15,
    "rss/heraldsun.rss": 2,
}
_RUN = 4  # words; the benchmark compares runs of four


def main() -> None:
    """Print every figure of what comes in."""
    exports()
    pages()
    shuffled()


def exports() -> None:
    """Print articles found of those expected, and how many have title, date, outlet and text, file by file."""
    print("Database exports: articles found / expected, then with title, date, outlet, text")
    found, _ = articles.read(data.SHARED / "corpora" / "exports")
    for path, expected in _EXPECTED.items():
        rows = found[found["path"] == path]
        has = {
            "title": rows["title"] != "",
            "date": rows["published"].notna(),
            "outlet": rows["outlet"] != "unknown",
            "text": rows["text"].str.partition("\n")[2] != "",
        }
        counts = ", ".join(f"{name} {int(held.sum())}" for name, held in has.items())
        print(f"  {path:<50} {len(rows)} / {expected}: {counts}")


def pages() -> None:
    """Print precision, recall and F1 of the bodies of saved pages in the benchmark's own measure."""
    folder = data.SHARED / "corpora" / "exports" / "html-pages"
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    found, _ = articles.read(folder)
    made = dict(zip(found["path"].str.partition(".")[0], found["text"].str.partition("\n")[2], strict=True))
    pairs = [(_runs(made.get(page, "")), _runs(entry["articleBody"])) for page, entry in gold.items() if page in made]
    shared = [sum((a & b).values()) for a, b in pairs]
    precision = sum(s / max(1, sum(a.values())) for s, (a, _) in zip(shared, pairs, strict=True)) / len(pairs)
    recall = sum(s / max(1, sum(b.values())) for s, (_, b) in zip(shared, pairs, strict=True)) / len(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"Saved pages, body: F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  n {len(pairs)}")


def _runs(text: str) -> Counter:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))


def shuffled() -> None:
    """Print precision and recall of the order detector on the half of real articles its weights never saw."""
    table = drawn()
    own = table[table["own"]]
    said = own[list(order.Signs._fields)].apply(lambda row: order.weigh(order.Signs(*row)) > order.THRESHOLD, axis=1)
    right = (said & own["shuffled"]).sum()
    plain = said[~own["shuffled"]].mean()
    print(
        f"Sentences out of order: precision {right / said.sum():.3f} (as many shuffled as not), "
        f"recall {right / own['shuffled'].sum():.3f}; {plain:.1%} of ordinary articles flagged; n {len(own)}"
    )
