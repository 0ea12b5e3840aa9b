"""The watch-list `sources.yaml`: read with the line of every mistake, extended without losing a comment."""

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from crawler.urls import is_web_url
from records import Source

TEMPLATE = """\
# The sources that tallywire watches: one entry each, read anew by every `tallywire crawl`.
# `tallywire sources add URL` appends an entry; docs/adding-a-source.md explains every key.
#
# - name: example-times           # the key: lower-case letters, digits, - and _; required
#   title: The Example Times      # as a reader knows it
#   home: https://example.org/    # front page; required
#   feeds:                        # RSS or Atom
#     - https://example.org/world/rss.xml
#   country: KE                   # ISO 3166-1 alpha-2, seat of the outlet
#   language: en                  # ISO 639-1; leave it out when the outlet publishes in several
#   tags: [displacement, region]
#   delay: 5                      # least seconds between two requests to one host
#   enabled: true                 # false keeps the entry and fetches nothing
#   note: a remark for people
"""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LARGEST = 5_000_000  # bytes
_DELAY_RANGE = (0.0, 3_600.0)  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake in a watch-list: line, counted from 1, and what to do."""

    line: int
    message: str


class SourcesError(ValueError):
    """A watch-list cannot be used; the text lists every mistake with its line.

    Attributes:
        path: the file.
        mistakes: all of them, in order of lines.

    """

    def __init__(self, path: Path, mistakes: list[Mistake]) -> None:
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        count = "a mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        lines = [f"  line {mistake.line}: {mistake.message}" for mistake in self.mistakes]
        super().__init__("\n".join([f"{path} has {count}:", *lines]))


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    """A value is not what its key needs; the text completes "KEY must be ..."."""


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources of a watch-list in order of the file, disabled ones too.

    The file is a YAML list of mappings with the keys of `Source`; `name` and `home` are required, `title` is the name
    when it is missing. Raises SourcesError with every mistake of the file, each with its line.
    """
    root = _compose(path)
    mistakes: list[Mistake] = []
    entries = root.value if isinstance(root, yaml.SequenceNode) else []
    if not isinstance(root, yaml.SequenceNode):
        mistakes.append(
            Mistake(line=_line(root), message="the file must be a list; begin each source with `- name: ...`")
        )
    sources = [source for entry in entries if (source := _read_entry(entry, mistakes)) is not None]
    mistakes.extend(_find_repetitions(entries))
    if mistakes:
        raise SourcesError(path, mistakes)
    return tuple(sources)


def append_source(path: Path, source: Source) -> None:
    """Append a source to a watch-list as text, so that every comment and blank line of the file stays.

    Creates the file from the template when it is missing. Raises SourcesError when the file has a mistake or already
    has a source of that name, ValueError when the source itself is not fit for a watch-list.
    """
    text = path.read_text("utf-8") if path.exists() else TEMPLATE
    if _has_entries(text):
        known = {other.name for other in read_sources(path)}
        if source.name in known:
            raise SourcesError(path, [Mistake(line=1, message=f"it already has a source named {source.name!r}")])
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(f"{text.rstrip()}\n\n{render_source(source)}", "utf-8")
    try:
        read_sources(temporary)
    except SourcesError as error:
        temporary.unlink()
        raise ValueError(f"{source.name!r} cannot be added: {error.mistakes[0].message}") from error
    os.replace(temporary, path)  # noqa: PTH105 - the atomic call by its name


def render_source(source: Source) -> str:
    """Return the source as one YAML list entry; values equal to the defaults are left out."""
    entry: dict[str, Any] = {"name": source.name, "title": source.title, "home": source.home}
    defaults = Source(name=source.name, title=source.title, home=source.home)
    for key in ("feeds", "country", "language", "tags", "delay", "enabled", "note"):
        if (value := getattr(source, key)) != getattr(defaults, key):
            entry[key] = list(value) if isinstance(value, tuple) else value
    return yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=1_000)


