"""Files that hold arrays: npz archives and HDF5, whose declared sizes are believed only after a check."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core import intake
from sim.core.intake import Fault, UnfitFileError
from sim.core.wording import escaped

#: zlib cannot do better than 1032 to 1, so a file that claims more is forged.
MOST_COMPRESSED = 1100
#: Far more variables and groups than any file of ours has.
MOST_MEMBERS = 10_000
#: An array of no more than this is no danger, whatever the file's size (a small file has overhead).
HARMLESS = 2**20
_FILTERS = frozenset({"gzip", "lzf", "shuffle", "fletcher32"})


def from_npz(content: bytes, path: Path | str) -> dict[str, NDArray[Any]]:
    """The arrays of an npz archive, none of them of Python objects.

    Raises
    ------
    UnfitFileError
        If it is damaged, or claims more data than the file can hold.
    """
    try:
        _check_archive(content, path)
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except UnfitFileError:
        raise
    except Exception as error:  # a damaged archive raises anything, even NotImplementedError
        raise UnfitFileError(path, Fault.CONTENT, "is damaged") from error


def _check_archive(content: bytes, path: Path | str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        whole = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or whole > MOST_COMPRESSED * len(content) + HARMLESS:
            raise UnfitFileError(path, Fault.CONTENT, "claims more data than the file can hold")
        for member in members:
            with archive.open(member) as array:
                major = np.lib.format.read_magic(array)[0]
                header = {
                    1: np.lib.format.read_array_header_1_0,
                    2: np.lib.format.read_array_header_2_0,
                }[major]
                shape, _, kind = header(array)
                if array.tell() + prod(shape) * kind.itemsize != member.file_size:
                    raise UnfitFileError(path, Fault.CONTENT, "has an array of a forged shape")


@contextmanager
def hdf5(path: Path) -> Iterator[Any]:
    """An HDF5 file opened with h5py, that stays within itself and holds what it claims.

    Raises
    ------
    UnfitFileError
        If it is no HDF5, reaches outside itself, or claims more data than the file can hold.
    """
    import h5py  # noqa: PLC0415 - slow to import

    with intake.opened(path) as plain:
        size = intake.size_of(plain)
    try:
        file = h5py.File(path, "r")
    except (OSError, RuntimeError, ValueError) as error:
        raise UnfitFileError(path, Fault.CONTENT, "is damaged or no HDF5 file") from error
    with file:
        try:
            _check_members(path, file, size)
        except (OSError, RuntimeError, KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, UnfitFileError):
                raise
            raise UnfitFileError(path, Fault.CONTENT, "is damaged") from error
        yield file


def _check_members(path: Path, file: Any, size: int) -> None:  # noqa: ANN401 - an h5py file
    import h5py  # noqa: PLC0415 - slow to import

    seen, waiting = 0, [file]
    while waiting:
        group = waiting.pop()
        for name in group:
            seen += 1
            link = group.get(name, getlink=True)
            found = group[name] if isinstance(link, h5py.HardLink) else None
            # A group that holds itself would be walked for ever.
            if seen > MOST_MEMBERS:
                raise UnfitFileError(path, Fault.CONTENT, f"has more than {MOST_MEMBERS} members")
            if isinstance(found, h5py.Group):
                waiting.append(found)
            elif isinstance(found, h5py.Dataset):
                _check_dataset(path, found, size)
            else:
                why = f"{escaped(name)} leads out of the file or is no array"
                raise UnfitFileError(path, Fault.CONTENT, why)


def _check_dataset(path: Path, found: Any, size: int) -> None:  # noqa: ANN401 - an h5py dataset
    name = escaped(found.name.removeprefix("/"))
    if found.external or found.is_virtual:
        raise UnfitFileError(path, Fault.CONTENT, f"{name} is kept outside the file")
    if set(found._filters) - _FILTERS:  # noqa: SLF001 - h5py tells of the others nowhere else
        raise UnfitFileError(path, Fault.CONTENT, f"{name} is packed in a way that we never use")
    chunk = prod(found.chunks or (0,)) * found.dtype.itemsize
    if max(found.nbytes, chunk) > MOST_COMPRESSED * size:
        why = f"{name} claims more data than the file can hold"
        raise UnfitFileError(path, Fault.CONTENT, why)
