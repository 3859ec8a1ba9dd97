import pandas as pd
import pytest

from helpers import events, ladder


def rows(found):
    return [
        (",".join(e.actor), ",".join(e.recipient), e.category, e.content, e.status, ",".join(e.speaker))
        for e in found.events.itertuples()
    ]


# The worked examples of docs/method.md, in words of our own; not every one is solved yet, see the note at the end.
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Moscow announced on Monday that battalions near Ukraine were heading home.",
            [("russia", "ukraine", "RETREAT", "", "claimed", "russia")],
        ),
        (
            "Britain and NATO have dismissed Russian claims that it had pulled tanks back.",
            [
                ("united_kingdom,nato", "russia", "REJECT", "", "reported", ""),
                ("russia", "ukraine", "RETREAT", "", "denied", "united_kingdom,nato"),
            ],
        ),
        ("NATO saw no evidence of a Russian withdrawal.", [("russia", "ukraine", "RETREAT", "", "no_sign", "nato")]),
        (
            "Zelensky said he did not see any sign of a Russian troop pullout.",
            [("russia", "ukraine", "RETREAT", "", "no_sign", "ukraine")],
        ),
        (
            "Paris cautioned that Russia could invade Ukraine within days.",
            [("russia", "ukraine", "ASSAULT", "", "hypothetical", "france")],
        ),
        (
            "If shells fall on Kharkiv, Brussels will sanction Russia.",
            [("european_union", "russia", "THREATEN", "COERCE", "reported", "")],
        ),
        ("Ottawa will send Kyiv missiles in March.", [("canada", "ukraine", "AGREE", "AID", "reported", "")]),
        ("Trade has slumped since Russia attacked Ukraine.", [("russia", "ukraine", "ASSAULT", "", "background", "")]),
        ("Russia insists it never attacked Poland.", [("russia", "poland", "ASSAULT", "", "denied", "russia")]),
        (
            "Russia did not deny that it had sent troops into Belarus.",
            [("russia", "belarus", "MOBILIZE", "", "claimed", "russia")],
        ),
        ("Ukraine was attacked by Russia.", [("russia", "ukraine", "ASSAULT", "", "reported", "")]),
        ("Russia's invasion of Ukraine began at dawn.", [("russia", "ukraine", "ASSAULT", "", "reported", "")]),
        (
            "The EU and Britain imposed sanctions on Russia.",
            [("european_union,united_kingdom", "russia", "COERCE", "", "reported", "")],
        ),
        ("Ukraine urged Russia to withdraw its army.", [("ukraine", "russia", "REQUEST", "RETREAT", "reported", "")]),
        ("Macron and Putin agreed to meet.", [("france", "russia", "AGREE", "CONSULT", "reported", "")]),
        ("Talks between Kyiv and Moscow ended.", [("ukraine", "russia", "CONSULT", "", "reported", "")]),
        ("China accuses Washington of alarmism.", [("china", "united_states", "ACCUSE", "", "reported", "")]),
        ("Russia's invasion plans for Ukraine were shown.", [("russia", "ukraine", "ASSAULT", "", "hypothetical", "")]),
        ("Russia decided to invade Ukraine.", [("russia", "ukraine", "ASSAULT", "", "hypothetical", "")]),
        ("Russia began to shell Ukraine.", [("russia", "ukraine", "ASSAULT", "", "reported", "")]),
        ("Wheat prices rose in Russia and Ukraine.", []),
        ("Three people were killed in Ukraine, Peskov said.", []),
    ],
)
def test_find(read, sentence, expected):
    assert rows(read(f"T\n{sentence}")) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Many Ukrainian villagers were either killed or assaulted in the war, Zelensky said.",
        "Zelensky said: Since the winter hundreds of Ukrainians have been killed, beaten and wounded by the Russian army.",
        "To think that killing prisoners is the habit of the Russian army, Zelensky said.",
    ],
)
def test_victims_and_accusers_do_not_attack(read, sentence):
    assert not [r for r in rows(read(f"Title\n{sentence}")) if r[0] == "ukraine" and r[2] == "ASSAULT"]


def test_an_owned_narrator_speaks_for_its_owner(read):
    sentence = "T\nRussia has withdrawn its forces from Ukraine's border."
    assert rows(read(sentence, outlet="tass"))[0][4:] == ("claimed", "russia")
    assert rows(read(sentence, outlet="reuters"))[0][4:] == ("reported", "")


def test_an_attack_on_nobody_named_is_on_the_adversary_but_a_war_has_two_sides(read):
    found = read("T\nPrices have risen since the start of the Russian invasion.").events
    assert [(e.actor, e.recipient, e.status) for e in found.itertuples()] == [(["russia"], ["ukraine"], "background")]
    assert read("T\nPrices have risen because of the Ukraine war.").events.empty


def test_arming_somebody_is_a_second_row_toward_the_adversary(read):
    found = read("T\nWashington sent weapons to Ukraine.").events
    assert [(e.recipient, e.rung, e.derived, e.counts) for e in found.itertuples()] == [
        (["ukraine"], -1, False, True),
        (["russia"], 3, True, True),
    ]


def test_recognition_is_an_act_against_the_adversary(read):
    found = read("T\nRussia recognised the breakaway regions on Monday.").events
    assert [(e.recipient, e.rung) for e in found.itertuples()] == [(["donetsk_luhansk"], -1), (["ukraine"], 2)]


