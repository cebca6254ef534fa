"""Stack Exchange: whom answers and comments are to, and what is left of accounts that are gone."""

from pathlib import Path

from ingest.stackexchange.source import StackExchange
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("stackexchange")


def test_an_answer_by_itself_is_to_nobody_until_the_question_is_at_hand() -> None:
    path = FOLDER.path / "answers.json"
    alone = gathered(StackExchange(), path).interactions
    beside = gathered(StackExchange(), path, survey=FOLDER.survey).interactions

    assert [len(one.receivers) for one in alone] == [0, 0]
    assert [[who.identity for who in one.receivers] for one in beside] == [
        ["stackexchange:math.stackexchange.com/1"],
        [],
    ]


def test_numbers_of_a_team_are_its_own(tmp_path: Path) -> None:
    """Question 7 of one team is not that of another, nor of Stack Overflow itself."""
    path = tmp_path / "questions.json"
    page = (
        '[{"id": 7, "owner": {"id": 1, "name": "Ann"}, "creationDate": "2026-03-02T09:00:00Z",'
        ' "title": "How?", "answerCount": 0, "webUrl": "https://%s/questions/7/how"}]'
    )
    ids = []
    for site in ("stackoverflowteams.com/c/acme", "acme.stackenterprise.co"):
        path.write_text(page % site)
        ids.append(gathered(StackExchange(), path).interactions[0].id)

    assert ids == [
        "stackexchange:stackoverflowteams.com/c/acme/question/7",
        "stackexchange:acme.stackenterprise.co/question/7",
    ]
