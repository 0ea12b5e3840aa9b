"""The watch-list `sources.yaml`: read with the line of every mistake, extended without losing a comment."""

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crawler.source_keys import KEYS, WrongValue
from records import Expectation, Source, Term

TEMPLATE = """\
# The sources that tallywire watches: one entry each, read anew by every `tallywire crawl`.
# `tallywire sources add URL` appends an entry; docs/adding-a-source.md explains every key.
#
# - name: example-times           # the key: lower-case letters, digits, - and _; required
#   title: The Example Times      # as a reader knows it
#   home: https://example.org/    # front page; required
#   feeds:                        # RSS, Atom or JSON Feed
#     - https://example.org/world/rss.xml
#   sitemaps: [https://example.org/news-sitemap.xml]   # news sitemaps, sitemaps, indexes of them
#   sections: [https://example.org/region/]            # pages whose links to articles are followed
#   country: KE                   # ISO 3166-1 alpha-2, seat of the outlet
#   language: en                  # ISO 639-1; leave it out when the outlet publishes in several
#   tags: [displacement, region]
#   delay: 5                      # least seconds between two requests to one host
#   pages: 100                    # most articles in one run
#   browser: false                # true opens articles and sections in Chromium (tallywire[browser])
#   keep: [displaced, food aid, /cholera|choléra/]     # fetch only what is announced with one of these
#   drop: [{term: Fußball, language: de}]              # do not fetch what is announced with one of these
#   expect: {articles: 5, fields: [published, byline]} # articles a day, and what each should have
#   enabled: true                 # false keeps the entry and fetches nothing
#   note: a remark for people
"""

_LISTINGS = ("feeds", "sitemaps", "sections")
_LARGEST = 5_000_000  # bytes


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


def read_known_sources(path: Path) -> tuple[Source, ...]:
    """Return what `read_sources` does; nothing for a file that is missing or has no entry yet."""
    return read_sources(path) if path.exists() and _has_entries(path.read_text("utf-8-sig")) else ()


def append_source(path: Path, source: Source) -> None:
    """Append a source to a watch-list as text, so that every comment and blank line of the file stays.

    Creates the file from the template when it is missing. Raises SourcesError when the file has a mistake or already
    has a source of that name, ValueError when the source itself is not fit for a watch-list.
    """
    text = path.read_text("utf-8") if path.exists() else TEMPLATE
    if source.name in {other.name for other in read_known_sources(path)}:
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
    for key in KEYS:
        if key not in entry and (value := getattr(source, key)) != getattr(defaults, key):
            entry[key] = _plain(value)
    return yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=1_000)


def _plain(value: Any) -> Any:
    """Return a value of a source as YAML writes it."""
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if isinstance(value, Term):
        return value.text if value.language is None else {"term": value.text, "language": value.language}
    if isinstance(value, Expectation):
        fields = {"articles": value.articles_a_day, "fields": list(value.fields)}
        return {key: member for key, member in fields.items() if member}
    return value


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
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(KEYS)}"
            mistakes.append(Mistake(line=_line(key_node), message=f"unknown key {key!r}; {hint}"))
            continue
        if key in values:
            mistakes.append(Mistake(line=_line(key_node), message=f"{key!r} stands twice in this source"))
        try:
            values[key] = KEYS[key](value_node)
        except WrongValue as error:
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
    """Yield a mistake for each name, feed, sitemap and section that an earlier entry already has."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        for key, node in _scalars(entry):
            first = seen.setdefault((key, node.value), _line(node))
            if first != _line(node):
                what = f"name {node.value!r}" if key == "name" else f"{key.removesuffix('s')} {node.value}"
                yield Mistake(line=_line(node), message=f"the {what} is taken by line {first}; each must be unique")


def _scalars(entry: yaml.Node) -> Iterator[tuple[str, yaml.ScalarNode]]:
    for key_node, value_node in entry.value if isinstance(entry, yaml.MappingNode) else ():
        if key_node.value in {"name", *_LISTINGS}:
            nodes = value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]
            yield from ((key_node.value, node) for node in nodes if isinstance(node, yaml.ScalarNode))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
