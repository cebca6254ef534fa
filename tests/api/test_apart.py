"""What takes long is made for a server by a child: the same answer, out of another process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.engine import Engine
from api.processes.child import in_child
from api.render import as_json
from api.runs import of_store as runs
from tests.api.kept import engine_on, fill, office

QUESTIONS: dict[str, Callable[[Engine], dict[str, Any]]] = {
    "a measure of people": lambda engine: engine.influencers(by="initiation"),
    "a measure of pairs": lambda engine: engine.ranked_ties(by="usual_gap"),
    "seen from somebody": lambda engine: engine.influencers(around="person:ann@x.example"),
    "how sure members are": lambda engine: engine.communities(stability=True),
    "another resolution": lambda engine: engine.communities(resolution=2.0),
    "levels": lambda engine: engine.community_levels(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_server_answers_from_a_child_what_a_command_answers(
    question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_MANY_PAIRS", 1)
    started: list[str] = []

    def counted(work: Callable[..., Any], *given: object, **options: Any) -> Any:
        started.append(work.__name__)
        return in_child(work, *given, **options)

    monkeypatch.setattr(runs, "in_child", counted)
    engine = engine_on(fill(tmp_path / "one.duckdb", office()))
    engine.refresh()
    alone = as_json(QUESTIONS[question](engine))
    assert started == ["refresh"]

    server = engine_on(Path(engine.url))
    server.is_server = True
    assert as_json(QUESTIONS[question](server)) == alone
    assert started == ["refresh", "of_run"]
    assert as_json(QUESTIONS[question](server)) == alone  # and is remembered
    assert started == ["refresh", "of_run"]
