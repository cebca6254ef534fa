"""A model of contact as it stands in a run's manifest: readable, and read back as it was."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.calibration import Bin
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.learning import Liveness
from algorithms.liveness.prior import ContactPrior

__all__ = ["kept_liveness", "liveness_of"]


def kept_liveness(model: Liveness | None) -> dict[str, Any] | None:
    """Give a model as plain values."""
    return None if model is None else asdict(model)


def liveness_of(kept: Mapping[str, Any] | None) -> Liveness | None:
    """Give the model that plain values stand for."""
    if kept is None:
        return None
    values = dict(kept)
    bg_nbd, priors = values["bg_nbd"], values["priors"]
    values["bg_nbd"] = None if bg_nbd is None else BgNbd(**bg_nbd)
    values["priors"] = None if priors is None else _prior(priors)
    values["bins"] = tuple(Bin(**one) for one in values["bins"])
    values["protocol"] = Protocol(**values["protocol"])
    return Liveness(**values)


def _prior(kept: Mapping[str, Any]) -> ContactPrior:
    return ContactPrior(
        horizon_days=kept["horizon_days"],
        segments=tuple(kept["segments"]),
        cases=_table(kept["cases"]),
        came=_table(kept["came"]),
    )


def _table(kept: Any) -> tuple[tuple[tuple[int, ...], ...], ...]:  # noqa: ANN401 - of JSON
    return tuple(tuple(tuple(row) for row in one) for one in kept)
