"""Stack Exchange: whom answers and comments are to, and what is left of accounts that are gone."""

from ingest.stackexchange import StackExchange
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
