"""What memory the computer has left; each system tells in its own way."""

import ctypes
import os
import sys
from pathlib import Path

MEMINFO = Path("/proc/meminfo")


class _MemoryStatus(ctypes.Structure):
    """``MEMORYSTATUSEX`` of Windows."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        *((name, ctypes.c_uint64) for name in ("all", "free", "s1", "s2", "s3", "s4", "s5")),
    )


def free_memory() -> int:
    """Bytes of memory that nothing needs now; all there is where the system does not tell."""
    if sys.platform == "win32":
        status = _MemoryStatus(ctypes.sizeof(_MemoryStatus))
        _kernel32().GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.free)
    try:
        lines = MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))


def _kernel32() -> ctypes.CDLL:
    library: ctypes.CDLL = ctypes.windll.kernel32  # type: ignore[attr-defined] # Windows only
    return library
