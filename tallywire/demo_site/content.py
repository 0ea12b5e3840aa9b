"""The outlets and stories of the demo site, read from content/: one HTML file with a YAML head for each story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml

DEMO_DATE: Final = date(2025, 11, 17)  # a Monday

_FOLDER: Final = Path(__file__).parent / "content"
_UPDATED: Final = ".updated.html"
_TEMPLATES: Final = ("head", "shell", "article")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of an outlet.

    Attributes:
        slug: name of its file.
        path: path below the site's address, with a leading slash.
        title: headline.
        author: name in the byline.
        section: section of the outlet.
        summary: one sentence for feeds and teasers.
        published: first publication, with the outlet's zone.
        modified: last change; None when it was not changed.
        body: paragraphs in HTML.

    """

    slug: str
    path: str
    title: str
    author: str
    section: str
    summary: str
    published: datetime
    modified: datetime | None
    body: str

    @property
    def latest(self) -> datetime:
        """Return the instant of the last change, or of publication."""
        return self.modified or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet.

    Attributes:
        name: first part of all its paths.
        title: name as a reader knows it.
        slogan: line below the name.
        country: ISO 3166-1 alpha-2 code of its seat.
        feed_kind: `rss` or `atom`.
        feed_path: path of its feed.
        sitemap_path: path of its news sitemap; None when it has none.
        sections: names of its sections.
        templates: `head`, `shell` and `article` in HTML, with `{{name}}` where a value goes.
        stories: newest first.

    """

    name: str
    title: str
    slogan: str
    country: str
    feed_kind: str
    feed_path: str
    sitemap_path: str | None
    sections: tuple[str, ...]
    templates: Mapping[str, str]
    stories: tuple[Story, ...] = field(default=())

    @property
    def home(self) -> str:
        """Return the path of the front page."""
        return f"/{self.name}/"


def read_outlets(*, is_updated: bool) -> tuple[Outlet, ...]:
    """Return the outlets with their stories; `is_updated` takes the later version of stories that have one."""
    return tuple(_read_outlet(entry, is_updated=is_updated) for entry in yaml.safe_load(_read("outlets.yaml")))


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def _read_outlet(entry: Mapping[str, Any], *, is_updated: bool) -> Outlet:
    name = str(entry["name"])
    files = sorted(path.name for path in _FOLDER.joinpath(name).glob("*.html"))
    slugs = [file.removesuffix(".html") for file in files if not file.endswith(_UPDATED)]
    stories = [
        _read_story(entry, slug, is_updated=is_updated and f"{slug}{_UPDATED}" in files)
        for slug in slugs
        if slug not in _TEMPLATES
    ]
    return Outlet(
        name=name,
        title=entry["title"],
        slogan=entry["slogan"],
        country=entry["country"],
        feed_kind=entry["feed"]["kind"],
        feed_path=f"/{name}/{entry['feed']['path']}",
        sitemap_path=f"/{name}/{entry['news_sitemap']}" if "news_sitemap" in entry else None,
        sections=tuple(entry["sections"]),
        templates={kind: _read(f"{name}/{kind}.html") for kind in _TEMPLATES},
        stories=tuple(sorted(stories, key=lambda story: story.latest, reverse=True)),
    )


def _read_story(outlet: Mapping[str, Any], slug: str, *, is_updated: bool) -> Story:
    head, body = _split(_read(f"{outlet['name']}/{slug}{_UPDATED if is_updated else '.html'}"))
    published = datetime.fromisoformat(head["published"])
    if "copied_from" in head:
        body = _split(_read(f"{head['copied_from']}.html"))[1]
    path = head.get("path") or outlet["article"].format(
        year=published.year,
        month=published.month,
        day=published.day,
        section=head["section"].lower(),
        slug=slug,
        number=head.get("number"),
    )
    return Story(
        slug=slug,
        path=f"/{outlet['name']}/{path}",
        title=head["title"],
        author=head["author"],
        section=head["section"],
        summary=head["summary"],
        published=published,
        modified=datetime.fromisoformat(head["modified"]) if "modified" in head else None,
        body=body,
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    """Return the YAML head between two lines of dashes, its dates as strings, and the HTML after it."""
    _, head, body = text.split("---\n", 2)
    return yaml.load(head, Loader=yaml.BaseLoader), body.strip()  # noqa: S506 - BaseLoader knows strings only
