"""What a back-test may be asked with."""

from typing import Any, Literal

from pydantic import Field

from api.parameters.shapes import Within

__all__ = ["Backtested"]


class Backtested(Within):
    """The label, the horizon, and what is wanted of a list."""

    label: Literal["silent", "weakened", "recontact"] = Field(
        "silent", description="What is foretold of pairs: silence, fewer contacts, or a contact."
    )
    horizon: int | None = Field(
        None, ge=1, le=3650, description="Days ahead. Default: the setting horizon_days."
    )
    list_length: int = Field(
        20, ge=1, le=100_000, description="Names on a list that can be read, each cut or week."
    )
    precision: float | None = Field(
        None,
        gt=0,
        lt=1,
        allow_inf_nan=False,
        description="Choose the earliest warning that was right so often. Default: the best "
        "balance among those that the list has room for.",
    )

    @property
    def asked(self) -> dict[str, Any]:
        """All of it, as the engine takes it."""
        return {
            "label": self.label,
            "horizon_days": self.horizon,
            "list_length": self.list_length,
            "precision": self.precision,
            **self.when,
        }
