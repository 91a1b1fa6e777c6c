"""Small tables that people save with whatever program they have: one way to read them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.core.errors import BadValueError
from sim.core.intake import csv_rows
from sim.core.wording import shown

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def separator_fault(header: Sequence[str]) -> str:
    """One sentence where a table has its cells apart by something else than commas, or nothing."""
    for separator, name in _SEPARATORS.items():
        if len(header) == 1 and separator in header[0]:
            return f"cells are apart by {name}; save the table with commas between cells and decimal points"
    return ""


def records(
    content: bytes, path: Path | str, columns: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows below a header as mappings, those without any text left out.

    Raises
    ------
    BadValueError
        With file and line, if a column is missing, or a row has more or fewer cells than the header.
    UnfitFileError
        If it is no text or no table.
    """
    found = csv_rows(content, path)
    _, header = next(found, (1, []))
    header = [cell.strip() for cell in header]
    missing = [name for name in columns if name not in header]
    if fault := separator_fault(header) or (
        f"the column '{missing[0]}' is missing" if missing else ""
    ):
        raise BadValueError(f"{path}:1: {fault}")
    for line, cells in found:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(header):
            told = f"has {len(cells)} cells, the header has {len(header)}"
            hint = "; is there a decimal comma?" if len(cells) > len(header) else ""
            raise BadValueError(f"{path}:{line}: {told}{hint}")
        yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def number_fault(text: str) -> str:
    """What is wrong with a cell that should be a number: ``must be a number, is '0,4'`` and how to write it."""
    whole, comma, rest = text.strip().partition(",")
    decimal = comma and whole.lstrip("-").isdigit() and rest.isdigit()
    hint = f"; write {whole}.{rest} with a decimal point" if decimal else ""
    return f"must be a number, is {shown(text)}{hint}"
