"""What reproduces a result, and what proves that it is still the one that was computed."""

import hashlib
import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from sim.core.intake import UnfitFileError, from_json
from sim.ensemble import store
from sim.ensemble.contract import Job
from sim.ensemble.errors import MismatchError, OtherScenarioError, StorageError
from sim.ensemble.forms import Form, form_found
from sim.ensemble.plan import MOST_REPLICATES, Plan, Share

NAME = "manifest.json"
#: Records of the parts of a job array, until they are merged.
PARTS = "manifest.*-of-*.json"
#: Packages whose version can change a number.
PACKAGES = ("numpy", "numba", "mesa")
#: Parts of `sim` that only ask for or show numbers; a change there leaves results valid.
PRESENTATION = frozenset(
    {"api", "cli", "studies", "methods", "report", "dashboard", "shipped_scenarios"}
)
CODE_AND_DATA = frozenset({".py", ".csv", ".yaml", ".toml", ".json"})
_PLAIN_PATH = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
_STRICT = ConfigDict(extra="forbid", strict=True)


class Failure(BaseModel):
    """A replicate that could not be computed, with what is needed to try it alone."""

    model_config = _STRICT

    replicate: int = Field(ge=0, lt=MOST_REPLICATES)
    seed: int
    digest: str
    attempts: int
    error: str


class Manifest(BaseModel):
    """The record of an ensemble. Timings and machine are told, but no result hash covers them."""

    model_config = _STRICT

    format: int = store.FORMAT
    status: Literal["running", "complete", "partial"] = "running"
    name: str
    version: str
    digest: str
    seed: int
    simulator: str
    n_asked: int = Field(ge=0, le=MOST_REPLICATES)
    form: Form = "netcdf"
    n_done: int = Field(0, ge=0, le=MOST_REPLICATES)
    failed: list[Failure] = []
    shards: dict[str, str] = {}
    files: dict[str, str] = {}
    command: str = ""
    reasons: dict[str, str] = {}
    git: str | None = None
    software: dict[str, str] = {}
    machine: dict[str, str] = {}
    timings: dict[str, float] = {}

    @field_validator("files", "shards")
    @classmethod
    def _inside(cls, named: dict[str, str]) -> dict[str, str]:
        """Refuse names that lead out of the folder: bundles come from anyone, repair removes."""
        for name in named:
            if not _PLAIN_PATH.fullmatch(name):
                message = f"{name!r} is not the name of a result file"
                raise ValueError(message)
        return named

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        """Refuse counts that cannot be: more runs done than asked for, one failed twice."""
        failed = {failure.replicate for failure in self.failed}
        whole = self.status == "running" or self.n_done == self.n_asked - len(failed)
        if len(failed) != len(self.failed) or self.n_done > self.n_asked or not whole:
            message = f"{self.n_done} of {self.n_asked} runs do not add up"
            raise ValueError(message)
        if any(replicate >= self.n_asked for replicate in failed):
            message = "a run failed that was not asked for"
            raise ValueError(message)
        return self

    @property
    def replicates(self) -> list[int]:
        """The replicates that were asked for and did not fail, in order: the rows of the results."""
        failed = {failure.replicate for failure in self.failed}
        return [replicate for replicate in range(self.n_asked) if replicate not in failed]

    @classmethod
    def of(cls, plan: Plan, command: str) -> Self:
        """Begin the record of `plan`."""
        return cls(
            name=plan.name,
            version=plan.version,
            digest=plan.job.digest,
            seed=plan.job.seed,
            simulator=plan.job.simulator,
            n_asked=plan.n_replicates,
            form=plan.form,
            command=without_home(command),
            reasons=dict(plan.reasons),
            git=git_revision(),
            software=software(),
            machine=machine(),
        )

    def save(self, folder: Path, share: Share | None = None) -> None:
        """Write the record in one step, with a checksum over itself."""
        content = self.model_dump()
        content["checksum"] = _checksum(content)
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        store.write_file(folder / file_name(share), text.encode(), "manifest")

    def check_same(self, plan: Plan, folder: Path) -> None:
        """Refuse to mix `plan` with what the folder holds.

        Raises
        ------
        OtherScenarioError, MismatchError
            If the folder belongs to another plan; if it was made by other code or packages.
        """
        if (self.digest, self.seed, self.n_asked) != (
            plan.job.digest,
            plan.job.seed,
            plan.n_replicates,
        ):
            message = (
                f"{folder} holds another scenario (hash {self.digest[:4]}.., seed {self.seed},"
                f" {self.n_asked} replicates; this one {plan.job.digest[:4]}.., {plan.job.seed},"
                f" {plan.n_replicates}); choose another name"
            )
            raise OtherScenarioError(message)
        if self.form != plan.form:
            message = f"{folder} keeps results as {self.form}, not {plan.form}; choose another name"
            raise OtherScenarioError(message)
        theirs = {"sim": self.version} | self.software
        for package, ours in ({"sim": plan.version} | software()).items():
            if theirs.get(package) != ours:
                message = (
                    f"{folder} was made with {package} {theirs.get(package)}, this is {ours};"
                    " results must not be mixed"
                )
                raise MismatchError(message)


def file_name(share: Share | None = None) -> str:
    """Each part of a job array keeps its own record until the parts are merged."""
    return NAME if share is None else f"manifest.{share.number}-of-{share.of}.json"


