"""The version of the page parser: which pages are worth reading again after an upgrade."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parent
_LIBRARIES = (
    *("charset-normalizer", "courlan", "dateparser", "htmldate", "lxml", "readability-lxml", "resiliparse"),
    *("trafilatura", "w3lib"),
)


@cache
def parser_version() -> str:
    """Return the version of this package's code and of the libraries that it reads pages with, as one short string.

    Form: `VERSION+HASH`, the version of the distribution and twelve hex digits of sha256: any change of a rule is
    another parser, also between releases.
    """
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return f"{version('tallywire')}+{digest.hexdigest()[:12]}"
