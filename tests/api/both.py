"""Two engines on one log, kept in a file and in Neo4j, whose answers are to be the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from api.engine import Engine

__all__ = ["QUESTIONS", "Both"]


@dataclass(frozen=True)
class Both:
    """The engines on two stores of one log."""

    file: Engine
    server: Engine

    def same(self, ask: Callable[[Engine], object]) -> object:
        """Ask both; the answers are the same bytes."""
        in_file, in_server = (ask(engine) for engine in (self.file, self.server))
        assert orjson.dumps(in_file) == orjson.dumps(in_server)
        return in_file


QUESTIONS: dict[str, Callable[[Engine], object]] = {
    "influencers": lambda engine: engine.influencers(limit=300),
    "weakening": lambda engine: engine.weakening(limit=300),
    "communities": lambda engine: engine.communities(limit=100),
    "stakeholders": lambda engine: engine.stakeholders(of="org:arboris.example", limit=300),
    "weights": lambda engine: engine.weights(),
    "briefing": lambda engine: engine.briefing(),
}
