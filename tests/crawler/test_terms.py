import pytest

from crawler.listings import ListingEntry
from crawler.terms import BadTermError, compile_term, is_wanted
from records import Source, Term


def source(*, keep: tuple[Term, ...] = (), drop: tuple[Term, ...] = (), language: str | None = None) -> Source:
    return Source(name="a", title="A", home="https://alder.example/", keep=keep, drop=drop, language=language)


def entry(title: str = "", **fields: str) -> ListingEntry:
    return ListingEntry(url="https://alder.example/a", title=title, **fields)


@pytest.mark.parametrize(
    ("term", "words", "expected"),
    [
        ("displaced", "300 Displaced by flood", True),
        ("displaced", "The undisplaced stayed", False),
        ("food aid", "Food\n aid arrives", True),
        ("food aid", "food for aid workers", False),
        ("C++", "C++ for beginners", True),
        ("/cholera|choléra/", "Le CHOLÉRA progresse", True),
        ("/^flood/", "No flood", False),
        ("/", "a / b", True),
        ("洪水", "洪水", True),
    ],
)
def test_terms(term: str, words: str, *, expected: bool) -> None:
    assert (compile_term(term).search(words) is not None) is expected


@pytest.mark.parametrize("text", ["", "  ", "//", "/(/", "/*/"])
def test_bad_terms(text: str) -> None:
    with pytest.raises(BadTermError):
        compile_term(text)


def test_keep_and_drop() -> None:
    keep, drop = (Term(text="displaced"),), (Term(text="football"),)
    assert is_wanted(entry("300 displaced"), source(keep=keep))
    assert not is_wanted(entry("Markets rise"), source(keep=keep))
    assert is_wanted(entry("Flood", summary="300 are displaced"), source(keep=keep))
    assert is_wanted(entry("Flood", keywords="rivers, displaced"), source(keep=keep))
    assert not is_wanted(entry("Displaced football team"), source(keep=keep, drop=drop))
    # Nothing is said of it, so nothing speaks against it.
    assert is_wanted(entry(), source(keep=keep, drop=drop))


def test_a_term_is_for_its_language() -> None:
    drop = (Term(text="gift", language="de"),)
    assert not is_wanted(entry("Gift im Wasser", language="de-AT"), source(drop=drop))
    assert is_wanted(entry("A gift of boats", language="en"), source(drop=drop))
    assert is_wanted(entry("A gift of boats"), source(drop=drop, language="en"))
    keep = (Term(text="Vertriebene", language="de"),)
    assert is_wanted(entry("Markets rise", language="en"), source(keep=keep))
    assert not is_wanted(entry("Märkte steigen", language="de"), source(keep=keep))
