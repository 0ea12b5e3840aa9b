"""The demo site as a table from path to answer: articles, front pages, sections, feeds, robots.txt."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from tallywire.demo_site.content import Outlet, Story, read_outlets
from tallywire.demo_site.feeds import render_feed, render_news_sitemap

FORBIDDEN: Final = (
    "/harbour-post/drafts/"  # what robots.txt forbids; the outlet's feed names a page below it by mistake
)

_HTML: Final = "text/html; charset=utf-8"
_XML: Final = "application/xml; charset=utf-8"
_RELATED: Final = 3
_ABOUT: Final = (
    "<h1>About {title}</h1><p>{title} is an invented outlet. It exists to show what tallywire does with a news site: with"
    " articles, and with the navigation, teasers and boxes around them.</p>"
)
_NEWSLETTER: Final = "<h1>Newsletter of {title}</h1><p>The outlet is invented, and so is its newsletter.</p>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends for one path.

    Attributes:
        body: the bytes.
        content_type: media type.
        modified: last change, for answers that may be asked for conditionally (feeds and sitemaps); None for others.

    """

    body: bytes
    content_type: str
    modified: datetime | None = None


def build_answers(base: str, *, is_updated: bool) -> dict[str, Answer]:
    """Return every path of the site with its answer; `base` is the site's address without a closing slash."""
    outlets = read_outlets(is_updated=is_updated)
    answers = {
        "/": _html(_render_root(outlets, base)),
        "/robots.txt": Answer(_render_robots(outlets, base).encode(), "text/plain; charset=utf-8"),
    }
    for outlet in outlets:
        answers |= _answers_of(outlet, base)
    return answers


def _html(text: str) -> Answer:
    return Answer(text.encode(), _HTML)


def _render_root(outlets: tuple[Outlet, ...], base: str) -> str:
    links = "".join(f'<li><a href="{base}{outlet.home}">{escape(outlet.title)}</a></li>' for outlet in outlets)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Three invented outlets</title></head>'
        f"<body><h1>Three invented outlets</h1><ul>{links}</ul></body></html>"
    )


def _render_robots(outlets: tuple[Outlet, ...], base: str) -> str:
    sitemaps = "".join(f"Sitemap: {base}{outlet.sitemap_path}\n" for outlet in outlets if outlet.sitemap_path)
    return f"User-agent: *\nDisallow: {FORBIDDEN}\n\n{sitemaps}"


def _answers_of(outlet: Outlet, base: str) -> dict[str, Answer]:
    listed = tuple(story for story in outlet.stories if not story.path.startswith(FORBIDDEN))
    answers = {
        outlet.home: _html(_render_list(outlet, outlet.title, listed, base)),
        f"{outlet.home}about": _html(_render_plain(outlet, "About", _ABOUT.format(title=outlet.title), base)),
        f"{outlet.home}newsletter": _html(
            _render_plain(outlet, "Newsletter", _NEWSLETTER.format(title=outlet.title), base)
        ),
    }
    for section in outlet.sections:
        chosen = tuple(story for story in listed if story.section == section)
        answers[f"{outlet.home}section/{section.lower()}"] = _html(_render_list(outlet, section, chosen, base))
    for story in outlet.stories:
        answers[story.path] = _html(_render_story(outlet, story, listed, base))
    latest = outlet.stories[0].latest
    feed, content_type = render_feed(outlet, base)
    answers[outlet.feed_path] = Answer(feed.encode(), content_type, latest)
    if outlet.sitemap_path:
        answers[outlet.sitemap_path] = Answer(render_news_sitemap(outlet, base).encode(), _XML, latest)
    return answers


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its `{{name}}` filled. Raises KeyError for a name without a value."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)


def _render_plain(outlet: Outlet, title: str, content: str, base: str) -> str:
    head = f"<title>{escape(title)} | {escape(outlet.title)}</title>"
    return _fill(outlet.templates["shell"], {"base": base, "head": head, "content": content})


def _render_list(outlet: Outlet, title: str, stories: tuple[Story, ...], base: str) -> str:
    items = "\n".join(_render_teaser(story, base) for story in stories)
    return _render_plain(outlet, title, f"<h1>{escape(title)}</h1>\n<ul>\n{items}\n</ul>", base)


def _render_teaser(story: Story, base: str) -> str:
    return f'<li><a href="{base}{story.path}">{escape(story.title)}</a> <span>{escape(story.summary)}</span></li>'


def _render_story(outlet: Outlet, story: Story, listed: tuple[Story, ...], base: str) -> str:
    others = [other for other in listed if other.path != story.path][:_RELATED]
    values = {
        "base": base,
        "url": f"{base}{story.path}",
        "title": escape(story.title),
        "summary": escape(story.summary),
        "author": escape(story.author),
        "section": escape(story.section),
        "section_path": story.section.lower(),
        "published": story.published.isoformat(),
        "latest": story.latest.isoformat(),
        "printed_date": f"{story.latest.day} {story.latest:%B %Y, %H:%M}",
        "body": story.body,
        "related": "\n".join(_render_teaser(other, base) for other in others),
        "json_ld": _render_json_ld(outlet, story, base),
    }
    head = _fill(outlet.templates["head"], values)
    content = _fill(outlet.templates["article"], values)
    return _fill(outlet.templates["shell"], {"base": base, "head": head, "content": content})


def _render_json_ld(outlet: Outlet, story: Story, base: str) -> str:
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.summary,
        "datePublished": story.published.isoformat(),
        "dateModified": story.latest.isoformat(),
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.title},
        "mainEntityOfPage": f"{base}{story.path}",
        "inLanguage": "en",
    }
    # "</" would end the script element; JSON allows the escaped form.
    return json.dumps(record, ensure_ascii=False).replace("</", "<\\/")
