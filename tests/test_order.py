import pytest

from helpers import cleaning, order

TITLE = "Sylvanian envoy Maria Tharn leaves talks with Ruritania"
STORY = [
    "The envoy of Sylvania, Maria Tharn, left talks with Ruritania on Monday after a quarrel about a bridge.",
    "Ms Tharn told reporters at the airport that a paper she had been handed was an insult.",
    "She said she would not sign the paper, and that her government had known nothing of it.",
    "A spokesman for Ruritania, Otto Grell, said the bridge had been closed for repairs.",
    "Mr Grell denied that a train had been held at the bridge on Sunday.",
    "He said the train had arrived late, and that the repairs would end in May.",
    "The two countries have quarrelled about the river for years.",
    "Their last agreement on the river was signed by Ms Tharn and Mr Grell in autumn.",
]


def test_a_story_as_it_was_written():
    assert not order.is_shuffled(TITLE, STORY)


def test_the_same_story_turned_round():
    assert order.is_shuffled(TITLE, STORY[::-1])


@pytest.mark.parametrize(("title", "sentences"), [("", []), ("T", ["One.", "Two."]), ("", ["Rain."] * 5)])
def test_too_little_to_tell(title, sentences):
    assert order.signs(title, sentences) is None
    assert not order.is_shuffled(title, sentences)


def test_numbers_and_strange_text_have_signs():
    assert order.signs("", ["1 2 3"] * 8) is not None
    assert order.signs("中文", ["中文。"] * 8) is not None


def test_a_shuffled_article_is_flagged(raw):
    from helpers import articles

    files = {
        "a.txt": "\n".join([TITLE, "20220216", "https://x.example/a", *STORY]),
        "b.txt": "\n".join([TITLE, "20220216", "https://x.example/b", *STORY[::-1]]),
    }
    cleaned, _ = cleaning.clean(articles.read(raw(files))[0])
    flagged = cleaned.set_index("url")["flags"].map(lambda flags: "out_of_order" in flags)
    assert flagged.to_dict() == {"https://x.example/a": False, "https://x.example/b": True}