def load(folder: Path, name: str = NAME) -> Manifest:
    """Read and prove a manifest.

    Raises
    ------
    StorageError
        If there is none.
    MismatchError
        If it was damaged or edited, or written by a newer version.
    """
    try:
        content = from_json(store.read_own(folder, name), folder / name)
    except UnfitFileError as error:
        message = f"{folder}: {name} is damaged ({error.why})"
        raise MismatchError(message) from error
    except StorageError as error:
        if inside := sorted(folder.glob(f"*/{NAME}")):
            message = (
                f"{folder} holds no results itself; name a folder in it, such as {inside[0].parent}"
            )
            raise StorageError(message, error.reason) from None
        raise
    found = content.get("format") if isinstance(content, dict) else None
    if isinstance(found, int) and found > store.FORMAT:
        message = (
            f"{folder}: made by a newer version (format {found}, this reads up to {store.FORMAT})"
        )
        raise MismatchError(message)
    try:
        if content.pop("checksum") != _checksum(content):
            message = f"{folder}: {name} does not match its checksum"
            raise MismatchError(message)
        return Manifest.model_validate(content)
    except (KeyError, AttributeError, TypeError, ValidationError) as error:
        message = f"{folder}: {name} is damaged"
        raise MismatchError(message) from error


def parts(folder: Path) -> list[str]:
    """Names of the manifests that the parts of a job array have written."""
    return sorted(path.name for path in folder.glob(PARTS))


def form_in(folder: Path) -> Form:
    """The form of the results in a folder: as recorded by the run or by any part of a job array."""
    names = records(folder)
    return load(folder, names[0]).form if names else form_found(folder)


def records(folder: Path) -> list[str]:
    """Names of the manifests in a folder, that of the whole first."""
    whole = [NAME] if (folder / NAME).exists() else []
    return whole + parts(folder)


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def add_files(folder: Path, names: list[str]) -> None:
    """List further finished files of the result (tables, the resolved scenario) with their sha256."""
    manifest = load(folder)
    for name in names:
        manifest.files[name] = store.sha256_of(folder / name)
    manifest.files = dict(sorted(manifest.files.items()))
    manifest.save(folder)


def belongs(job: Job, manifest: Manifest) -> bool:
    """Whether `job` is the one these results come from."""
    return (job.digest, job.seed) == (manifest.digest, manifest.seed)


def without_home(text: str) -> str:
    """Make a text fit to be shared: no path of this computer, no user name."""
    for find, short in ((Path.cwd, "."), (Path.home, "~")):
        with suppress(OSError, RuntimeError):  # a folder that is gone, a user without a home
            path = find()
            if len(path.parts) > 1:
                # A whole path only: of /home/ana/runs-2 nothing is left out because we are in runs.
                text = re.sub(rf"(?<![\w./~-]){re.escape(str(path))}(?![\w.-])", short, text)
    return text


@cache
def code_version() -> str:
    """``0.1.0+3f9a1c07``: the release, and a hash of the code and data that can change a number."""
    return f"{_version('alliance-sim')}+{package_digest(Path(__file__).parents[1])}"


def package_digest(package: Path) -> str:
    """Eight digits that change with the code and data of a package, and not with how it is presented."""
    digest = hashlib.sha256()
    for part in sorted(_code_in(package)):
        digest.update(f"\n{part.as_posix()}\n".encode())
        digest.update(source_of(package / part))
    return digest.hexdigest()[:8]


def _code_in(package: Path) -> Iterator[Path]:
    """Files that count, seen from the package; folders in which none does are not looked into."""
    for place, folders, names in os.walk(package):
        here = Path(place).relative_to(package)
        unread = PRESENTATION if place == str(package) else frozenset()
        folders[:] = [name for name in folders if name not in unread | {"__pycache__"}]
        parts = (here / name for name in names)
        yield from (part for part in parts if is_code(part) and (package / part).is_file())


def is_code(part: Path) -> bool:
    """Whether a file, seen from its package, is code or data and nothing that editors or notebooks keep.

    Their copies are hidden (``.ipynb_checkpoints``), have other endings (``x.py~``), or are Python files
    that cannot be imported (``x-checkpoint.py``).
    """
    if part.suffix not in CODE_AND_DATA or any(name.startswith(".") for name in part.parts):
        return False
    return part.suffix != ".py" or part.stem.isidentifier()


def source_of(path: Path) -> bytes:
    """Code or data with the line ends that the repository has: a checkout may have those of its system."""
    return path.read_bytes().replace(b"\r\n", b"\n")


@cache
def software() -> dict[str, str]:
    """Versions that can change a number."""
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


@cache
def machine() -> dict[str, str]:
    """Kind of machine: mathematical functions may differ in the last bit between processors."""
    simd = np.show_config(mode="dicts").get("SIMD Extensions", {})
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "features": " ".join([*simd.get("baseline", []), *simd.get("found", [])]),
        "cores": str(os.cpu_count()),
    }


@cache
def git_revision() -> str | None:
    """Revision of the checkout this code runs from; ``-dirty`` when it has local changes."""
    root = Path(__file__).parents[3]
    if not (root / ".git").exists():
        return None
    command = [
        "git",
        "-C",
        str(root),
        "describe",
        "--always",
        "--dirty",
        "--abbrev=40",
        "--exclude=*",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
