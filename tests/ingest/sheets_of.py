"""Workbooks as Excel writes them, as far as tieline reads them: cells, days, sheets in order."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | bool | date | datetime | timedelta | None
Rows = Sequence[Sequence[Cell]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST = datetime(1899, 12, 30)  # noqa: DTZ001  # days of Excel are counted from it
_STYLES = {datetime: 1, date: 2, timedelta: 3}
_FORMATS = ("general", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "[h]:mm:ss")


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook with these sheets."""
    names = list(sheets)
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations(["officeDocument"], ["xl/workbook.xml"]),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{k}" r:id="r{k}"/>'
            for k, name in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            ["worksheet"] * len(names) + ["styles"],
            [*(f"worksheets/sheet{k}.xml" for k in range(1, len(names) + 1)), "styles.xml"],
        ),
        "xl/styles.xml": f"<styleSheet {_MAIN}><numFmts>"
        + "".join(
            f'<numFmt numFmtId="{164 + k}" formatCode="{one}"/>' for k, one in enumerate(_FORMATS)
        )
        + "</numFmts><cellXfs>"
        + "".join(f'<xf numFmtId="{164 + k if k else 0}"/>' for k in range(len(_FORMATS)))
        + "</cellXfs></styleSheet>",
    }
    for k, rows in enumerate(sheets.values(), 1):
        lines = "".join(_row(number, row) for number, row in enumerate(rows, 1))
        entries[f"xl/worksheets/sheet{k}.xml"] = (
            f"<worksheet {_MAIN}><sheetData>{lines}</sheetData></worksheet>"
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def _relations(kinds: Sequence[str], targets: Sequence[str]) -> str:
    several = zip(kinds, targets, strict=True)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">' + "".join(
        f'<Relationship Id="r{k}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for k, (kind, target) in enumerate(several, 1)
    ) + "</Relationships>"  # fmt: skip


def _row(number: int, row: Sequence[Cell]) -> str:
    cells = (_cell(f"{chr(65 + k)}{number}", value) for k, value in enumerate(row))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(at: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float | int):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    style = _STYLES[type(value)]
    return f'<c r="{at}" s="{style}"><v>{_days(value)!r}</v></c>'


def _days(value: date | datetime | timedelta) -> float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a cell has no zone
    return (value - _FIRST) / timedelta(days=1)
