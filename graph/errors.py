"""The whole error tree: what a user or the world can cause.

    EngineError                 exit code 1
    ├── Misuse                  2    a question or file that cannot be understood
    │   ├── UnknownName              no such person, segment, measure, ...
    │   ├── AmbiguousName            several; the choices are listed
    │   ├── BadMapping               a table's mapping does not fit the table
    │   └── TooMuch                  a question that takes more than it may
    ├── NotRecognised           2    no source reads this file
    ├── NothingYet              1    a question before anything was loaded or refreshed
    ├── StoreError              1    the store refused or failed
    │   ├── StoreUnreachable    4    no server, no permission, locked too long
    │   ├── NewerStore          1    written by a newer tieline
    │   └── NotAStore           1    the file holds something else
    ├── DamagedSnapshot         1    a cache that has to be rebuilt
    ├── ReadingEnded            1    a process that read files ended before it was done
    ├── Busy                    1    too much of this is going on; ask again in a moment
    │   └── AlreadyRunning           this very work is under way
    └── Refused                 5    against policy

A message says where, what was found, what was expected and what to do, with the value in it.
A programmer's wrong argument is a plain ``ValueError``.
"""

__all__ = [
    "AlreadyRunning",
    "AmbiguousName",
    "BadMapping",
    "Busy",
    "DamagedSnapshot",
    "EngineError",
    "Misuse",
    "NewerStore",
    "NotAStore",
    "NotRecognised",
    "NothingYet",
    "ReadingEnded",
    "Refused",
    "StoreError",
    "StoreUnreachable",
    "TooMuch",
    "UnknownName",
]


class EngineError(Exception):
    """Anything that a user or the world can cause; the message is for them."""

    exit_code = 1


class Misuse(EngineError):
    """A question or a file that cannot be understood as it stands."""

    exit_code = 2


class UnknownName(Misuse):
    """No person, organization, segment, topic or measure has this name."""


class AmbiguousName(Misuse):
    """Several things have this name; the message lists them."""


class BadMapping(Misuse):
    """A table's mapping names columns, kinds or zones that are not there."""


class TooMuch(Misuse):
    """A question that takes more time or memory than it may."""


class NotRecognised(EngineError):
    """No ingest source reads this file."""

    exit_code = 2


class ReadingEnded(EngineError):
    """A process that read files ended before it was done; what was committed stays."""


class NothingYet(EngineError):
    """Nothing was loaded or refreshed yet, so there is no answer."""


class StoreError(EngineError):
    """The store refused or failed; what was acknowledged before is kept."""


class StoreUnreachable(StoreError):
    """The store cannot be opened: no server, no permission, or locked for too long."""

    exit_code = 4


class NewerStore(StoreError):
    """The store was written by a newer version of tieline."""


class NotAStore(StoreError):
    """The file is not one of ours and is left alone."""


class DamagedSnapshot(EngineError):
    """A snapshot is missing or damaged; a refresh rebuilds it from the store."""


class Busy(EngineError):
    """Too much of this is going on already; asked again in a moment it will be done."""


class AlreadyRunning(Busy):
    """The very work asked for is under way."""


class Refused(EngineError):
    """Against the policy of this installation."""

    exit_code = 5
