import pandas as pd

from helpers import articles, cleaning, furniture

LINE = "Read about our approach to linking on page {n}."


def table(n, *, days=None, titles=None, outlet="x"):
    days = days or n
    return pd.DataFrame(
        {
            "article_id": [f"{outlet}{i}" for i in range(n)],
            "outlet": outlet,
            "title": [f"T{i % (titles or n)}" for i in range(n)],
            "published": [pd.Timestamp("2022-02-01") + pd.Timedelta(days=i % days) for i in range(n)],
            "key": [furniture.key(LINE.format(n=i)) for i in range(n)],
        }
    )


def test_what_an_outlet_repeats_is_furniture_from_its_second_day():
    found = furniture.repeated(table(10))
    assert found.tolist() == [False] + [True] * 9


def test_few_articles_days_or_titles_are_no_habit():
    for rows in (table(7), table(10, days=3), table(10, titles=2)):
        assert not furniture.repeated(rows).any()


def test_a_key_is_of_the_letters_and_of_no_short_line():
    assert furniture.key("Read page 12.") == furniture.key("read, page 7") != furniture.key("Read the page.")
    assert furniture.key("Share it") == 0


def test_outlets_have_habits_of_their_own():
    assert not furniture.repeated(pd.concat([table(5), table(5, outlet="y")], ignore_index=True)).any()


def test_furniture_is_marked_and_not_deleted(raw):
    files = {
        f"{i}.txt": f"Title {'abcdefghij'[i]}\n202202{i + 1:02}\nhttps://x.example/{i}\n"
        f"Ministers met for talks, round {'abcdefghij'[i] * 3}.\nSend your ideas to the newsroom.\n"
        for i in range(10)
    }
    found, _ = articles.read(raw(files))
    cleaned, sentences = cleaning.clean(found)
    marked = sentences[sentences["kind"] == "boilerplate"]
    assert len(marked) == 9
    row = cleaned.set_index("article_id").loc[marked["article_id"].iloc[0]]
    start, end = map(int, row["aside"][0].split("-"))
    assert row["text"][start:end] == "Send your ideas to the newsroom."
    again = cleaning.read(row["text"], row["aside"])
    assert [s.kind for s in again.sentences] == ["title", "body", "boilerplate"]