def test_a_named_weekday_dates_the_event(read):
    found = read("T\nRussia attacked Ukraine on Monday.", day="2022-02-16").events
    assert found["event_day"].iloc[0] == pd.Timestamp("2022-02-14")


def test_evidence_points_into_the_raw_text(read):
    text = "Putins tanks\nJens Stoltenberg said Russias troops attacked Ukraine.Kyiv agreed."
    found = read(text)
    event = found.events.iloc[0]
    assert text[event["start"] : event["end"]] == "attacked"
    assert text[event["actor_start"] : event["actor_end"]] == "Russias troops"
    assert text[event["recipient_start"] : event["recipient_end"]] == "Ukraine"
    assert {text[m.start : m.end] for m in found.mentions.itertuples()} >= {
        "Putin",
        "Jens Stoltenberg",
        "Russias troops",
    }


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "expected"),
    [
        ("Iran expelled two Soviet diplomats.", "Iran", "Soviet", ("SANCTION", "narrator", "asserted", "reported")),
        ("Mali thanked Chad for its help.", "Mali", "Chad", ("SUPPORT", "narrator", "asserted", "reported")),
        ("Mali said it had bombed Chad.", "Mali", "Chad", ("ASSAULT", "own", "asserted", "claimed")),
        ("Niger said Mali had bombed Chad.", "Mali", "Chad", ("ASSAULT", "other", "asserted", "alleged")),
        ("Mali has not bombed Chad.", "Mali", "Chad", ("ASSAULT", "narrator", "denied", "denied")),
        ("Mali has bombed Chad, its army said.", "Mali", "Chad", ("ASSAULT", "own", "asserted", "claimed")),
        ("Mali has reportedly bombed Chad.", "Mali", "Chad", ("ASSAULT", "other", "asserted", "alleged")),
        ("Mali rejected claims that it bombed Chad.", "Mali", "Chad", ("ASSAULT", "own", "denied", "denied")),
        ("Mali and Chad held talks in 2009.", "Mali", "Chad", ("CONSULT", "narrator", "background", "background")),
        ("Mali sat down with Chad.", "Mali", "Chad", ("CONSULT", "narrator", "asserted", "reported")),
        ("Rain fell on Mali and Chad.", "Mali", "Chad", ("NONE", "narrator", "asserted", "")),
    ],
)
def test_classify(text, actor, recipient, expected):
    span = [(text.index(w), text.index(w) + len(w)) for w in (actor, recipient)]
    (row,) = events.classify([text], [span[0]], [span[1]]).to_dict("records")
    assert (row["category"], row["voice"], row["factuality"], row["status"]) == expected


def test_classify_is_independent_of_neighbours_and_keeps_order():
    texts = ["Mali attacked Chad.", "Rain fell.", "Chad praised Mali."]
    actors, recipients = [(0, 4), (0, 4), (0, 4)], [(14, 18), (5, 9), (13, 17)]
    together = events.classify(texts, actors, recipients)
    alone = pd.concat(
        [events.classify([t], [a], [r]) for t, a, r in zip(texts, actors, recipients, strict=True)], ignore_index=True
    )
    pd.testing.assert_frame_equal(together, alone)
    assert list(events.classify([], [], []).columns) == events.COLUMNS


@pytest.mark.parametrize(
    ("category", "mode", "rung", "intensity"),
    [
        ("RETREAT", "", -2, 0),
        ("CONSULT", "", -1, 0),
        ("REQUEST", "", 0, 0),
        ("ACCUSE", "", 1, 3),
        ("THREATEN", "", 2, 3.5),
        ("MOBILIZE", "troops", 3, 6.5),
        ("COERCE", "restrict", 3, 7),
        ("COERCE", "seize", 4, 7),
        ("ASSAULT", "", 5, 9),
        ("PROTEST", "", 0, 5),
    ],
)
def test_ladder(category, mode, rung, intensity):
    assert (ladder.rung(category, mode), ladder.intensity(category, mode)) == (rung, intensity)


@pytest.mark.parametrize(
    ("status", "rung", "counts"),
    [
        ("reported", 5, True),
        ("reported", -2, True),
        ("claimed", 5, True),
        ("claimed", -2, False),
        ("claimed", -1, False),
        ("alleged", 5, False),
        ("denied", 5, False),
        ("hypothetical", 3, False),
        ("background", 5, False),
    ],
)
def test_what_moves_the_ladder(status, rung, counts):
    assert ladder.counts(status, rung) is counts


def test_lexicon_knows_every_category():
    from helpers import triggers

    assert {p.category for patterns in triggers._patterns().values() for p in patterns} == set(ladder.CATEGORIES)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Moscow's ambassador to Ireland said Poland had left.", ["russia"]),
        ("Blinken and Stoltenberg said Russia had left.", ["blinken", "stoltenberg"]),
        ("US Secretary of State Antony Blinken said Russia had left.", ["blinken"]),
        ("A senior Ukrainian official said Russia had left.", ["ukraine"]),
        ("An official said Russia had left.", [""]),
    ],
)
def test_who_speaks(read, text, speakers):
    assert list(read(f"T\n{text}").statements["speaker"]) == speakers
