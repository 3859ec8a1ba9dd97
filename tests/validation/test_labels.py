"""From a drawn sample to gold and back, on a small corpus read by the program itself."""

import json

import numpy as np
import pandas as pd
import pytest

from helpers import annotate, cleaning, display, duplicates, tables, workspace
from helpers.errors import StandoffError
from helpers.validation import gold, sampling, scores, sheets, widget
from helpers.validation.tasks import TASKS

LINES = [
    "Russia shelled Ukraine near the border.",
    "NATO accused Russia of lying about its troops.",
    "Ukraine and Poland signed an agreement on trade.",
    "The United States warned that Russia could attack Ukraine.",
    "=1+1 Moscow said it had pulled its forces back from Ukraine.",
    "Germany and France were named in the text.",
    'Ukrainian officials called the Russian minister "a liar".',
]
EMPTY = tables.frame("turns")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    from helpers import cases

    case = cases.load("ukraine-2022").model_copy(update={"folder": tmp_path_factory.mktemp("case"), "id": "own"})
    rows = []
    for n in range(24):
        lines = [LINES[(n + k) % len(LINES)] + f" This was number {n}{k}." for k in range(4)]
        rows.append(
            {
                "article_id": f"a{n:02d}",
                "outlet": f"o{n % 4}",
                "published": pd.Timestamp("2022-01-20") + pd.Timedelta(days=2 * n),
                "text": f"Title {n}\n" + "\n".join(lines),
                "in_scope": True,
            }
        )
    articles = tables.frame("articles", rows)
    articles = duplicates.link(cleaning.clean(articles)[0]).assign(origin=articles["article_id"])
    return case, annotate.annotate(articles, case), articles


@pytest.fixture
def drawn(corpus, tmp_path, monkeypatch):
    """Draw a sample of each task into a folder of its own; return the case, what was read, articles and the folder."""
    case, read, articles = corpus
    case, out = case.model_copy(update={"folder": tmp_path}), tmp_path / "out"
    for name, table in {**read._asdict(), "articles": articles, "turns": EMPTY}.items():
        tables.write(name, table, out)
    monkeypatch.setattr(workspace, "find", lambda *_, **__: workspace.Workspace(case, tmp_path, out))
    for task in TASKS:
        assert "units drawn" in sampling.label("own", task, n=40)
    return case, read, articles, workspace.labels(case)


def answers(place, task, label):
    """Return a filled sheet: what `label` says of each row of the blank one."""
    sheet = pd.read_csv(place / f"{task}.sheet.csv", dtype=str, keep_default_na=False)
    return sheet.assign(**{k: [label(row)[k] for row in sheet.to_dict("records")] for k in TASKS[task].fields})


def by_program(corpus, task):
    case, read, articles = corpus
    said = TASKS[task].population(read, articles, case).set_index("unit")
    return lambda row: {field: said[field][row["unit"]] for field in TASKS[task].fields}


def load(drawn):
    return gold.load(drawn[0], drawn[1], drawn[2], EMPTY)


def test_the_sheet_is_blind_and_escaped(drawn):
    *_, place = drawn
    sheet = pd.read_csv(place / "events.sheet.csv", dtype=str, keep_default_na=False)
    assert list(sheet.columns) == [*sheets.SHOWN, "category", "status", "note"]
    assert (sheet[["category", "status", "note"]] == "").all(axis=None)
    assert sheet["text"].str.contains("«1 ").all()
    assert not sheet["text"].str.startswith("=").any()
    excel = pd.read_excel(place / "events.sheet.xlsx", dtype=str, keep_default_na=False)
    assert excel.equals(sheet)
    studio = json.loads((place / "events.label-studio.json").read_text("utf-8"))
    assert {t["data"]["unit"] for t in studio} == set(sheet["unit"])
    assert not {"category", "group", "confidence"} & set(studio[0]["data"])
    assert "«2 " in (place / "events.codebook.md").read_text("utf-8")


def test_every_stratum_gives_and_weights_add_up(drawn, corpus):
    case, read, articles, place = drawn
    sample = gold.sample(place / "events.sample.csv")
    units = TASKS["events"].population(read, articles, case)
    strata = sample.groupby(["period", "group"])["size"].agg(["size", "first"])
    assert strata["first"].sum() == len(units)
    assert (strata["size"] >= np.minimum(2, strata["first"])).all()
    assert "nothing" in strata.index.get_level_values("group")
    assert sampling.draw(units.assign(period="all"), TASKS["events"], n=30, seed=1)["unit"].is_unique


def test_coding_in_progress_is_never_overwritten(drawn):
    with pytest.raises(StandoffError, match="a sample is there"):
        sampling.label("own", "events", n=10)


@pytest.mark.parametrize("sizes", [[5, 5, 5], [100, 3, 0], [1, 1, 1000], [50, 50, 50]])
def test_allocation_draws_what_there_is_and_no_more(sizes):
    made = sampling.allocate(np.array(sizes), np.array([0.5, 0.3, 0.2]), 40)
    assert (made <= sizes).all()
    assert min(40, sum(sizes)) - 3 <= made.sum() <= 40


