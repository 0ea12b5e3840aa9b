"""Run a command and measure it: wall time, processor time of all its processes, and the peak memory of each. Linux only."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOOK_EVERY: Final = 0.05  # seconds between two looks at the processes; the peak itself is kept by the kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a command took.

    Attributes:
        exit_code: of the command.
        seconds: wall time.
        cpu_seconds: user and system time of the command and every process that it waited for.
        peaks: megabytes (10^6 bytes) of the greatest resident set of each process, the command's own first.
        output: stdout and stderr.

    """

    exit_code: int
    seconds: float
    cpu_seconds: float
    peaks: tuple[float, ...]
    output: str


def measure_command(command: Sequence[str], *, cwd: Path) -> Usage:
    """Run a command to its end and return what it took."""
    started = time.perf_counter()
    peaks: dict[int, float] = {}
    with (cwd / "benchmark.log").open("w+", encoding="utf-8") as log:
        before = os.times()
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=subprocess.STDOUT)
        while process.poll() is None:
            for pid in _family(process.pid):
                peaks[pid] = max(_peak(pid), peaks.get(pid, 0.0))
            time.sleep(_LOOK_EVERY)
        after = os.times()
        log.seek(0)
        output = log.read()
    return Usage(
        exit_code=process.returncode,
        seconds=time.perf_counter() - started,
        cpu_seconds=(after.children_user + after.children_system) - (before.children_user + before.children_system),
        peaks=tuple(round(peak, 1) for peak in peaks.values()),
        output=output,
    )


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants that are alive."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return
    for child in children:
        yield from _family(int(child))


def _peak(pid: int) -> float:
    """Return the peak resident set of a process since its last exec, in megabytes; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) * 1024 / 1e6 if lines else 0.0
