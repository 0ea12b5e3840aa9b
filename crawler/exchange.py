"""Watch-lists in the forms of other programs: OPML of feed readers, CSV of spreadsheets, plain lists of addresses."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml import etree

from crawler.identity import site_of
from crawler.urls import is_web_url
from records import Source

_LARGEST = 20_000_000  # bytes
_SEPARATOR = " "  # between addresses in one cell; no address has one
_COLUMNS = (
    "name",
    "title",
    "home",
    "feeds",
    "sitemaps",
    "sections",
    "country",
    "language",
    "tags",
    "delay",
    "enabled",
    "note",
)
_LISTS = frozenset(("feeds", "sitemaps", "sections"))
_FORMULA = re.compile(r"[=+\-@\t\r]")  # a spreadsheet would run a cell that begins with one of these


class ExchangeError(ValueError):
    """A file is not the form that it should be; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One entry of a file: the source that it describes, or why it describes none, with its place in the file."""

    place: str
    source: Source | None = None
    address: str | None = None
    problem: str | None = None


def parse_opml(body: bytes) -> list[Imported]:
    """Return the sources of an OPML file, one for each site with all its feeds; outlines without a feed are folders.

    Raises ExchangeError for what is no OPML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(body[:_LARGEST], parser)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"it cannot be read as XML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ExchangeError("it is no OPML file")
    found: list[Imported] = []
    for outline in root.iter("outline"):
        feed = (outline.get("xmlUrl") or "").strip()
        if not feed:
            continue
        place = f"line {outline.sourceline}"
        if not is_web_url(feed):
            found.append(Imported(place=place, problem=f"{feed!r} is no http or https address"))
            continue
        home = (outline.get("htmlUrl") or "").strip()
        folders = [parent.get("text") for parent in outline.iterancestors("outline") if parent.get("text")]
        title = " ".join((outline.get("title") or outline.get("text") or "").split())
        source = Source(
            name=name_for(home if is_web_url(home) else feed),
            title=title or site_of(feed),
            home=home if is_web_url(home) else _front_page(feed),
            feeds=(feed,),
            language=_language(outline.get("language")),
            tags=tuple(" ".join(folder.split()) for folder in reversed(folders)),
        )
        known = next((one for one in found if one.source and one.source.home == source.home), None)
        if known is None or known.source is None:
            found.append(Imported(place=place, source=source))
        elif feed not in known.source.feeds:
            joined = replace(known.source, feeds=(*known.source.feeds, feed))
            found[found.index(known)] = replace(known, source=joined)
    return found


def parse_csv(text: str) -> list[Imported]:
    """Return the sources of a CSV file with a header line; the columns are those of `render_csv`, `home` is required.

    Lists of addresses are separated by spaces, tags by `;`. Raises ExchangeError when there is no column `home`, or one
    that is not known.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    if "home" not in columns:
        raise ExchangeError("its first line must name the columns, `home` among them")
    if unknown := [name for name in columns if name not in _COLUMNS]:
        raise ExchangeError(f"unknown columns {', '.join(map(repr, unknown))}; known are {', '.join(_COLUMNS)}")
    reader.fieldnames = columns
    return [_read_row(f"line {reader.line_num}", row) for row in reader if any(row.values())]


def parse_plain(text: str) -> list[Imported]:
    """Return the addresses of a plain list, one a line, to be looked at; `#` begins a comment."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        address = line.partition("#")[0].strip() if line.lstrip().startswith("#") else line.strip()
        if not address:
            continue
        address = address if "://" in address else f"https://{address}"
        problem = None if is_web_url(address) else f"{line.strip()!r} is no address of a site"
        found.append(Imported(place=f"line {number}", address=None if problem else address, problem=problem))
    return found


def render_opml(sources: Iterable[Source]) -> str:
    """Return an OPML 2.0 file with an outline for each feed; sitemaps and sections have no place in it."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "tallywire"
    body = etree.SubElement(root, "body")
    for source in sources:
        for feed in source.feeds:
            outline = etree.SubElement(body, "outline", type="rss", text=source.title, title=source.title)
            outline.set("xmlUrl", feed)
            outline.set("htmlUrl", source.home)
            if source.language:
                outline.set("language", source.language)
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode("utf-8")


def render_csv(sources: Iterable[Source]) -> str:
    """Return a CSV file with a line for each source. Cells that a spreadsheet would run begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for source in sources:
        writer.writerow([_cell(source, column) for column in _COLUMNS])
    return out.getvalue()


def render_plain(sources: Iterable[Source]) -> str:
    """Return the front pages, one a line."""
    return "".join(f"{source.home}\n" for source in sources)


def name_for(url: str) -> str:
    """Return a name for a source that can be a key: the site's name without its ending (`alder-post`)."""
    site = site_of(url)
    stem = site if site.replace(".", "").isdecimal() else site.partition(".")[0]
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return name if name and name != "added" else f"source-{name}".rstrip("-")


def _cell(source: Source, column: str) -> str:
    value = getattr(source, column)
    if column in _LISTS:
        text = _SEPARATOR.join(value)
    elif column == "tags":
        text = "; ".join(value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _read_row(place: str, row: Mapping[str, str | None]) -> Imported:
    cells = {key: (value or "").strip().removeprefix("'") for key, value in row.items() if key is not None}
    wrong = [
        address
        for key in ("home", *sorted(_LISTS))
        for address in (cells.get(key, "").split() or ([""] if key == "home" else []))
        if not is_web_url(address)
    ]
    if wrong:
        return Imported(place=place, problem=f"{wrong[0]!r} is no http or https address")
    try:
        delay = float(cells["delay"]) if cells.get("delay") else None
    except ValueError:
        return Imported(place=place, problem=f"the delay {cells['delay']!r} is no number of seconds")
    enabled = cells.get("enabled", "").lower()
    if enabled not in {"", "true", "false", "yes", "no", "1", "0"}:
        return Imported(place=place, problem=f"enabled must be true or false, not {enabled!r}")
    home = cells["home"]
    name = cells.get("name") or name_for(home)
    source = Source(
        name=name,
        title=cells.get("title") or name,
        home=home,
        feeds=tuple(cells.get("feeds", "").split()),
        sitemaps=tuple(cells.get("sitemaps", "").split()),
        sections=tuple(cells.get("sections", "").split()),
        country=cells.get("country") or None,
        language=cells.get("language") or None,
        tags=tuple(tag.strip() for tag in cells.get("tags", "").split(";") if tag.strip()),
        enabled=enabled not in {"false", "no", "0"},
        note=cells.get("note") or None,
    )
    return Imported(place=place, source=source if delay is None else replace(source, delay=delay))


def _front_page(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _language(printed: str | None) -> str | None:
    code = (printed or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None