def test_coders_who_agree_with_the_program_find_it_right(drawn, corpus):
    *_, place = drawn
    for task in TASKS:
        for coder in ("ann", "bob"):
            answers(place, task, by_program(corpus, task)).to_csv(place / f"{task}.coded.{coder}.csv", index=False)
    checks = load(drawn)
    scored = tables.check("scores", scores.score(checks, drawn[0]))
    alphas = scored[scored["metric"] == "agreement (alpha)"]
    assert (alphas["value"].dropna() == 1).all()
    assert (scored[scored["metric"] == "accuracy"]["value"] == 1).all()
    made = tables.check("corrected", scores.corrected(checks, drawn[0]))
    moved = made[made["corrected"].notna() & (made["task"] == "events")]
    assert len(moved)
    assert np.allclose(moved["value"], moved["corrected"])
    assert "events: category right in 100%" in scores.in_short(scored)
    assert scores.worst(checks)["events"].empty
    assert "validated" not in display.validated(checks, drawn[0]).data
    assert (scores.biased(checks, drawn[0])["p"].fillna(1) > 0.05).all()


def test_a_program_that_errs_is_found_out(drawn, corpus):
    *_, place = drawn
    answers(place, "events", lambda _: {"category": "NONE", "status": ""}).to_csv(
        place / "events.coded.ann.csv", index=False
    )
    checks = load(drawn)
    scored = scores.score(checks, drawn[0]).set_index(["unit", "group", "metric"])["value"]
    assert scored["events: category", "ASSAULT", "precision"] == 0
    assert len(scores.worst(checks)["events"])
    shown = display.coded(scores.worst(checks), drawn[2], drawn[1].sentences, drawn[0]).data
    assert "NONE" in shown
    made = scores.corrected(checks, drawn[0]).set_index(["measure", "where"])
    assert made.loc[("pairs with any event", "all"), "value"] > 0
    assert abs(made.loc[("pairs with any event", "all"), "corrected"]) < 1e-9
    assert "one coder" in " ".join(scores.told(checks, drawn[0]))


def test_coders_who_disagree_badly_correct_nothing(drawn):
    *_, place = drawn
    draw = np.random.default_rng(0)
    for coder in ("ann", "bob"):
        guessed = answers(place, "portrayal", lambda _: {"portrayal": draw.choice(["negative", "neutral", "positive"])})
        guessed.to_csv(place / f"portrayal.coded.{coder}.csv", index=False)
    checks = load(drawn)
    assert scores.corrected(checks, drawn[0]).empty
    assert "nothing is corrected" in " ".join(scores.told(checks, drawn[0]))
    assert len(scores.disagreements(checks)["portrayal"])
    shown = display.differing(scores.disagreements(checks), drawn[2], drawn[1].sentences, drawn[0]).data
    assert "ann: " in shown
    settled = answers(place, "portrayal", lambda _: {"portrayal": "neutral"})
    settled.to_csv(place / "portrayal.coded.settled.csv", index=False)
    assert len(scores.corrected(load(drawn), drawn[0]))


def test_machine_labels_are_a_demonstration(drawn, corpus):
    *_, place = drawn
    for coder in ("ann", "bob"):
        answers(place, "events", by_program(corpus, "events")).to_csv(place / f"events.coded.{coder}.csv", index=False)
    (place / "coders.toml").write_text('ann = "machine"\n')
    checks = load(drawn)
    assert set(scores.score(checks, drawn[0])["labelled_by"]) == {"machine"}
    assert scores.in_short(scores.score(checks, drawn[0])) == ""  # no page may call this checked
    assert "consistency (alpha)" in set(scores.score(checks, drawn[0])["metric"])
    assert "demonstration" in " ".join(scores.told(checks, drawn[0]))
    (place / "coders.toml").write_text('ann = "robot"\n')
    with pytest.raises(StandoffError, match="person or machine"):
        load(drawn)


def test_a_period_without_labels_has_no_corrected_mean(drawn, corpus):
    case, read, articles, place = drawn
    answers(place, "events", by_program(corpus, "events")).to_csv(place / "events.coded.ann.csv", index=False)
    turns = tables.frame(
        "turns", [{"turn": 1, "day": pd.Timestamp("2022-03-05"), "stability": 0.5, "before": 0.1, "after": 0.2}]
    )
    turns = turns.assign(low=turns["day"], high=turns["day"])
    made = scores.corrected(gold.load(case, read, articles, turns), case).set_index(["measure", "where"])
    late = made.loc[("pairs with any event", "from 2022-03-05")]
    assert late["units"] > 0
    assert late["labels"] < 30
    assert np.isnan(late["corrected"])


