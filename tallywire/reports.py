"""What a stage did, as counts that a person, a log line and the `runs` table share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class StageReport:
    """Counts of one stage of one run.

    Attributes:
        stage: `crawl`, `add`, `parse`, `extract` or `collate`.
        done: what went through, by name (`new`, `unchanged`, `claims`, ...).
        failed: what did not, by kind of failure.
        seconds: wall time.

    """

    stage: str
    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def is_partial(self) -> bool:
        """Tell whether something failed while the stage went on."""
        return bool(self.failed)

    def counts(self) -> Mapping[str, Any]:
        """Return the form that is stored in `runs.counts`."""
        return {"done": dict(self.done), "failed": dict(self.failed), "seconds": round(self.seconds, 2)}

    def sentence(self) -> str:
        """Return one line for a terminal or a log."""
        done = ", ".join(f"{number:,} {name}" for name, number in self.done.items() if number) or "nothing to do"
        failed = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self.failed.items()))
        return f"{self.stage}: {done}" + (f"; failed: {failed}" if failed else "") + f" ({self.seconds:.1f} s)"
