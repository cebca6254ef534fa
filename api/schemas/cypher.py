"""Answers to free questions in Cypher."""

from typing import Any, Literal

from pydantic import Field

from api.schemas.parts import Wire

__all__ = ["CypherAnswer", "CypherQueries"]


class CypherAnswer(Wire):
    """The rows of a statement, each with a value for every column."""

    columns: list[str]
    rows: list[list[Any]] = Field(description="Values as Neo4j's Query API writes them.")
    truncated: bool = Field(description="Whether there were more rows than these.")
    truncated_by: Literal["rows", "bytes"] | None = Field(description="Which limit it was.")
    seconds: float


class QueryParameter(Wire):
    """One value that a named query asks for."""

    name: str
    meaning: str
    default: Any
    is_needed: bool


class NamedQuery(Wire):
    """A question that has a name."""

    name: str
    question: str
    read_it: str = Field(description="What to make of the answer.")
    parameters: list[QueryParameter]
    query: str


class CypherQueries(Wire):
    """The queries that have names."""

    items: list[NamedQuery]
