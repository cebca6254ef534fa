"""Answers about back-tests: how right the probabilities and lists would have been."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Head, Moment, Wire

__all__ = ["BacktestAnswer", "BacktestState", "InUse"]

Label = Literal["silent", "weakened", "recontact"]


class InUse(Wire):
    """What the half-life and the thresholds are by default, what was learned, what counts."""

    half_life_days: float = Field(description="What counts here.")
    half_life_days_default: float
    half_life_days_learned: float | None = Field(
        description="Kept by a back-test; a file, the environment and flags win over it."
    )
    thresholds: dict[str, float] = Field(description="Those that count and are not the usual ones.")
    thresholds_learned: dict[str, float]
    learned_at: Moment | None


class Judged(Wire):
    """What the model, or a plain rule, was worth; `low` and `high` hold 90 % of the draws."""

    name: str
    meaning: str
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    average_precision: float | None
    average_precision_low: float | None
    average_precision_high: float | None
    brier: float | None
    brier_low: float | None
    brier_high: float | None
    calibration_error: float | None = Field(description="Ten bins of equal count.")
    calibration_error_low: float | None
    calibration_error_high: float | None
    calibration_error_even: float | None = Field(description="Ten bins of equal width.")
    list_precision: float | None = Field(description="Of those on the lists, who it was true of.")
    list_recall: float | None = Field(description="Of those it was true of, who was on a list.")
    lead_days: float | None = Field(
        description="Median days from the first list that named a pair rightly until its silence "
        "had lasted as long as the protocol looks back; none for other labels than silent."
    )
    model_adds: float | None = Field(description="AUC of the model less that of this rule.")
    model_adds_low: float | None
    model_adds_high: float | None


class ReliabilityBin(Wire):
    """One tenth of the cases, by probability: what was said, and what happened."""

    cases: int
    low: float
    high: float
    said: float
    happened: float


class HalfLifePoint(Wire):
    """How well decay with one half-life foretells who comes back."""

    half_life_days: float
    auc: float | None


class SegmentHalfLife(Wire):
    """The half-life of the pairs with somebody of a segment; none with too few cases."""

    segment: str
    learned: float | None
    best_low: float | None
    best_high: float | None
    auc: float | None
    cases: int


class LearnedHalfLife(Wire):
    """The half-life that this history asks for, and those that are as good."""

    current: float
    learned: float | None
    is_flat: bool = Field(
        description="Whether every one tried is as good: then the best is chance, and not kept."
    )
    best_low: float | None
    best_high: float | None
    auc: float | None
    count_auc: float | None
    recency_auc: float | None
    cases: int
    curve: list[HalfLifePoint]
    segments: list[SegmentHalfLife]


class TriedFactor(Wire):
    """What it would have meant to call a pair at risk after so many times its patience."""

    factor: float
    entered: int
    entered_a_week: float | None
    precision: float | None
    recall: float | None


class ChosenThresholds(Wire):
    """After how many times its patience a pair is best called at risk, and why."""

    default: float
    current: float
    factor: float
    why: str
    learned: dict[str, float] = Field(description="What `--apply` keeps.")
    factors: list[TriedFactor]


class LeakCheck(Wire):
    """The AUC with the future shuffled between pairs: 0.50 where nothing leaks."""

    auc: float | None
    shuffles: int
    by_shuffle: list[float | None]
    cases: int
    cuts: int
    has_passed: bool


class Shortfall(Wire):
    """What is missing for a back-test."""

    text: str
    cuts: int
    cases: int
    fewer: int = Field(description="Cases of the rarer answer.")
    days_missing: float | None


class BacktestProtocol(Wire):
    """Of which pairs what is asked, and how often."""

    step_days: int
    active_within_days: int
    least_interactions: int
    fitting_share: float
    draws: int
    interval: float


class BacktestAnswer(Head):
    """How right model and rules would have been on this very history, and what it teaches."""

    label: Label
    horizon_days: int
    list_length: int
    precision_asked: float | None
    protocol: BacktestProtocol
    cases: int
    share: float | None = Field(description="The share of cases that the label was true of.")
    pairs_share: float = Field(description="The share of pairs judged: 1, less on a large log.")
    cuts: list[Moment]
    judged_cuts: list[Moment]
    shortfall: Shortfall | None
    model: Judged | None
    rules: list[Judged]
    best_rule: str | None
    reliability: list[ReliabilityBin]
    half_life: LearnedHalfLife
    thresholds: ChosenThresholds
    leak_check: LeakCheck | None
    in_use: InUse


class BacktestState(Wire):
    """How the last back-test begun here goes."""

    state: Literal["none", "running", "done", "failed", "stopped"]
    doing: str | None
    done: float = Field(description="How far it is, from 0 to 1.")
    run: str | None
    problem: str | None
