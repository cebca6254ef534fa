"""A child process begins where another has read the code, and from the start where none has."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ASKED = """
from api.processes.child import in_child, stand_by
from tests.api.test_child import read_by_now
if __name__ == "__main__":
    stand_by()
    print(in_child(read_by_now, is_at_hand={is_at_hand}))
"""


def read_by_now(*, report: Callable[[str, float], None]) -> list[str]:
    """What a child of a server needs and has read before it is told what to do."""
    report("looking", 0.0)
    return [one for one in ("api.cli", "api.runs.work") if one in sys.modules]


@pytest.mark.parametrize(
    ("is_at_hand", "expected"), [(True, "['api.cli', 'api.runs.work']"), (False, "[]")]
)
def test_a_child_of_the_process_at_hand_need_not_read_the_code(
    is_at_hand: bool, expected: str, tmp_path: Path
) -> None:
    script = tmp_path / "asked.py"
    script.write_text(ASKED.format(is_at_hand=is_at_hand))

    said = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip

    assert (said.returncode, said.stdout.strip(), said.stderr) == (0, expected, "")
