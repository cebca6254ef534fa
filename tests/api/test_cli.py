"""The command line: what it prints, where, and with which exit code."""

import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from api.cli import FAMILIES
from tests.api.kept import fill, office
from tests.forked import tieline
from tests.modules import ROOT

TIELINE = str(Path(sys.executable).parent / "tieline")
LOG = "sender,recipient,date\nann,bob,2026-01-05 09:00:00\nbob,ann,2026-01-06 09:00:00\n"


def run(
    *words: str, cwd: Path, env: dict[str, str] | None = None, command: str | Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run tieline as a user would, in a folder of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TIELINE_")}
    home = {"HOME": str(cwd), "XDG_CONFIG_HOME": str(cwd / ".config")}
    return subprocess.run(
        [command or tieline(), *words], cwd=cwd, env={**clean, **home, **(env or {})},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("cli")
    fill(where / "tieline.duckdb", office())
    (where / "log.csv").write_text(LOG)
    return where


@pytest.mark.parametrize("words", [("weakening", "--json"), ("load", "none.csv")])
def test_a_command_that_is_quick_to_start_is_the_one_installed(
    folder: Path, words: tuple[str, ...]
) -> None:
    """The other tests of commands stand on it (tests/forked.py)."""
    quick, installed = (run(*words, cwd=folder, command=one) for one in (tieline(), TIELINE))

    assert (quick.returncode, quick.stdout) == (installed.returncode, installed.stdout)
    assert quick.stderr == installed.stderr


def test_json_is_one_object_on_stdout_and_nothing_else(folder: Path) -> None:
    done = run("influencers", "--limit", "2", "--json", cwd=folder)

    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert list(answer)[:3] == ["run", "as_of", "half_life_days"]
    assert list(answer)[-2:] == ["items", "next"]
    assert len(answer["items"]) == 2


def test_people_of_different_scores_are_shown_with_different_ones(tmp_path: Path) -> None:
    """Of 3,000 people the first five are apart by less than a thousandth."""
    writers = ((f"w{hub}x{k}", f"hub{hub}") for hub in range(5) for k in range(600 + hub))
    rows = (f"{writer},{hub},2026-01-05 09:00:00" for writer, hub in writers)
    (tmp_path / "log.csv").write_text("sender,recipient,date\n" + "\n".join(rows))
    assert run("load", "log.csv", cwd=tmp_path).returncode == 0

    asked = ("influencers", "--limit", "5")
    told = json.loads(run(*asked, "--json", cwd=tmp_path).stdout)["items"]
    scores = [item["score"] for item in told]
    assert len(set(scores)) == 5
    assert max(scores) - min(scores) < 0.002
    shown = re.findall(r"^ *\d .*?(\d\.\d+) ", run(*asked, cwd=tmp_path).stdout, re.MULTILINE)
    assert len(shown) == len(set(shown)) == 5
    assert [float(one) for one in shown] == pytest.approx(scores, abs=0.00005)


def test_the_store_may_stand_before_or_after_the_command(folder: Path, tmp_path: Path) -> None:
    store = str(folder / "tieline.duckdb")
    before = run("--store", store, "weakening", "--json", cwd=tmp_path)
    after = run("weakening", "--json", "--store", store, cwd=tmp_path)
    by_environment = run("weakening", "--json", cwd=tmp_path, env={"TIELINE_STORE": store})

    assert before.stdout == after.stdout == by_environment.stdout != ""


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("influencers", "--by", "fame"), 2, "no measure is called 'fame'"),
        (("influencers", "--json", "--csv"), 2, "exclude each other"),
        (("stakeholders",), 2, "--of"),
        (("stakeholders", "--of", "org:nobody.example"), 2, "no organization is called"),
        (("influencers", "--as-of", "yesterday"), 2, "'yesterday' is no moment"),
        (("influencers", "--half-life", "-3"), 2, "half-life must be more than 0"),
        (("load", "nothing.mbox"), 2, "nothing.mbox does not exist"),
        (("load", "binary.bin"), 2, "is recognised"),
        (("load", "empty"), 2, "no file in it"),
        (("--store", "absent/x.duckdb", "load", "log.csv"), 4, "does not exist"),
        (("--store", "other.duckdb", "influencers"), 1, "begin with: tieline load"),
        (("--store", "neo5j://x", "status"), 2, "neo5j"),
        (("--store", "log.csv", "load", "log.csv"), 1, "left alone"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_exit_code(
    folder: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 20)
    (folder / "empty").mkdir(exist_ok=True)
    done = run(*words, cwd=folder)

    assert told in done.stderr
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_unknown_setting_is_refused_with_a_hint(folder: Path) -> None:
    done = run("config", cwd=folder, env={"TIELINE_HALFLIFE_DAYS": "7"})

    assert done.returncode == 2
    assert "did you mean 'half_life_days'" in done.stderr


def test_config_says_where_each_value_comes_from(tmp_path: Path) -> None:
    (tmp_path / "tieline.toml").write_text("pivots = 8\nseed = 3\n")
    done = run("config", "--json", "--store", "x", cwd=tmp_path, env={"TIELINE_SEED": "5"})

    origin = {
        item["setting"]: (item["value"], item["origin"])
        for item in json.loads(done.stdout)["items"]
    }
    assert origin["store"] == ("x", "flag")
    assert origin["seed"] == (5, "environment")
    assert origin["pivots"] == (8, "tieline.toml")
    assert origin["half_life_days"] == (30.0, "default")


def test_loading_counts_every_record_and_loading_again_adds_none(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG + "ann,bob,once upon a time\n")
    first = run("load", "log.csv", "--json", cwd=tmp_path)
    again = run("load", "log.csv", "--json", cwd=tmp_path)

    assert first.returncode == again.returncode == 3
    found = json.loads(first.stdout)
    counts = [found[name] for name in ("read", "new", "known", "corrected", "rejected")]
    assert counts == [3, 2, 0, 0, 1]
    assert "tieline rejected" in first.stderr
    assert re.match(r"loading 3 records: \d+\.\d s$", first.stderr.splitlines()[0])
    counts = [json.loads(again.stdout)[name] for name in ("read", "new", "known", "rejected")]
    assert counts == [3, 0, 2, 1]


def test_what_is_left_beside_a_store_is_what_the_readme_names_for_deleting(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    run("load", "log.csv", cwd=tmp_path)
    left = {one.name.removeprefix("tieline.duckdb") for one in tmp_path.glob("tieline*")}

    readme = (ROOT / "README.md").read_text("utf-8")
    line = next(one for one in readme.splitlines() if one.startswith("- Deleting the store, its"))
    assert left - {""} == set(re.findall(r"`(\.\w+)`", line)) == {".wal", ".state", ".snapshots"}


def test_status_says_what_is_held_and_what_to_do_next(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    told = [_in_one_line(run("status", cwd=tmp_path).stdout)]
    for words in (
        ("load", "log.csv", "--no-refresh"),
        ("refresh",),
        ("merge", "account:ann", "account:bob", "--reason", "x"),
    ):
        run(*words, cwd=tmp_path)
        told.append(_in_one_line(run("status", cwd=tmp_path).stdout))

    assert "nothing yet; begin with: tieline load FILE" in told[0]
    assert "2 interactions among 2 identities" in told[1]
    assert "2026-01-05 to 2026-01-06" in told[1]
    assert "none yet: tieline refresh makes them" in told[1]
    assert "as of 2026-01-06T09:00:00Z; up to date" in told[2]
    assert "older than the store: tieline refresh" in told[3]


def _in_one_line(text: str) -> str:
    """A text however wide the window is that it was written for."""
    return " ".join(text.split())


def test_a_path_that_is_not_there_is_told_before_a_mapping_is_begun(tmp_path: Path) -> None:
    done = run("load", "none.csv", "--explain", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "none.csv does not exist; name a file or a folder" in done.stderr


def test_rejected_records_are_listed_and_mended(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG + "ann,bob,once upon a time\n")
    run("load", "log.csv", "--quiet", cwd=tmp_path)
    listed = json.loads(run("rejected", "--json", cwd=tmp_path).stdout)["items"]
    (tmp_path / "log.csv").write_text(LOG + "ann,bob,2026-01-07 09:00:00\n")
    mended = run("rejected", "--retry", "--json", cwd=tmp_path)

    assert [one["place"] for one in listed] == ["log.csv:4"]
    assert mended.returncode == 0
    assert json.loads(mended.stdout) == {"items": [], "total": 0, "accepted": 1}
    assert run("rejected", cwd=tmp_path).stdout == "nothing is rejected\n"


def test_a_dry_run_tells_the_true_figures_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    done = run("load", "log.csv", "--dry-run", "--json", cwd=tmp_path)

    assert json.loads(done.stdout)["new"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_quiet_leaves_stderr_empty(folder: Path) -> None:
    assert run("weakening", "--quiet", cwd=folder).stderr == ""


def test_csv_is_safe_for_a_spreadsheet(folder: Path) -> None:
    done = run("people", "--csv", cwd=folder)

    assert done.stdout.splitlines()[0] == "id,name,identity,organization,kind,rank,tied_with"


# asks for the help of each command in one process: a start takes long, and a copy of it no less
HELPS = """
import contextlib, sys
from api.cli import main
for name in sys.argv[1:]:
    print(chr(0) + name, flush=True)
    sys.argv = ["tieline", name, "--help"]
    with contextlib.suppress(SystemExit):
        main()
"""


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """What every command says of itself, and the command line as a whole (``--help``)."""
    names = [command.__name__ for commands in FAMILIES.values() for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", HELPS, *names, "--help"],
        capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip
    found = dict(one.split("\n", 1) for one in done.stdout.split("\0")[1:])
    assert list(found) == [*names, "--help"]
    return found


def test_every_command_has_help_with_an_example(helps: dict[str, str]) -> None:
    assert [name for name, text in helps.items() if "Example: tieline" not in text] == []


def test_help_has_a_word_for_each_value_and_no_types_of_python(helps: dict[str, str]) -> None:
    """As <str>, <list[Path]> and <int range> are."""
    found = {name: re.findall(r"<[^<>\n]*>", text) for name, text in helps.items()}

    assert {name: types for name, types in found.items() if types} == {}
    for word in ("--store STORE", "--limit -n ROWS [1<=x<=100000]", "--as-of DATE"):
        assert word in " ".join(helps["influencers"].split())


def test_two_folders_orders_and_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    lines = [
        f"{a},{b},2026-0{month}-{day:02} 09:00:00"
        for month in range(1, 6)
        for day in range(1, 28, 3)
        for a, b in (("ann", "bob"), ("bob", "ann"), ("ann", "cat"), ("cat", "dan"))
    ]
    answers = []
    for seed, order in (("", lines), ("1234", lines[::-1])):
        folder = tmp_path / f"seed{seed}"
        folder.mkdir()
        (folder / "log.csv").write_text("\n".join(["sender,recipient,date", *order]))
        seeded = partial(run, cwd=folder, command=tieline(seed))
        seeded("load", "log.csv", "--quiet")
        asked = (("influencers",), ("weakening",), ("communities",), ("explain", "ann", "bob"))
        answers.append([seeded(*words, "--json").stdout for words in asked])

    assert answers[0] == answers[1]
    assert '"run":"r_' in answers[0][0]
