"""The keys of a source in `sources.yaml`: what each value must be, and how it is read from a YAML node."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import yaml

from crawler.terms import BadTermError, compile_term
from crawler.urls import is_web_url
from records import Expectation, Term

T = TypeVar("T")

EXPECTED_FIELDS = ("title", "byline", "published", "modified", "language")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DELAY_RANGE = (0.0, 3_600.0)  # seconds
_MOST_PAGES = 100_000


class WrongValue(Exception):  # noqa: N818 - it completes a sentence and never leaves the reading of a watch-list
    """A value is not what its key needs; the text completes "KEY must be ..."."""


def _read_text(node: yaml.Node) -> str:
    # The printed form, not YAML's reading of it: `country: NO` is Norway, not false.
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag == "tag:yaml.org,2002:null":
        raise WrongValue("a text on one line")
    return str(node.value).strip()


def _read_name(node: yaml.Node) -> str:
    name = _read_text(node)
    if not _NAME.fullmatch(name):
        raise WrongValue(f"lower-case letters, digits, '-' and '_', not {name!r}")
    if name == "added":
        raise WrongValue("another word: 'added' stands for what `tallywire add` takes in")
    return name


def _read_url(node: yaml.Node) -> str:
    url = _read_text(node)
    if is_web_url(url):
        return url
    advice = f"; write https://{url}" if "://" not in url and is_web_url(f"https://{url}") and "." in url else ""
    scheme = urlsplit(url).scheme if "://" in url else ""
    raise WrongValue(
        f"an http or https address, not {url!r}{advice}" + (f" ({scheme} is not fetched)" if scheme else "")
    )


def _read_list(read: Callable[[yaml.Node], T]) -> Callable[[yaml.Node], tuple[T, ...]]:
    def read_list(node: yaml.Node) -> tuple[T, ...]:
        if isinstance(node, yaml.SequenceNode):
            return tuple(read(member) for member in node.value)
        return (read(node),)

    return read_list


def _read_code(pattern: str, example: str) -> Callable[[yaml.Node], str]:
    def read_code(node: yaml.Node) -> str:
        code = _read_text(node)
        if not re.fullmatch(pattern, code):
            raise WrongValue(f"{example}, not {code!r}")
        return code

    return read_code


def _read_bool(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:bool":
        raise WrongValue(f"true or false, not {node.value!r}")
    return node.value.lower() in {"true", "yes", "on"}


def _read_delay(node: yaml.Node) -> float:
    delay = _read_number(node)
    if delay is None or not _DELAY_RANGE[0] <= delay <= _DELAY_RANGE[1]:
        raise WrongValue(f"a number of seconds from 0 to 3600, not {node.value!r}")
    return delay


def _read_number(node: yaml.Node) -> float | None:
    """Return a YAML number; None for everything else."""
    if not isinstance(node, yaml.ScalarNode) or node.tag not in {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}:
        return None
    try:
        return float(node.value)
    except ValueError:  # sexagesimal and other exotic forms of YAML 1.1
        return None


def _read_pages(node: yaml.Node) -> int:
    number = _read_number(node)
    if number is None or number != int(number) or not 1 <= number <= _MOST_PAGES:
        raise WrongValue(f"a whole number from 1 to {_MOST_PAGES:,}, not {node.value!r}")
    return int(number)


def _read_term(node: yaml.Node) -> Term:
    """Read a term: a word, a phrase, `/a regular expression/`, or a mapping of `term` and `language`."""
    fields = _read_mapping(node, ("term", "language")) if isinstance(node, yaml.MappingNode) else {"term": node}
    if "term" not in fields:
        raise WrongValue("terms, or mappings of `term` and `language`")
    text = _read_text(fields["term"])
    try:
        compile_term(text)
    except BadTermError as error:
        raise WrongValue(str(error)) from error
    return Term(text=text, language=_read_language(fields["language"]) if "language" in fields else None)


def _read_expectation(node: yaml.Node) -> Expectation:
    fields = _read_mapping(node, ("articles", "fields"))
    articles = _read_number(fields["articles"]) if "articles" in fields else None
    if "articles" in fields and (articles is None or not 0 < articles <= _MOST_PAGES):
        raise WrongValue("a mapping whose `articles` is the least number of articles a day")
    named = _read_list(_read_text)(fields["fields"]) if "fields" in fields else ()
    if unknown := [name for name in named if name not in EXPECTED_FIELDS]:
        raise WrongValue(f"a mapping whose `fields` are of {', '.join(EXPECTED_FIELDS)}, not {', '.join(unknown)}")
    return Expectation(articles_a_day=articles, fields=named)


def _read_mapping(node: yaml.Node, keys: tuple[str, ...]) -> Mapping[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode) or any(key.value not in keys for key, _ in node.value):
        raise WrongValue(f"a mapping with the keys {' and '.join(keys)}")
    return {key.value: value for key, value in node.value}


_read_language = _read_code(r"[a-z]{2}", "two small letters (ISO 639-1, such as en)")

KEYS: Mapping[str, Callable[[yaml.Node], Any]] = {
    "name": _read_name,
    "title": _read_text,
    "home": _read_url,
    "feeds": _read_list(_read_url),
    "sitemaps": _read_list(_read_url),
    "sections": _read_list(_read_url),
    "country": _read_code(r"[A-Z]{2}", "two capital letters (ISO 3166-1 alpha-2, such as KE)"),
    "language": _read_language,
    "tags": _read_list(_read_text),
    "delay": _read_delay,
    "pages": _read_pages,
    "browser": _read_bool,
    "keep": _read_list(_read_term),
    "drop": _read_list(_read_term),
    "expect": _read_expectation,
    "enabled": _read_bool,
    "note": _read_text,
}
