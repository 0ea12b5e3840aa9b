"""Where a project's files lie."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The files of one project: everything a run makes lies in the output folder."""

    output: Path
    sources: Path

    @property
    def news_db(self) -> Path:
        """Return the database that the pipeline writes and researchers query."""
        return self.output / "news.db"

    @property
    def reviews_db(self) -> Path:
        """Return the database of people's verdicts, which only the review server writes."""
        return self.output / "reviews.db"

    @property
    def archive(self) -> Path:
        """Return the folder of WARC files."""
        return self.output / "archive"

    @property
    def lock(self) -> Path:
        """Return the file whose lock keeps two runs apart."""
        return self.output / "news.db.lock"
