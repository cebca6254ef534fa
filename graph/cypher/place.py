"""Where in a statement something is: the line, the column, and the line with a mark below it."""

__all__ = ["line_and_column", "marked", "pointed"]

_WIDTH = 100  # characters of a long line that are shown around the place


def line_and_column(text: str, at: int) -> tuple[int, int]:
    r"""Give the line and the column of a place, both counted from 1.

    >>> line_and_column("MATCH (n)\nRETURN x", 17)
    (2, 8)
    """
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def pointed(text: str, at: int) -> str:
    """Show a place of a statement: its line and column, the line, and a mark below."""
    return marked(text, *line_and_column(text, at))


def marked(text: str, line: int, column: int) -> str:
    r"""Show the line of a statement with a mark below one of its columns.

    >>> print(marked("MATCH (n)\nRETURN x", 2, 8))
    line 2, column 8
      RETURN x
             ^
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = min(max(line, 1), len(lines))
    shown = lines[line - 1]
    column = min(max(column, 1), len(shown) + 1)
    start = max(0, min(column - 1 - _WIDTH // 2, len(shown) - _WIDTH))
    part = shown[start : start + _WIDTH].replace("\t", " ")
    return f"line {line}, column {column}\n  {part}\n  {' ' * (column - 1 - start)}^"
