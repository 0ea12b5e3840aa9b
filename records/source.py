"""A source: an outlet and how to watch it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet of the watch-list `sources.yaml`.

    Attributes:
        name: the key, unique in the watch-list; lower-case letters, digits, `-` and `_`.
        title: the outlet's name as a reader knows it.
        home: http(s) address of the front page.
        feeds: http(s) addresses of RSS or Atom feeds, at least one for a source that `crawl` can watch.
        country: ISO 3166-1 alpha-2 code of the outlet's seat; None where it has none or it is unknown.
        language: ISO 639-1 code of what it publishes; None means "detect for each article".
        tags: free words to select and group sources by.
        enabled: False keeps the source and its articles but fetches nothing.
        delay: least number of seconds between two requests to one host of this source.
        note: a remark for people; None when there is none.

    """

    name: str
    title: str
    home: str
    feeds: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    enabled: bool = True
    delay: float = 5.0
    note: str | None = None
