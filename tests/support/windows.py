"""A process in which `sim` finds what Windows has: `install` is called when Python starts, in workers too.

Python's own library goes on as the system needs it. Modules of `sim` get an `os`, `signal`
and `sys` without what only POSIX has, imports of POSIX modules fail, and the file system
refuses what Windows refuses: to replace, move or delete a file that some process of ours holds open.
"""

import builtins
import ctypes
import errno
import importlib.util
import os
import pathlib
import shutil
import signal
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

#: What Windows does not have, by module; POSIX modules have nothing at all.
ABSENT = {
    "os": (
        *(
            "O_NOFOLLOW",
            "O_NONBLOCK",
            "O_CLOEXEC",
            "O_DIRECTORY",
            "fork",
            "forkpty",
            "getuid",
            "geteuid",
        ),
        *(
            "getgid",
            "getegid",
            "getpgid",
            "getpgrp",
            "setsid",
            "killpg",
            "mkfifo",
            "mknod",
            "sysconf",
        ),
        *(
            "statvfs",
            "getloadavg",
            "sched_getaffinity",
            "sched_setaffinity",
            "uname",
            "chown",
            "lchown",
        ),
        *(
            "fchmod",
            "fchown",
            "wait",
            "wait3",
            "wait4",
            "waitid",
            "nice",
            "openpty",
            "pipe2",
            "posix_spawn",
        ),
        *(
            "register_at_fork",
            "setuid",
            "setgid",
            "umask_",
            "WIFEXITED",
            "WEXITSTATUS",
            "ttyname",
            "chroot",
        ),
    ),
    "signal": (
        *(
            "SIGKILL",
            "SIGALRM",
            "SIGHUP",
            "SIGUSR1",
            "SIGUSR2",
            "SIGCHLD",
            "SIGPIPE",
            "SIGQUIT",
            "SIGXCPU",
        ),
        *(
            "setitimer",
            "getitimer",
            "ITIMER_REAL",
            "alarm",
            "pause",
            "pthread_sigmask",
            "pthread_kill",
        ),
        *("sigwait", "sigpending", "SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK", "siginterrupt"),
    ),
}
POSIX_MODULES = frozenset(
    (
        "fcntl",
        "resource",
        "pwd",
        "grp",
        "termios",
        "tty",
        "pty",
        "syslog",
        "crypt",
        "posix",
        "readline",
    )
)
#: Who sees Windows. Libraries do not: theirs have files of their own for it (filelock's needs `msvcrt`).
SEEING = ("sim",)
BINARY = 0x8000
GIB = 2**30


def install() -> None:
    """Let this process be Windows for the modules of `sim`."""
    builtins.__import__ = _importing(builtins.__import__)
    find = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *rest: (
        None if name in POSIX_MODULES else find(name, *rest)
    )
    os.fsync = _fsync(os.fsync)
    os.replace, os.rename = (_in_use(os.replace, 2), _in_use(os.rename, 2))
    os.unlink = os.remove = _in_use(os.unlink, 1)
    pathlib.Path.replace = _in_use(pathlib.Path.replace, 2)
    pathlib.Path.rename = _in_use(pathlib.Path.rename, 2)
    pathlib.Path.unlink = _in_use(pathlib.Path.unlink, 1)
    shutil.rmtree = _in_use(shutil.rmtree, 1)
    ctypes.windll = SimpleNamespace(kernel32=_Kernel())


def _importing(real: Any) -> Any:
    def imported(name: str, globals: Any = None, *rest: Any, **more: Any) -> Any:  # noqa: A002
        asking = str((globals or {}).get("__name__", "")).partition(".")[0]
        if asking not in SEEING:
            return real(name, globals, *rest, **more)
        if name.partition(".")[0] in POSIX_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        module = real(name, globals, *rest, **more)
        return _seen(module) if name in {"os", "signal", "sys"} else module

    return imported


_SEEN: dict[str, ModuleType] = {}


def _seen(module: ModuleType) -> ModuleType:
    """The module as it is on Windows; `sys` is the real one but for its platform."""
    name = module.__name__
    if name not in _SEEN:
        _SEEN[name] = _Windows(module)
    return _SEEN[name]


class _Windows(ModuleType):
    """Passes on what the real module has, and nothing that Windows lacks."""

    def __init__(self, real: ModuleType) -> None:
        super().__init__(real.__name__)
        self.__dict__["_real"] = real

    def __getattr__(self, name: str) -> Any:
        real = self.__dict__["_real"]
        if name in ABSENT.get(real.__name__, ()):
            raise AttributeError(f"module {real.__name__!r} has no attribute {name!r}")
        own = _OWN.get((real.__name__, name))
        return own if own is not None else getattr(real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_real"], name, value)


def _kill(pid: int, number: int) -> None:
    """On Windows signal 0 is Ctrl-C for the whole group, and any other but Ctrl-Break ends the process."""
    if number == 0:
        raise AssertionError(f"os.kill({pid}, 0) does not ask on Windows, it interrupts")
    os.kill(pid, signal.SIGKILL)


def _open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))
    if not flags & BINARY:
        _TEXT.append(str(path))
    return os.open(path, flags & ~BINARY, mode)


#: Files that were opened for reading as text, as the C library of Windows does unless it is told otherwise.
_TEXT: list[str] = []
_OWN: dict[tuple[str, str], Any] = {
    ("os", "name"): "nt",
    ("os", "O_BINARY"): BINARY,
    ("os", "open"): _open,
    ("os", "kill"): _kill,
    ("os", "supports_dir_fd"): frozenset((None,)),
    ("sys", "platform"): "win32",
}


def _fsync(real: Any) -> Any:
    def flush(descriptor: int) -> None:
        with open(f"/proc/self/fdinfo/{descriptor}") as told:
            flags = int(told.read().partition("flags:")[2].split()[0], 8)
        if flags & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(descriptor)

    return flush


def _in_use(real: Any, paths: int) -> Any:
    def refused(*args: Any, **more: Any) -> Any:
        for path in args[:paths]:
            if isinstance(path, str | pathlib.Path) and (holder := _held(os.path.realpath(path))):
                raise PermissionError(errno.EACCES, f"is in use ({holder})", str(path))
        return real(*args, **more)

    return refused


def _held(path: str) -> str:
    """Which process of ours has the file, or a file below the folder, open."""
    group = os.getpgid(0)
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            if os.getpgid(int(name)) != group:
                continue
            for number in os.listdir(f"/proc/{name}/fd"):
                target = os.readlink(f"/proc/{name}/fd/{number}")
                if target == path or target.startswith(f"{path}/"):
                    return f"process {name}, {target}"
        except OSError:
            continue
    return ""


class _Kernel:
    """The call that tells of memory, as the documents of Windows describe its structure."""

    def GlobalMemoryStatusEx(self, status: Any) -> int:
        told = status._obj
        assert told.size == ctypes.sizeof(told) == 64
        told.all, told.free = 16 * GIB, 8 * GIB
        return 1


def at_end() -> None:
    """Complain of files that were opened as text."""
    if _TEXT:
        sys.stderr.write(f"opened as text: {sorted(set(_TEXT))}\n")
