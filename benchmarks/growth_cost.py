"""What measures cost, as the growth benchmark tells it."""

from dataclasses import dataclass, field

__all__ = ["Cost", "Costs"]

_TOLD_FROM = 1e6  # bytes


@dataclass(frozen=True)
class Cost:
    """What a measure cost: seconds and bytes, or why there is no figure."""

    seconds: float | None = None
    memory: float = 0.0
    why: str = ""
    quality: float | None = None  # see `growth_quality`

    def __str__(self) -> str:
        """Write it as a cell of a table."""
        if self.seconds is None:
            return self.why
        grown = f" ({self.memory / 1e6:,.0f} MB)" if self.memory >= _TOLD_FROM else ""
        return (f"{self.seconds:.2f}" if self.seconds >= 0.01 else f"{self.seconds:.4f}") + grown


@dataclass
class Costs:
    """What one library took for drawing its graph, and for each measure."""

    drawn: float | None = None
    measures: dict[str, Cost] = field(default_factory=dict)
