"""A source: an outlet, how to watch it, what of it to keep and what it should give."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word, a phrase or a regular expression that a person chooses articles by.

    Attributes:
        text: the word or phrase, found as whole words in any case; `/.../` is a regular expression, in any case too.
        language: ISO 639-1 code of the articles that it is meant for; None means all.

    """

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a source should give; what it gives less is shown as its health.

    Attributes:
        articles_a_day: least number of new articles a day, over a week; None expects nothing.
        fields: what every article should have, of `title`, `byline`, `published`, `modified` and `language`.

    """

    articles_a_day: float | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet of the watch-list `sources.yaml`.

    Attributes:
        name: the key, unique in the watch-list; lower-case letters, digits, `-` and `_`.
        title: the outlet's name as a reader knows it.
        home: http(s) address of the front page.
        feeds: http(s) addresses of RSS, Atom or JSON feeds.
        sitemaps: http(s) addresses of sitemaps, news sitemaps or sitemap indexes, plain or gzipped.
        sections: http(s) addresses of pages whose links to articles are followed.
        country: ISO 3166-1 alpha-2 code of the outlet's seat; None where it has none or it is unknown.
        language: ISO 639-1 code of what it publishes; None means "detect for each article".
        tags: free words to select and group sources by.
        enabled: False keeps the source and its articles but fetches nothing.
        delay: least number of seconds between two requests to one host of this source.
        pages: most article pages of this source in one run; None means what the configuration says.
        browser: whether sections and articles are opened in a browser because they are empty without JavaScript.
        keep: an article is fetched only when its announcement has one of these; empty keeps all.
        drop: an article is not fetched when its announcement has one of these.
        expect: what the source should give.
        note: a remark for people; None when there is none.

    """

    name: str
    title: str
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    enabled: bool = True
    delay: float = 5.0
    pages: int | None = None
    browser: bool = False
    keep: tuple[Term, ...] = ()
    drop: tuple[Term, ...] = ()
    expect: Expectation = Expectation()
    note: str | None = None

    @property
    def listings(self) -> tuple[str, ...]:
        """Return every address that is asked for articles: feeds, sitemaps, sections."""
        return (*self.feeds, *self.sitemaps, *self.sections)
