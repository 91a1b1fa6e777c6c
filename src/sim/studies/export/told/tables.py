"""Tables as CSV files, with a page of text that says what is in them."""

from collections.abc import Mapping, Sequence

from sim.studies.export.answer.sheet import Sheet

READ_ME = "README.txt"


def csv_files(tables: Sequence[Sheet], facts: Mapping[str, str]) -> dict[str, bytes]:
    """A file for each table and one about all of them."""
    files = {f"{each.name}.csv": each.csv().encode() for each in tables}
    return files | {READ_ME: _read_me(tables, facts).encode()}


def _read_me(tables: Sequence[Sheet], facts: Mapping[str, str]) -> str:
    about = "".join(f"{name}: {value}\n" for name, value in facts.items())
    listed = "".join(
        f"\n{each.name}.csv  {each.question}\n  {len(each.rows):,} rows. {each.note}\n"
        for each in tables
    )
    return f"{about}{listed}"