def _compose(path: Path) -> yaml.Node:
    try:
        body = path.read_bytes()
    except OSError as error:
        reason = (
            "does not exist; `tallywire init` makes one" if not path.exists() else f"cannot be read: {error.strerror}"
        )
        raise SourcesError(path, [Mistake(line=1, message=f"the file {reason}")]) from error
    if len(body) > _LARGEST:
        raise SourcesError(
            path, [Mistake(line=1, message=f"it has {len(body)} bytes; a watch-list has less than 5 MB")]
        )
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise SourcesError(
            path, [Mistake(line=line, message=f"byte {body[error.start]:#04x} is not UTF-8; save the file as UTF-8")]
        ) from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourcesError(path, [Mistake(line=line, message=f"{error.reason}; remove the character")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not YAML: {error.problem or error.context}; check indentation, colons and quotes"
        raise SourcesError(path, [Mistake(line=mark.line + 1 if mark else 1, message=message)]) from error
    if root is None:
        raise SourcesError(
            path, [Mistake(line=1, message="it has no sources; add one by hand or by `tallywire sources add`")]
        )
    return root


def _has_entries(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _read_entry(entry: yaml.Node, mistakes: list[Mistake]) -> Source | None:
    """Return the source of one entry; None with its mistakes appended when it has any."""
    before = len(mistakes)
    if not isinstance(entry, yaml.MappingNode):
        mistakes.append(Mistake(line=_line(entry), message="a source is a mapping: `- name: ...`, then `home: ...`"))
        return None
    values: dict[str, Any] = {}
    for key_node, value_node in entry.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(_KEYS)}"
            mistakes.append(Mistake(line=_line(key_node), message=f"unknown key {key!r}; {hint}"))
            continue
        if key in values:
            mistakes.append(Mistake(line=_line(key_node), message=f"{key!r} stands twice in this source"))
        try:
            values[key] = _KEYS[key](value_node)
        except _Wrong as error:
            values[key] = None
            mistakes.append(Mistake(line=_line(value_node), message=f"{key!r} must be {error}"))
    mistakes.extend(
        Mistake(line=_line(entry), message=f"this source has no {key!r}")
        for key in ("name", "home")
        if key not in values
    )
    if len(mistakes) > before:
        return None
    return Source(**{"title": values["name"], **{key: value for key, value in values.items() if value is not None}})


def _find_repetitions(entries: list[yaml.Node]) -> Iterator[Mistake]:
    """Yield a mistake for each name and each feed that an earlier entry already has."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        for key, node in _scalars(entry):
            first = seen.setdefault((key, node.value), _line(node))
            if first != _line(node):
                what = f"name {node.value!r}" if key == "name" else f"feed {node.value}"
                yield Mistake(line=_line(node), message=f"the {what} is taken by line {first}; each must be unique")


def _scalars(entry: yaml.Node) -> Iterator[tuple[str, yaml.ScalarNode]]:
    for key_node, value_node in entry.value if isinstance(entry, yaml.MappingNode) else ():
        if key_node.value in {"name", "feeds"}:
            nodes = value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]
            yield from ((key_node.value, node) for node in nodes if isinstance(node, yaml.ScalarNode))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _read_text(node: yaml.Node) -> str:
    # The printed form, not YAML's reading of it: `country: NO` is Norway, not false.
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag == "tag:yaml.org,2002:null":
        raise _Wrong("a text on one line")
    return str(node.value).strip()


def _read_name(node: yaml.Node) -> str:
    name = _read_text(node)
    if not _NAME.fullmatch(name):
        raise _Wrong(f"lower-case letters, digits, '-' and '_', not {name!r}")
    if name == "added":
        raise _Wrong("another word: 'added' stands for what `tallywire add` takes in")
    return name


def _read_url(node: yaml.Node) -> str:
    url = _read_text(node)
    if is_web_url(url):
        return url
    advice = f"; write https://{url}" if "://" not in url and is_web_url(f"https://{url}") and "." in url else ""
    scheme = urlsplit(url).scheme if "://" in url else ""
    raise _Wrong(f"an http or https address, not {url!r}{advice}" + (f" ({scheme} is not fetched)" if scheme else ""))


def _read_list(read: Callable[[yaml.Node], str]) -> Callable[[yaml.Node], tuple[str, ...]]:
    def read_list(node: yaml.Node) -> tuple[str, ...]:
        if isinstance(node, yaml.SequenceNode):
            return tuple(read(member) for member in node.value)
        return (read(node),)

    return read_list


def _read_code(pattern: str, example: str) -> Callable[[yaml.Node], str]:
    def read_code(node: yaml.Node) -> str:
        code = _read_text(node)
        if not re.fullmatch(pattern, code):
            raise _Wrong(f"{example}, not {code!r}")
        return code

    return read_code


def _read_bool(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:bool":
        raise _Wrong(f"true or false, not {node.value!r}")
    return node.value.lower() in {"true", "yes", "on"}


def _read_delay(node: yaml.Node) -> float:
    if isinstance(node, yaml.ScalarNode) and node.tag in {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}:
        try:
            delay = float(node.value)
        except ValueError:  # sexagesimal and other exotic forms of YAML 1.1
            delay = -1.0
        if _DELAY_RANGE[0] <= delay <= _DELAY_RANGE[1]:
            return delay
    raise _Wrong(f"a number of seconds from 0 to 3600, not {node.value!r}")


_KEYS: Mapping[str, Callable[[yaml.Node], Any]] = {
    "name": _read_name,
    "title": _read_text,
    "home": _read_url,
    "feeds": _read_list(_read_url),
    "country": _read_code(r"[A-Z]{2}", "two capital letters (ISO 3166-1 alpha-2, such as KE)"),
    "language": _read_code(r"[a-z]{2}", "two small letters (ISO 639-1, such as en)"),
    "tags": _read_list(_read_text),
    "delay": _read_delay,
    "enabled": _read_bool,
    "note": _read_text,
}
