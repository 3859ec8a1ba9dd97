"""What is read in all real articles of ../shared/corpora/ukraine-2022: minutes the first time, kept from run to run."""

import pandas as pd

from evaluation import data
from helpers import annotate, articles, cleaning, duplicates, paths, stories
from helpers.annotate import Annotations
from helpers.cases import Case


def annotated(case: Case) -> tuple[pd.DataFrame, Annotations]:
    """Return the articles, cleaned and linked, and their annotations, events linked to stories."""
    read, _ = articles.read(data.SHARED / "corpora" / "ukraine-2022", case=case)
    found = duplicates.link(cleaning.clean(read)[0])
    folder = paths.processed("evaluation") / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    with annotate.workers(2) as executor:
        made = annotate.annotate(found, case, executor=executor, cache=folder / "annotations.sqlite")
    return found, made._replace(events=stories.link(made.events))
