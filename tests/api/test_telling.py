"""What files of a followed folder tell each other: those that told little are not opened again."""

import time
from pathlib import Path

from api.incoming.looking import Looks
from api.incoming.telling import Tellers
from ingest.sources import SOURCES
from tests.ingest.test_answers_on_lists import ANSWERED, ASKED, message, written

NEAR = "/any/file"


def told(tellers: Tellers, looks: Looks, folder: Path) -> dict[str, str]:
    return dict(tellers.survey(looks, folder).near(NEAR).values("mail.author"))


def test_a_mail_is_opened_once_and_goes_on_telling_until_it_changes(tmp_path: Path) -> None:
    root = written(tmp_path / "mail", cur_1=ASKED, cur_2=ANSWERED)
    looks, tellers = Looks([root], time.monotonic), Tellers(SOURCES)
    looks.look()
    both = {"mail:a1": "email:ann@x.example", "mail:b1": "email:bob@x.example"}
    assert told(tellers, looks, tmp_path) == both

    first, second = sorted((root / "cur").iterdir())
    first.write_bytes(first.read_bytes().replace(b"ann@", b"eve@"))  # unseen: no look since
    assert told(tellers, looks, tmp_path) == both

    second.write_text(message("cy", "c1", "To: dan@x.example"), newline="")
    looks.look()
    assert told(tellers, looks, tmp_path) == {
        "mail:a1": "email:eve@x.example",
        "mail:c1": "email:cy@x.example",
    }
