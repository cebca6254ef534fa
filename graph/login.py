"""A login at a server."""

from dataclasses import dataclass, field

__all__ = ["Login"]


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are at a server, and which of its databases is meant; empty is the server's own."""

    user: str = ""
    password: str = field(default="", repr=False)
    database: str = ""
