"""What a page says of itself in meta tags (Open Graph, Dublin Core and their kin) and in microdata."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from records import Printed

_META_NAMES = ("property", "name", "itemprop", "http-equiv")
_DATED = frozenset(("datepublished", "datemodified", "datecreated"))
_NAMED = frozenset(("headline", "author", "creator"))
_LISTING = frozenset(("itemlistelement", "haspart", "isrelatedto", "relatedlink", "comment", "mentions"))


@dataclass(frozen=True, slots=True)
class Tags:
    """The values of a page's meta tags and microdata by lower-case name, in order of the page, with where each stands."""

    values: Mapping[str, Sequence[Printed]]

    def find(self, names: Sequence[str]) -> Iterator[Printed]:
        """Yield the values of the named tags, in order of the names."""
        for name in names:
            yield from self.values.get(name, ())

    def first(self, names: Sequence[str]) -> str:
        """Return the first value of the named tags; empty when there is none."""
        return next((value.text for value in self.find(names)), "")


def read_tags(tree: HtmlElement) -> Tags:
    """Return the page's meta tags and, from elements with `itemprop`, its headline, authors and dates.

    Microdata of other items in the page, such as the stories of a list, is passed over.
    """
    values: dict[str, list[Printed]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for name in filter(None, map(element.get, _META_NAMES)) if content else ():
            origin = "microdata" if element.get("itemprop") else "meta"
            values.setdefault(name.strip().lower(), []).append(Printed(text=content, origin=origin))
    for element in tree.xpath(".//*[@itemprop]"):
        if element.tag == "meta" or _is_of_another(element):
            continue
        for name in (element.get("itemprop") or "").lower().split():
            if text := _value(element, name).strip():
                values.setdefault(name, []).append(Printed(text=text, origin="microdata"))
    return Tags(values)


def _value(element: HtmlElement, name: str) -> str:
    given = element.get("content") or element.get("datetime")
    if name in _DATED:
        return given or ""  # the words of the element are for people: "today"
    if name in _NAMED:
        inner = next(iter(element.xpath(".//*[@itemprop='name']")), element)
        return given or inner.get("content") or "".join(map(str, inner.itertext()))
    return ""


def _is_of_another(element: HtmlElement) -> bool:
    """Tell whether an element describes a member of a list, or an item inside another, and not the page's own article."""
    items = [ancestor for ancestor in element.iterancestors() if ancestor.get("itemscope") is not None]
    return any("ItemList" in (item.get("itemtype") or "") for item in items) or any(
        (item.get("itemprop") or "").lower() in _LISTING for item in items
    )
