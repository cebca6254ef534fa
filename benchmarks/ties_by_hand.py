"""Decayed ties from a Parquet log, as one writes it in polars when there is only this to do.

    strength at the end of the log = sum of 0.5 ** (age in days / 30)

for each ordered two people, and for each two people both directions together.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from stopwatch import step

__all__ = ["Network", "network"]

HALF_LIFE_DAYS = 30.0
LIVE = 1 / 64  # a single interaction of six half-lives ago


@dataclass(frozen=True)
class Network:
    """Names in number order; ties (source, target, strength); pairs (a, b, strength, ...).

    The live pairs are those that are still worth something; reciprocity is by person.
    """

    names: pl.Series
    ties: pl.DataFrame
    pairs: pl.DataFrame
    live: pl.DataFrame
    reciprocity: pl.DataFrame

    def pivots(self, count: int, seed: int) -> list[int]:
        """Draw people who have a live pair, to start paths from."""
        some = pl.concat([self.live["a"], self.live["b"]]).unique().sort()
        return some.sample(min(count, len(some)), seed=seed).to_list()

    def write(self, folder: Path, scores: pl.DataFrame) -> None:
        """Write down what was found, the scores beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        scores.write_parquet(folder / "scores.parquet")
        for name in ("ties", "pairs", "reciprocity"):
            getattr(self, name).write_parquet(folder / f"{name}.parquet")


def network(path: Path) -> Network:
    """Read a log with the columns sender, recipient, date, and add it up."""
    with step("read, number people"):
        log = pl.read_parquet(path)
        names = pl.concat([log["sender"], log["recipient"]]).unique().sort()
        rows = _numbered(log, names)
        del log
    with step("decayed ties"):
        left = (0.5 ** (pl.col("age") / HALF_LIFE_DAYS)).sum()
        ties = rows.group_by("source", "target").agg(strength=left).sort("source", "target")
    with step("pairs, reciprocity"):
        pairs = _pairs(ties)
        live = pairs.filter(pl.col("strength") >= LIVE)
        reciprocity = _reciprocity(live)
    with step("usual gap, days silent"):
        pairs = pairs.join(_rhythm(rows), on=["a", "b"], how="left", maintain_order="left")
    return Network(names, ties, pairs, live, reciprocity)


def _numbered(log: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """Replace names by their positions and dates by their age in days."""
    number = pl.LazyFrame({"name": names}).with_row_index("number")
    age = (pl.col("date").max() - pl.col("date")).dt.total_microseconds() / 86_400e6
    return (
        log.lazy()
        .with_columns(age=age)
        .join(number.rename({"number": "source"}), left_on="sender", right_on="name")
        .join(number.rename({"number": "target"}), left_on="recipient", right_on="name")
        .select("source", "target", "age")
        .collect()
    )


def _pairs(ties: pl.DataFrame) -> pl.DataFrame:
    """Lay the two directions of every pair together."""
    strength = pl.col("strength")
    both = ties.group_by(
        a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target")
    ).agg(
        strength.sum(),
        lesser=pl.when(pl.len() == 2).then(strength.min()).otherwise(0.0),
        greater=strength.max(),
    )
    return both.sort("a", "b")


def _reciprocity(live: pl.DataFrame) -> pl.DataFrame:
    """Give each person what runs the lesser way over what runs the greater, pair by pair."""
    ends = [live.select("lesser", "greater", person=end) for end in ("a", "b")]
    of = pl.col("lesser").sum() / pl.col("greater").sum()
    return pl.concat(ends).group_by("person").agg(reciprocity=of).sort("person")


def _rhythm(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each pair's median gap between active days, and the days since the last one."""
    days = (
        rows.lazy()
        .select(
            a=pl.min_horizontal("source", "target"),
            b=pl.max_horizontal("source", "target"),
            day=pl.col("age").cast(pl.Int32),
        )
        .unique()
        .sort("a", "b", "day")
    )
    gap = pl.when(pl.struct("a", "b") == pl.struct("a", "b").shift()).then(pl.col("day").diff())
    return (
        days.with_columns(gap=gap)
        .group_by("a", "b")
        .agg(usual_gap=pl.col("gap").median(), silent=pl.col("day").min())
        .collect()
    )
