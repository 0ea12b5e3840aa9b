"""Read `tallywire.toml`: every key known, every mistake named with what to do."""

import difflib
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from tallywire.paths import Paths

FILE_NAME = "tallywire.toml"


class ConfigError(Exception):
    """The configuration cannot be used; the message names the file, the key and what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlConfig:
    """Section `[crawl]`.

    Attributes:
        contact: mail or web address that the user agent names, so that an outlet can reach whoever crawls.
        pages_per_source: most articles that one run fetches of a source.
        seconds_per_run: most seconds that a crawl takes before it stops asking for more.
        allow_private: hosts that may be fetched although they lie on a private or loopback address.
        verify_tls: whether certificates are checked.
        recheck_hours: ages in hours at which an article is fetched again to catch an edit; an empty list never does.
        chromium: program that opens pages of sources with `browser: true`; empty looks for one.

    """

    contact: str = ""
    pages_per_source: int = 200
    seconds_per_run: int = 3600
    allow_private: tuple[str, ...] = ()
    verify_tls: bool = True
    recheck_hours: tuple[float, ...] = (1.0, 6.0, 24.0, 72.0, 168.0)
    chromium: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseConfig:
    """Section `[parse]`: worker processes, and the seconds that one page may take."""

    workers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    deadline: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractConfig:
    """Section `[extract]`.

    Attributes:
        workers: worker processes, each with its own copy of the model.
        deadline: most seconds that one article may take.
        model: name or path of an installed spaCy pipeline whose entities replace those of the shipped model.
        gazetteer: path of a gazetteer file; empty means the one in the user's cache.

    """

    workers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    deadline: float = 120.0
    model: str = ""
    gazetteer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConfig:
    """Section `[review]`: where the review pages are served."""

    host: str = "127.0.0.1"
    port: int = 8001
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that `tallywire.toml` can say."""

    paths: Paths
    crawl: CrawlConfig = field(default_factory=CrawlConfig)
    parse: ParseConfig = field(default_factory=ParseConfig)
    extract: ExtractConfig = field(default_factory=ExtractConfig)
    review: ReviewConfig = field(default_factory=ReviewConfig)


_SECTIONS: dict[str, type[Any]] = {
    "crawl": CrawlConfig,
    "parse": ParseConfig,
    "extract": ExtractConfig,
    "review": ReviewConfig,
}
_PATH_KEYS = {"output": "output", "sources": "sources.yaml"}


def read_config(path: Path | None, *, output: Path | None = None) -> Config:
    """Read a configuration file; without one, `tallywire.toml` of the working folder, or the defaults.

    Relative paths in the file count from the file's folder. `output` overrides the file. Raises ConfigError for a file
    that is missing, no TOML, or has a key that does not exist or has the wrong type.
    """
    chosen = path or (Path(FILE_NAME) if Path(FILE_NAME).exists() else None)
    table: dict[str, Any] = {}
    base = Path()
    if chosen is not None:
        base = chosen.parent
        try:
            table = tomllib.loads(chosen.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ConfigError(f"{chosen} does not exist; `tallywire init` makes one") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ConfigError(f"{chosen}: {error}") from error
    _refuse_unknown(chosen, "section", table, {"paths", *_SECTIONS})
    paths = table.get("paths", {})
    _refuse_unknown(chosen, "key in [paths]", paths, set(_PATH_KEYS))
    located = {key: base / str(paths.get(key, default)) for key, default in _PATH_KEYS.items()}
    if output is not None:
        located["output"] = output
    sections = {name: _section(chosen, name, kind, table.get(name, {})) for name, kind in _SECTIONS.items()}
    return Config(paths=Paths(**located), **sections)


def _section(path: Path | None, name: str, kind: type[Any], values: dict[str, Any]) -> Any:
    _refuse_unknown(path, f"key in [{name}]", values, {each.name for each in fields(kind)})
    hints = get_type_hints(kind)
    checked = {key: _value(path, f"[{name}] {key}", value, hints[key]) for key, value in values.items()}
    return kind(**checked)


def _value(path: Path | None, key: str, value: Any, expected: Any) -> Any:
    if expected == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(f'{path}: {key} must be a list of strings, for example ["news.example"]')
    if expected == tuple[float, ...]:
        if isinstance(value, list) and all(type(item) in {int, float} and item > 0 for item in value):
            return tuple(float(item) for item in value)
        raise ConfigError(f"{path}: {key} must be a list of numbers above 0, for example [1, 24]")
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not expected:
        raise ConfigError(f"{path}: {key} must be a {expected.__name__}, not {value!r}")
    if expected in (int, float) and value <= 0:
        raise ConfigError(f"{path}: {key} must be above 0, not {value}")
    return value


def _refuse_unknown(path: Path | None, what: str, table: dict[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean `{close[0]}`?" if close else f"; known are {', '.join(sorted(known))}"
            raise ConfigError(f"{path}: there is no {what} `{key}`{hint}")
