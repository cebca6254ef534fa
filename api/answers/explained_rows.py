"""One interaction as it stands in the log, with where it came from."""

from typing import Any

from api.answers.tone import told_tone
from api.answers.weight_reasons import weight_told
from api.computing.run import Run
from graph.keys import key_text
from graph.model import KINDS
from graph.moments import iso

__all__ = ["interaction", "interaction_id"]


def interaction(run: Run, row: int, ego: int) -> dict[str, Any]:
    """Tell of a row of the timeline as *ego* sees it: an interaction, out or in."""
    history = run.history
    timeline, log = history.timeline, history.log
    first = int(history.starts[timeline.interaction[row]])
    return {
        "id": interaction_id(run, int(timeline.interaction[row])),
        "at": iso(int(timeline.at[row])),
        "kind": str(KINDS[timeline.kind[row]]),
        "channel": log.column("channel")[first].as_py(),
        "direction": "out" if timeline.source[row] == ego else "in",
        "size": int(timeline.size[row]),
        "sources": log.column("sources")[first].as_py().split("|"),
        "weight": float(run.weight[row]),
        **told_tone(run, first),
        **weight_told(run, row),
    }


def interaction_id(run: Run, number: int) -> str:
    """Give the id of an interaction by its number: the source's own, else its key."""
    log, first = run.history.log, int(run.history.starts[number])
    given = log.column("id")[first].as_py() if "id" in log.column_names else None
    hi, lo = log.column("key_hi")[first].as_py(), log.column("key_lo")[first].as_py()
    return given or key_text(hi, lo)
