"""The feeds of the demo site: RSS 2.0, Atom (RFC 4287) and a news sitemap, rendered from the stories."""

from email.utils import format_datetime
from xml.sax.saxutils import escape

from tallywire.demo_site.content import Outlet, Story

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def render_feed(outlet: Outlet, base: str) -> tuple[str, str]:
    """Return an outlet's feed and its media type. An update moves a story up and changes its date."""
    if outlet.feed_kind == "atom":
        return _render_atom(outlet, base), "application/atom+xml; charset=utf-8"
    return _render_rss(outlet, base), "application/rss+xml; charset=utf-8"


def _render_rss(outlet: Outlet, base: str) -> str:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{base}{story.path}</link>"
        f'<guid isPermaLink="true">{base}{story.path}</guid><pubDate>{format_datetime(story.latest)}</pubDate>'
        f"<description>{escape(story.summary)}</description><category>{escape(story.section)}</category></item>\n"
        for story in outlet.stories
    )
    return (
        f'{_XML}<rss version="2.0"><channel><title>{escape(outlet.title)}</title><link>{base}{outlet.home}</link>'
        f"<description>{escape(outlet.slogan)}</description><language>en</language>\n{items}</channel></rss>\n"
    )


def _render_atom(outlet: Outlet, base: str) -> str:
    entries = "".join(_render_entry(story, base) for story in outlet.stories)
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(outlet.title)}</title>'
        f'<link href="{base}{outlet.home}"/><link rel="self" href="{base}{outlet.feed_path}"/>'
        f"<id>{base}{outlet.home}</id><updated>{outlet.stories[0].latest.isoformat()}</updated>\n{entries}</feed>\n"
    )


def _render_entry(story: Story, base: str) -> str:
    return (
        f'<entry><title>{escape(story.title)}</title><link href="{base}{story.path}"/><id>{base}{story.path}</id>'
        f"<published>{story.published.isoformat()}</published><updated>{story.latest.isoformat()}</updated>"
        f"<author><name>{escape(story.author)}</name></author><summary>{escape(story.summary)}</summary></entry>\n"
    )


def render_news_sitemap(outlet: Outlet, base: str) -> str:
    """Return an outlet's stories as a news sitemap."""
    urls = "".join(
        f"<url><loc>{base}{story.path}</loc><news:news><news:publication><news:name>{escape(outlet.title)}</news:name>"
        f"<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>\n"
        for story in outlet.stories
    )
    return (
        f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    )
