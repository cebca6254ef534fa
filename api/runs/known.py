"""What was known then: the snapshot of a store as it stood at a past moment.

Snapshots and runs are named after what they hold, so one that was made at the time is found again,
and one that is made now has its very name, numbers and bytes. The current snapshot stays current.
"""

from collections.abc import Callable

from api.computing.log_snapshot import Made, history_of, snapshot_manifest, snapshot_name
from api.log.history import History
from api.processes.child import Report
from api.refresh import default_moment
from api.settings import Settings
from graph.connect import open_store, snapshot_folder
from graph.errors import Misuse
from graph.moments import iso
from graph.snapshot import Columns, Snapshots
from graph.store import Store

__all__ = ["Past", "publish_known"]

_MOMENTS = 1_000  # that are remembered


class Past:
    """The snapshots of what was known at the moments that an engine was asked by.

    *make* gives the name of such a snapshot, and from when it is seen by default. What was known
    is found out once for each current snapshot: a load under way then may still have brought more.
    """

    def __init__(
        self, snapshots: Snapshots, make: Callable[[Columns, int], tuple[str, int]]
    ) -> None:
        self._snapshots = snapshots
        self._make = make
        self._made: dict[tuple[str, int], tuple[str, int]] = {}

    def snapshot(self, current: Columns, known_by: int) -> tuple[Columns, int]:
        """Open the snapshot of what was known; also gives from when it is seen by default."""
        asked = (current.name, known_by)
        found = self._made.get(asked)
        if found is None:
            found = self._make(current, known_by)
            if len(self._made) >= _MOMENTS:
                self._made.clear()
            self._made[asked] = found
        name, default = found
        self._snapshots.asked(name)
        return self._snapshots.open(name), default

    def forget(self) -> None:
        """Find everything out again, because snapshots have gone."""
        self._made.clear()


def publish_known(
    url: str,
    settings: Settings,
    known_by: int,
    wait: float,
    *,
    report: Report = lambda _what, _done: None,
) -> tuple[str, int]:
    """Give the snapshot of what was known at a moment, and from when it is seen by default.

    That is the last busy moment of what was known, with *known_by* as the clock. Raises ``Misuse``
    if no interaction was known yet.
    """
    store = open_store(url, wait=wait, login=settings.login())
    snapshots = Snapshots(snapshot_folder(url))
    name = snapshot_name(store.state(known_by=known_by), settings)
    if not snapshots.has(name):
        name = _written(store, settings, snapshots, known_by, report)
    snapshots.keep_past(name)
    return name, default_moment(History.mapped(snapshots.open(name)), known_by)


def _written(
    store: Store, settings: Settings, snapshots: Snapshots, known_by: int, report: Report
) -> str:
    report("reading what was known", 0.0)
    contents = store.contents(known_by=known_by)
    if not len(contents.interacted):
        span = store.status().arrived
        first = "nothing has been loaded yet" if span is None else f"loading began {iso(span[0])}"
        raise Misuse(f"no interaction was known by {iso(known_by)}: {first}; ask by a later moment")
    report("sorting it into a timeline", 0.1)
    history = history_of(contents, settings)
    made = Made(contents.digest, contents.state, contents.mark)
    manifest = snapshot_manifest(history, settings, made)
    name = snapshot_name(made.state, settings)
    return snapshots.write(history.made_tables(), manifest, name).name
