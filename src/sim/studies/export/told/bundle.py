"""A bundle for a paper: one zip with inputs, record, versions, description, figures and tables.

The same folder and program give the same bytes: names are sorted, and no time of making is in it.
"""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SUMS = "SHA256SUMS"
READ_ME = "README.md"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
UNIX, READABLE = 3, 0o100644 << 16


def zipped(root: str, files: Mapping[str, bytes]) -> bytes:
    """Files below the folder `root`, with a list of their hashes, as a zip."""
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in sorted((dict(files) | {SUMS: sums.encode()}).items()):
            entry = ZipInfo(f"{root}/{name}", NO_TIME)
            entry.create_system, entry.external_attr = UNIX, READABLE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def read_me(facts: Mapping[str, str], missing: list[str], *, has_data: bool) -> str:
    """What is in the bundle, and how the results are made again."""
    said = {"title", "what it is", "causes"}
    about = "".join(f"- {name}: {value}\n" for name, value in facts.items() if name not in said)
    absent = (
        f"Of the files it was read from these are not at hand: {', '.join(missing)}. The resolved"
        " scenario has every value, so nothing of them is needed."
        if missing
        else "The files it was read from lie beside it; it needs none of them."
    )
    data = "- `data/`: the results themselves (netCDF, CF conventions).\n" if has_data else ""
    return f"""# {facts["title"]}

{facts["what it is"]} {facts["causes"]}

{about}
## What is here

- `scenario/scenario.resolved.yaml`: every value and where it comes from. {absent}
- `scenario/parent.resolved.yaml`, where there is one: the scenario that it starts from, on the same days and draws.
- `manifest.json`: how the results came about, with the hash of every file of the result folder.
- `environment/versions.txt`: the packages that this bundle was made with; `requirements.lock`: those that the
  program is tested with.
- `docs/ODD.md`, `CITATION.cff`, `LICENSE`: the model described, how to cite it, its licence.
- `tables/`: headline numbers and small tables as CSV; `tables/README.txt` says what is in each.
- `figures/`: as SVG and PNG.
{data}- `{SUMS}`: the hash of every file here; `sha256sum -c {SUMS}` checks them.

## Make it again

With `alliance-sim` of the version above:

```
sim run scenario/scenario.resolved.yaml --out results
sim verify results/*
```

Seed and number of runs are in the file. The same version of the program and of the packages named above gives
the same bits, whatever the number of workers: the hash of the results is then the one in `manifest.json` here.
"""
