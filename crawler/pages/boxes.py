"""Boxes that a page lays over or between its text: consent dialogs and sign-up forms, told by their markup."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import Element
from lxml.html import HtmlElement

# Containers of the consent-management platforms in wide use, as each documents its own markup (id, then class).
_CONSENT_IDS = (
    *("onetrust-consent-sdk", "onetrust-banner-sdk", "didomi-host", "didomi-notice", "sp_message_container_"),
    *("qc-cmp2-container", "qc-cmp-ui-container", "usercentrics-root", "usercentrics-cmp-ui", "cybotcookiebotdialog"),
    *(
        "truste-consent-track",
        "consent_blackbar",
        "trustarc-banner-container",
        "cmpbox",
        "cmplz-cookiebanner-container",
    ),
    *("cookie-law-info-bar", "borlabscookiebox", "axeptio_overlay", "iubenda-cs-banner", "cookie-notice", "cc-main"),
    *("gdpr-cookie-notice", "moove_gdpr_cookie_info_bar", "tarteaucitronroot", "coioverlay", "ketch-consent"),
)
_CONSENT_CLASSES = (
    *("fc-consent-root", "qc-cmp2-container", "osano-cm-window", "cky-consent-container", "cmplz-cookiebanner"),
    *("klaro", "cc-window", "didomi-popup-container", "message-container sp_", "evidon-banner", "truste_box_overlay"),
)
_CONSENT_WORDS = ("consent", "cookie", "gdpr")
_CONSENT_HOST = re.compile(r"(?:https?:)?//(?:consent|privacy|cmp)\.", re.IGNORECASE)
_SIGN_UP = re.compile(r"newsletter|subscri|sign-?up|inbox|mailing", re.IGNORECASE)
_KEPT = frozenset(("html", "body", "main", "article"))
_LONGEST_BOX = 400  # characters of a sign-up box, its promises and small print included
_ADDRESS_FIELDS = ".//input[@type='email' or contains(@name, 'email') or contains(@name, 'EMAIL')]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """What boxes a page had.

    Attributes:
        has_consent: whether it asks for consent to cookies, by a dialog or by a form.
        is_wall: whether a form for consent makes up the page: half of its words, or its answer goes to a host for consent.
        has_login: whether it has a field for a password.

    """

    has_consent: bool
    is_wall: bool
    has_login: bool


def drop_boxes(tree: HtmlElement) -> Boxes:
    """Take consent dialogs and sign-up boxes out of a tree, in place, and return which boxes the page had.

    A dialog is the container of a known platform, or one marked as a dialog whose id or class speaks of consent,
    cookies or the GDPR. A sign-up box is the form of a field for a mail address, with the elements around it whose id or
    class speaks of signing up, as long as they have at most 400 characters of text and no headline.
    """
    dialogs = [element for element in tree.iter(Element) if _is_dialog(element)]
    forms = [form for form in tree.iter("form") if _speaks_of_consent(form, ("action", "id", "class"))]
    is_wall = any(_is_wall(form, tree) for form in forms)
    has_login = bool(tree.xpath(".//input[@type='password']"))
    for dialog in dialogs:
        _drop(dialog)
    for field in tree.xpath(_ADDRESS_FIELDS):
        if (box := _find_box(field)) is not None:
            _drop(box)
    return Boxes(has_consent=bool(dialogs or forms), is_wall=is_wall, has_login=has_login)


def _is_dialog(element: HtmlElement) -> bool:
    if element.tag in _KEPT:
        return False
    is_modal = element.get("role") in {"dialog", "alertdialog"} or element.get("aria-modal") == "true"
    asks = _is_platform(element.get("id") or "", element.get("class") or "") or (
        is_modal and _speaks_of_consent(element, ("id", "class", "aria-label"))
    )
    # Whatever it is called, what holds the article is no dialog.
    return asks and next(element.iter("h1", "article", "main"), None) is None


@lru_cache(maxsize=4_096)  # the same few hundred names stand on every page of a site
def _is_platform(name: str, classes: str) -> bool:
    return name.lower().startswith(_CONSENT_IDS) or any(known in classes.lower() for known in _CONSENT_CLASSES)


def _speaks_of_consent(element: HtmlElement, attributes: tuple[str, ...]) -> bool:
    words = " ".join(element.get(attribute) or "" for attribute in attributes).lower()
    return any(word in words for word in _CONSENT_WORDS)


def _is_wall(form: HtmlElement, tree: HtmlElement) -> bool:
    if _CONSENT_HOST.match(form.get("action") or ""):
        return True
    return 2 * len(form.text_content().split()) >= sum(len(body.text_content().split()) for body in tree.iter("body"))


def _find_box(field: HtmlElement) -> HtmlElement | None:
    """Return the form of a field, or the largest element around it that calls itself a sign-up; None when neither is small."""
    form = next(field.iterancestors("form"), field)
    box = None
    for element in (form, *form.iterancestors()):
        is_box = element is form or _SIGN_UP.search(f"{element.get('id') or ''} {element.get('class') or ''}")
        if element.tag in _KEPT or not is_box or next(element.iter("h1"), None) is not None:
            break
        if len(" ".join(element.text_content().split())) > _LONGEST_BOX:
            break
        box = element
    return box


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:  # not inside a box that is gone already
        element.drop_tree()
