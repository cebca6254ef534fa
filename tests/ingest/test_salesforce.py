"""Salesforce: what its records become, which ids are one, that nothing counts twice."""

from pathlib import Path

from ingest.salesforce import Salesforce
from ingest.salesforce_names import canonical_id
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("salesforce")


def test_ids_of_15_and_18_characters_are_one() -> None:
    assert canonical_id("0015500000Xyy06") == canonical_id("0015500000Xyy06AAB")
    assert canonical_id("00T1G00003Ufap9") == "00T1G00003Ufap9UAB"
    assert canonical_id("00T1g00003Ufap9") != canonical_id("00T1G00003Ufap9")


def test_a_task_that_is_due_is_no_contact_until_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "Task.csv"
    head = "Id,WhoId,OwnerId,Subject,TaskSubtype,Status,ActivityDate,CreatedDate,LastModifiedDate"
    ids = "00T1G00003Ufap1UAB,0031G00001S3ckZQAR,0051G000005Mun4QAC"
    path.write_text(
        f"{head}\n{ids},Call,Call,Open,2026-05-01,2026-04-01T09:00:00.000Z,2026-04-01T09:00:00.000Z"
    )
    first = gathered(Salesforce(), path)
    path.write_text(
        f"{head}\n{ids},Call,Call,Completed,2026-05-01,2026-04-01T09:00:00Z,2026-04-02T09:00:00Z"
    )
    second = gathered(Salesforce(), path)

    assert first.interactions == []
    assert first.said("follow_up") == {("salesforce:0031G00001S3ckZQAR", "2026-05-01")}
    assert [one.at.isoformat() for one in second.interactions] == ["2026-04-02T09:00:00+00:00"]


def test_rows_of_a_warehouse_are_read_as_those_of_the_api(tmp_path: Path) -> None:
    path = tmp_path / "task.csv"
    path.write_text(
        "id,who_id,owner_id,is_deleted,is_closed,task_subtype,completed_date_time\n"
        "00T1G00003Ufap1,0031G00001S3ckZ,0051G000005Mun4,FALSE,TRUE,Call,2026-03-02 14:00:00\n"
    )
    (one,) = gathered(Salesforce(), path).interactions

    assert (one.id, one.sender) == (
        "salesforce:00T1G00003Ufap1UAB", "salesforce:0051G000005Mun4QAC"
    )  # fmt: skip
    assert [to.identity for to in one.receivers] == ["salesforce:0031G00001S3ckZQAR"]
    assert one.at.isoformat() == "2026-03-02T14:00:00+00:00"
