import pytest
from lxml import html

from crawler.pages.boxes import Boxes, drop_boxes

TEXT = "<article><h1>Flood in Alder</h1> <p>The river rose on Monday and 300 people left.</p>{}</article>"
SAYS = "We and our 740 partners store cookies on your device."


def run(inside: str, around: str = "") -> tuple[str, Boxes]:
    tree = html.document_fromstring(f"<html><body>{TEXT.format(inside)}{around}</body></html>")
    boxes = drop_boxes(tree)
    return " ".join(tree.text_content().split()), boxes


@pytest.mark.parametrize(
    "dialog",
    [
        f"<div id='onetrust-consent-sdk'><p>{SAYS}</p></div>",
        f"<div id='sp_message_container_812'><p>{SAYS}</p></div>",
        f"<div class='fc-consent-root'><div>{SAYS}</div></div>",
        f"<div id='CybotCookiebotDialog'>{SAYS}</div>",
        f"<div role='dialog' aria-label='Cookie settings'>{SAYS}</div>",
        f"<section aria-modal='true' class='gdpr-layer'>{SAYS}</section>",
    ],
)
def test_consent_dialogs_go(dialog: str) -> None:
    text, boxes = run("", dialog)
    assert text == "Flood in Alder The river rose on Monday and 300 people left."
    assert boxes == Boxes(has_consent=True, is_wall=False, has_login=False)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='newsletter-box'><h3>Alder in your inbox</h3><p>Every morning.</p><form><input type='email'></form></div>",
        "<aside><form action='/join'><label>Your mail <input name='email'></label><p>We never share it.</p></form></aside>",
    ],
)
def test_sign_up_boxes_go(box: str) -> None:
    assert run(box)[0] == "Flood in Alder The river rose on Monday and 300 people left."


@pytest.mark.parametrize(
    "inside",
    [
        "<p>The cookie factory of Alder lost its roof.</p>",
        "<div class='cookie-recipes'>Grandmother's cookies sold out.</div>",
        "<div><p>Three boats are missing.</p><form><input name='email'></form></div>",
        "<div role='dialog' aria-label='Photo'>The market square under water.</div>",
        f"<form><p>{'A page that is one form, as old servers make them. ' * 10}</p><input type='email'></form>",
    ],
)
def test_text_stays(inside: str) -> None:
    wanted = " ".join(html.fragment_fromstring(inside).text_content().split())
    assert wanted in run(inside)[0]


def test_a_flash_with_a_sign_up_field_keeps_its_text() -> None:
    tree = html.document_fromstring(
        "<body><h1>Quake off Teal</h1><p>No damage is known.</p><input type='email'></body>"
    )
    drop_boxes(tree)
    assert "No damage is known." in tree.text_content()


def test_what_holds_the_article_is_no_dialog() -> None:
    page = "<body><div id='cc-main-column'><h1>Quake off Teal</h1><p>No damage is known.</p></div></body>"
    tree = html.document_fromstring(page)
    assert not drop_boxes(tree).has_consent
    assert "No damage is known." in tree.text_content()


def test_logins_and_consent_forms_are_seen() -> None:
    assert run("", "<form><input type='password'></form>")[1] == Boxes(has_consent=False, is_wall=False, has_login=True)
    asks = Boxes(has_consent=True, is_wall=False, has_login=False)
    assert run("", "<form action='/consent/collect'><button>Agree</button></form>")[1] == asks
    assert run("", "<form action='https://consent.alder.example/save'><button>Agree</button></form>")[1].is_wall
    assert run("", f"<form class='consent-form'><p>{SAYS * 3}</p></form>")[1].is_wall
