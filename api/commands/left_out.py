"""Left out: the files of a load that no source reads, told by what they are."""

from collections.abc import Iterator, Mapping, Sequence

__all__ = ["left_out_lines"]

_NAMES = 3  # of each sort


def left_out_lines(out: Sequence[Mapping[str, str]], *, every: bool = False) -> Iterator[str]:
    """Give a line for each sort of file left out, or for *every* file with its reason.

    >>> for line in left_out_lines([{"path": "a.md", "sort": "documentation", "reason": "..."}]):
    ...     print(line)
    not recognised and left out: 1 file; --left-out names all with the reason
      1 documentation: a.md
    """
    from ingest.files.left_out import SORTS

    if not out:
        return
    files = f"{len(out):,} file{'s' if len(out) > 1 else ''}"
    if every:
        yield f"not recognised and left out: {files}"
        for one in out:
            yield f"  {one['path']}: {one['reason']}"
        return
    yield f"not recognised and left out: {files}; --left-out names all with the reason"
    for sort, meaning in SORTS.items():
        names = [one["path"] for one in out if one["sort"] == sort]
        more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
        if names:
            yield f"  {len(names):,} {meaning}: {', '.join(names[:_NAMES])}{more}"