DAMAGE = [
    (
        lambda s: s.assign(category=s["category"].where(s.index != 3, "ASAULT")),
        "row 5.*'ASAULT'.*did you mean 'ASSAULT'",
    ),
    (lambda s: s.assign(text=s["text"].where(s.index != 0, "Other words.")), "row 2.*not the one drawn"),
    (lambda s: s.assign(unit=s["unit"].where(s.index != 1, "nobody")), "row 3.*not in the sample"),
    (lambda s: pd.concat([s, s.head(1)]), "coded twice"),
    (lambda s: s.drop(columns="status"), "no column 'status'"),
    (lambda s: s.assign(category="ASSAULT", status=""), "without a status"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGE)
def test_a_damaged_sheet_is_left_out_and_told_of(drawn, corpus, damage, said):
    *_, place = drawn
    sheet = answers(place, "events", by_program(corpus, "events"))
    sheet.to_csv(place / "events.coded.ann.csv", index=False)
    damage(sheet).to_csv(place / "events.coded.bob.csv", index=False)
    with pytest.raises(StandoffError, match=said):
        case, read, articles, _ = drawn
        shown = sheets.blank(gold.sample(place / "events.sample.csv"), articles, read.sentences, case)
        sheets.read(place / "events.coded.bob.csv", "bob", TASKS["events"], shown)
    checked = load(drawn)["events"]
    assert list(checked.codings["category"]) == ["ann"]
    assert any("events.coded.bob.csv" in p and str(place) not in p for p in checked.problems)


@pytest.mark.parametrize("name", ["events.coded.bob.xlsx", "events.coded.bob.json", "events.coded.bob.csv"])
def test_a_file_of_rubbish_is_left_out(drawn, name):
    *_, place = drawn
    (place / name).write_bytes(b"\x00\xff\xfe rubbish" * 20)
    checked = load(drawn)["events"]
    assert checked.units.empty
    assert any(name in problem for problem in checked.problems)


def test_missing_rows_are_counted(drawn, corpus):
    *_, place = drawn
    sheet = answers(place, "events", by_program(corpus, "events"))
    sheet.loc[sheet.index[:5], ["category", "status"]] = ""
    sheet.to_excel(place / "events.coded.ann.xlsx", index=False)
    checked = load(drawn)["events"]
    assert len(checked.units) == len(sheet) - 5
    assert any("5 of" in problem for problem in checked.problems)


def test_label_studio_exports_come_back_a_coder_an_annotator(drawn):
    *_, place = drawn
    tasks = json.loads((place / "events.label-studio.json").read_text("utf-8"))
    for n, task in enumerate(tasks):
        said = {"category": "ACCUSE", "status": "reported"} if n % 2 else {"category": "NONE"}
        result = [{"from_name": k, "type": "choices", "value": {"choices": [v]}} for k, v in said.items()]
        task["annotations"] = [{"completed_by": who, "result": result} for who in (1, {"email": "b@example.org"})]
    (place / "events.coded.team.json").write_text(json.dumps(tasks), "utf-8")
    labels = load(drawn)["events"].codings["category"]
    assert list(labels) == ["team 1", "team b@example.org"]
    assert set(labels["team 1"]) == {"NONE", "ACCUSE"}


def test_one_person_codes_in_the_widget(drawn):
    case = drawn[0]
    coder = widget.show(case, case.folder / "out", "events", "me")
    coder.save()
    assert "Choose an answer" in coder.progress.value
    coder.fields["category"].value, coder.fields["status"].value = "ACCUSE", "reported"
    coder.save()
    coder.fields["category"].value = "NONE"
    coder.save()
    again = widget.show(case, case.folder / "out", "events", "me")
    assert "3 of" in again.progress.value
    assert "2 coded" in again.progress.value
    rows = load(drawn)["events"].codings
    assert sorted(rows["category"]["me"]) == ["ACCUSE", "NONE"]
    with pytest.raises(StandoffError, match="letters, digits"):
        widget.show(case, case.folder / "out", "events", "../me")


def test_a_sample_of_articles_that_are_gone_is_told_of(drawn, corpus):
    case, read, articles, place = drawn
    answers(place, "events", by_program(corpus, "events")).to_csv(place / "events.coded.ann.csv", index=False)
    nothing = annotate.Annotations(*(tables.frame(name) for name in read._fields))
    checks = gold.load(case, nothing, tables.frame("articles"), EMPTY)
    assert "no longer there" in " ".join(checks["events"].problems)
    assert scores.corrected(checks, case).empty
    part = articles["article_id"] < "a12"
    checked = gold.load(case, read, articles[part], EMPTY)["events"]
    assert 0 < len(checked.units) < 40


def test_without_a_sample_nothing_is_validated(corpus, tmp_path):
    case, read, articles = corpus
    case = case.model_copy(update={"folder": tmp_path})
    checks = gold.load(case, read, articles, EMPTY)
    assert checks == {}
    shown = display.validated(checks, case).data
    assert "Not validated on this corpus" in shown
    assert "standoff label own --task events" in shown
    assert scores.score(checks, case).empty
    assert scores.corrected(checks, case).empty
    assert set(tables.check("scores", scores.public())["labelled_by"]) == {"people", "machine"}
