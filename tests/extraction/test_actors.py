"""Names, aliases, titles and who counts as an actor, on parses written by hand.

A parse is a line of words `form|tag|relation|head[|entity]`; heads count from 1, 0 is the root.
"""

import pytest
import spacy
from spacy.tokens import Doc

from extraction.cast import build_cast
from extraction.components.actors import ActorFinder
from extraction.names import find_names
from extraction.titles import parse_title
from records import ActorKind

VOCAB = spacy.blank("en").vocab
POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "JJ": "ADJ",
    "DT": "DET",
    "IN": "ADP",
    "CC": "CCONJ",
    "PRP": "PRON",
    "PRP$": "PRON",
    "CD": "NUM",
    "RB": "ADV",
    "TO": "PART",
    "POS": "PART",
    "HYPH": "PUNCT",
    ",": "PUNCT",
    ".": "PUNCT",
    "-LRB-": "PUNCT",
    "-RRB-": "PUNCT",
}
LEMMAS = {
    "heads": "head",
    "officials": "official",
    "said": "say",
    "told": "tell",
    "is": "be",
    "warned": "warn",
    "Senators": "senator",
    "accused": "accuse",
}


def parsed(rows):
    fields = [row.split("|") for row in rows.split()]
    words = [field[0] for field in fields]
    spaces = [
        index + 1 < len(words) and words[index + 1] not in {",", ".", ")", "-", "'s"} and word not in {"(", "-"}
        for index, word in enumerate(words)
    ]
    return Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        tags=[field[1] for field in fields],
        pos=[POS.get(field[1], "VERB") for field in fields],
        deps=[field[2] for field in fields],
        heads=[int(field[3]) - 1 if int(field[3]) else index for index, field in enumerate(fields)],
        ents=[field[4] if len(field) > 4 else "O" for field in fields],
        lemmas=[LEMMAS.get(word, word.lower()) for word in words],
    )


def actors_of(rows):
    doc = ActorFinder()(parsed(rows))
    return {actor.name: actor for actor in doc._.actors}


SPOKESPERSON = (
    "Mara|NNP|nsubj|14|B-PERSON Ruiz|NNP|flat|1|I-PERSON ,|,|punct|6 the|DT|det|6 chief|JJ|amod|6 "
    "spokesperson|NN|appos|1 of|IN|case|12 the|DT|det|12 Lake|NNP|compound|11|B-ORG -|HYPH|punct|9 led|VBN|amod|12 "
    "government|NN|nmod|6 ,|,|punct|1 confirmed|VBD|ROOT|0 it|PRP|obj|14 .|.|punct|14"
)
COMPOUND = (
    "Harbourwatch|NNP|compound|2|B-ORG spokesman|NN|nmod:desc|3 Tom|NNP|nsubj|5|B-PERSON Reed|NNP|flat|3|I-PERSON "
    "left|VBD|ROOT|0 .|.|punct|5"
)
POSSESSIVE = (
    "Norland|NNP|nmod:poss|4|B-GPE 's|POS|case|1 prime|JJ|amod|4 minister|NN|nmod:desc|5 Ana|NNP|nsubj|7|B-PERSON "
    "Cole|NNP|flat|5|I-PERSON spoke|VBD|ROOT|0 .|.|punct|7"
)
OF_PLACE = (
    "Ana|NNP|nsubj|10|B-PERSON Cole|NNP|flat|1|I-PERSON ,|,|punct|5 the|DT|det|5 governor|NN|appos|1 of|IN|case|7 "
    "Norland|NNP|nmod|5|B-GPE ,|,|punct|1 also|RB|advmod|10 spoke|VBD|ROOT|0 .|.|punct|10"
)
OF_BODY = (
    "Ana|NNP|nsubj|6|B-PERSON Cole|NNP|flat|1|I-PERSON of|IN|case|5 the|DT|det|5 Harbourwatch|NNP|nmod|1|B-ORG "
    "said|VBD|ROOT|0 so|RB|advmod|6 .|.|punct|6"
)
PARTY = "Labour|NNP|nmod:poss|3|B-ORG 's|POS|case|1 Lena|NNP|nsubj|5|B-PERSON Fox|NNP|flat|3|I-PERSON won|VBD|ROOT|0"
LISTED = (
    "Senators|NNS|nmod:desc|2 Ana|NNP|nsubj|9|B-PERSON Cole|NNP|flat|2|I-PERSON of|IN|case|5 Norland|NNP|nmod|2|B-GPE "
    "and|CC|cc|7 Ben|NNP|conj|2|B-PERSON Ward|NNP|flat|7|I-PERSON resigned|VBD|ROOT|0 .|.|punct|9"
)
PREDICATE = (
    "Ana|NNP|nsubj|5|B-PERSON Cole|NNP|flat|1|I-PERSON is|VBZ|cop|5 the|DT|det|5 president|NN|ROOT|0 of|IN|case|9 "
    "the|DT|det|9 Water|NNP|compound|9|B-ORG Board|NNP|nmod|5|I-ORG .|.|punct|5"
)
AGED = (
    "Ana|NNP|nsubj|9|B-PERSON Cole|NNP|flat|1|I-PERSON ,|,|punct|1 42|CD|appos|1 ,|,|punct|7 a|DT|det|7 "
    "teacher|NN|appos|1 ,|,|punct|1 spoke|VBD|ROOT|0 .|.|punct|9"
)
ADDRESS = (
    "Professor|NNP|nmod:desc|2 Ana|NNP|nsubj|9|B-PERSON Cole|NNP|flat|2|I-PERSON ,|,|punct|5 director|NN|appos|2 "
    "of|IN|case|7 Harbourwatch|NNP|nmod|5|B-ORG ,|,|punct|2 spoke|VBD|ROOT|0 .|.|punct|9"
)

HYPHENATED = (
    "UN|NNP|compound|4|B-ORG Secretary|NNP|compound|4 -|HYPH|punct|2 General|NNP|nmod:desc|5 Ana|NNP|nsubj|7|B-PERSON "
    "Cole|NNP|flat|5|I-PERSON spoke|VBD|ROOT|0 .|.|punct|7"
)
APART = (
    "Norland|NNP|nmod:poss|4|B-GPE 's|POS|case|1 foreign|JJ|amod|4 minister|NN|nsubj|9 ,|,|punct|6 Ana|NNP|appos|4|B-PERSON "
    "Cole|NNP|flat|6|I-PERSON ,|,|punct|6 spoke|VBD|ROOT|0 .|.|punct|9"
)
HEADS = (
    "Ana|NNP|nsubj|10|B-PERSON Cole|NNP|flat|1|I-PERSON ,|,|punct|5 who|WP|nsubj|5 heads|VBZ|acl:relcl|1 the|DT|det|8 "
    "Water|NNP|compound|8|B-ORG Board|NNP|obj|5|I-ORG ,|,|punct|1 spoke|VBD|ROOT|0 .|.|punct|10"
)


@pytest.mark.parametrize(
    ("rows", "name", "role", "organisation"),
    [
        pytest.param(SPOKESPERSON, "Mara Ruiz", "chief spokesperson", "Lake-led government", id="apposition"),
        pytest.param(COMPOUND, "Tom Reed", "spokesman", "Harbourwatch", id="compound"),
        pytest.param(POSSESSIVE, "Ana Cole", "prime minister", "Norland", id="possessive"),
        pytest.param(OF_PLACE, "Ana Cole", "governor of Norland", None, id="of a place"),
        pytest.param(OF_BODY, "Ana Cole", None, "Harbourwatch", id="of a body"),
        pytest.param(PARTY, "Lena Fox", None, "Labour", id="party"),
        pytest.param(LISTED, "Ana Cole", "Senator", "Norland", id="plural title, first of a list"),
        pytest.param(LISTED, "Ben Ward", "Senator", None, id="plural title, later of a list"),
        pytest.param(PREDICATE, "Ana Cole", "president", "Water Board", id="predicate"),
        pytest.param(AGED, "Ana Cole", "teacher", None, id="after an age"),
        pytest.param(HYPHENATED, "Ana Cole", "Secretary-General", "UN", id="a title in hyphens"),
        pytest.param(APART, "Ana Cole", "foreign minister", "Norland", id="possessive, comma before the name"),
        pytest.param(HEADS, "Ana Cole", None, "Water Board", id="who heads a body"),
        pytest.param(ADDRESS, "Ana Cole", "director", "Harbourwatch", id="a title outranks a form of address"),
    ],
)
def test_title_and_affiliation(rows, name, role, organisation):
    actor = actors_of(rows)[name]
    assert (actor.role, actor.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a|DT|det|3 Norland|NNP|compound|3|B-GPE official|NN|ROOT|0", ("Norland official", None)),
        ("a|DT|det|3 Harbourwatch|NNP|compound|3|B-ORG official|NN|ROOT|0", ("official", "Harbourwatch")),
        ("two|CD|nummod|2 officials|NNS|ROOT|0", ("official", None)),
        ("many|JJ|amod|2 officials|NNS|ROOT|0", ("official", None)),
        ("the|DT|det|2 river|NN|ROOT|0", (None, None)),
    ],
)
def test_titles_of_unnamed_speakers(rows, expected):
    doc = parsed(rows)
    role = parse_title(doc, 0, len(doc))
    assert (role.title, role.organisation) == expected


ALIASES = (
    "Anna|NNP|nsubj|5|B-PERSON Holt|NNP|flat|1|I-PERSON of|IN|case|4 Rome|NNP|nmod|1|B-GPE arrived|VBD|ROOT|0 .|.|punct|5 "
    "Mrs.|NNP|compound|8 Holt|NNP|nsubj|9|B-PERSON left|VBD|ROOT|0 .|.|punct|9 Ben|NNP|nsubj|13|B-PERSON "
    "Holt|NNP|flat|11|I-PERSON stayed|VBD|ROOT|0 .|.|punct|13"
)
ACRONYM = (
    "The|DT|det|4 World|NNP|compound|4|B-ORG Water|NNP|compound|4|I-ORG Council|NNP|nsubj|8|I-ORG (|-LRB-|punct|6 "
    "WWC|NNP|appos|4|B-ORG )|-RRB-|punct|6 warned|VBD|ROOT|0 .|.|punct|8 WWC|NNP|compound|11|B-ORG staff|NNS|nsubj|12 "
    "left|VBD|ROOT|0 .|.|punct|12"
)


def test_a_surname_joins_its_full_name_and_another_first_name_does_not():
    actors = actors_of(ALIASES)
    assert set(actors) == {"Anna Holt", "Ben Holt"}
    assert actors["Anna Holt"].aliases == ("Holt",)
    assert [mention.text for mention in actors["Anna Holt"].mentions] == ["Anna Holt", "Holt"]


def test_an_acronym_in_brackets_joins_its_long_form():
    (actor,) = actors_of(ACRONYM).values()
    assert actor.name == "World Water Council"
    assert [mention.text for mention in actor.mentions] == ["World Water Council", "WWC", "WWC"]
    assert actor.kind is ActorKind.ORGANISATION


def test_diacritics_do_not_keep_two_spellings_apart():
    rows = (
        "Recep|NNP|nsubj|3|B-PERSON Erdoğan|NNP|flat|1|I-PERSON spoke|VBD|ROOT|0 .|.|punct|3 "
        "Erdogan|NNP|nsubj|6|B-PERSON left|VBD|ROOT|0"
    )
    (member,) = build_cast(parsed(rows)).members
    assert [name.text for name in member.names] == ["Recep Erdoğan", "Erdogan"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Norlandic|JJ|amod|2|B-NORP police|NNS|nsubj|3 left|VBD|ROOT|0",
            ["Norlandic police"],
        ),
        (
            "the|DT|det|5 US|NNP|compound|4|B-GPE -|HYPH|punct|2 led|VBN|amod|5 coalition|NN|nsubj|6 left|VBD|ROOT|0",
            ["US-led coalition"],
        ),
        (
            "the|DT|det|2 government|NN|nsubj|5 of|IN|case|4 Norland|NNP|nmod|2|B-GPE left|VBD|ROOT|0",
            ["government of Norland"],
        ),
        ("the|DT|det|2 government|NN|nsubj|3 left|VBD|ROOT|0", []),
        ("Norland|NNP|nsubj|2|B-GPE left|VBD|ROOT|0", []),
        ("the|DT|det|3 Norland|NNP|compound|3|B-GPE river|NN|nsubj|4 rose|VBD|ROOT|0", []),
    ],
)
def test_institutions_of_nations(rows, expected):
    assert [name.text for name in find_names(parsed(rows))] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Holt|NNP|nsubj|2|B-PERSON told|VBD|ROOT|0 Reuters|NNP|iobj|2|B-ORG so|RB|advmod|2", {"Holt"}, id="told"
        ),
        pytest.param(
            "Crowds|NNS|nsubj|2 filled|VBD|ROOT|0 the|DT|det|5 Water|NNP|compound|5|B-ORG Board|NNP|obj|2|I-ORG",
            set(),
            id="an organisation that nothing but houses the event",
        ),
        pytest.param(
            "Rain|NNP|nsubj|2 fell|VBD|ROOT|0 .|.|punct|2 Image|NN|ROOT|0 :|:|punct|4 Lena|NNP|appos|4|B-PERSON "
            "Fox|NNP|flat|6|I-PERSON",
            set(),
            id="credit line",
        ),
        pytest.param(
            "Police|NNS|nsubj|2 accused|VBD|ROOT|0 Lena|NNP|obj|2|B-PERSON Fox|NNP|flat|3|I-PERSON",
            {"Lena Fox"},
            id="person acted on",
        ),
        pytest.param(
            "It|PRP|nsubj:pass|3 was|VBD|aux:pass|3 shut|VBN|ROOT|0 by|IN|case|5 Harbourwatch|NNP|obl:agent|3|B-ORG",
            {"Harbourwatch"},
            id="agent",
        ),
    ],
)
def test_only_those_that_act_or_speak(rows, expected):
    assert set(actors_of(rows)) == expected


@pytest.mark.parametrize(
    ("rows", "name", "sector"),
    [
        (SPOKESPERSON, "Mara Ruiz", "GOV"),
        (POSSESSIVE, "Ana Cole", "GOV"),
        ("UNHCR|NNP|nsubj|2|B-ORG warned|VBD|ROOT|0", "UNHCR", "IGO"),
        ("Norlandic|JJ|amod|2|B-NORP police|NNS|nsubj|3 left|VBD|ROOT|0", "Norlandic police", "COP"),
        ("Brell|NNP|nsubj|2|B-PERSON left|VBD|ROOT|0", "Brell", None),
    ],
)
def test_sectors(rows, name, sector):
    assert actors_of(rows)[name].sector == sector


def test_spans_carry_their_actor():
    doc = ActorFinder()(parsed(ALIASES))
    assert [span._.record.name for span in doc.spans["actors"]] == ["Anna Holt", "Anna Holt", "Ben Holt"]


@pytest.mark.parametrize("text", ["", "word", "\n\n", "🜁 ( ) - 's"])
def test_any_text_without_a_parse_is_read(text):
    doc = ActorFinder()(spacy.blank("en")(text))
    assert doc._.actors == ()


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        pytest.param(
            "The|DT|det|4 World|NNP|compound|4 Food|NNP|compound|4 Programme|NNP|nsubj|8 (|-LRB-|punct|6 "
            "WFP|NNP|appos|4|B-ORG )|-RRB-|punct|6 spoke|VBD|ROOT|0",
            {"World Food Programme": ("WFP",)},
            id="words whose initials stand in the bracket",
        ),
        pytest.param(
            "The|DT|det|4 Lake|NNP|compound|4 Relief|NNP|compound|4 Board|NNP|nsubj|8 (|-LRB-|punct|6 "
            "WFP|NNP|appos|4|B-ORG )|-RRB-|punct|6 spoke|VBD|ROOT|0",
            {"WFP": ()},
            id="other initials",
        ),
    ],
)
def test_an_acronym_names_the_words_before_its_bracket(rows, names):
    assert {name: actor.aliases for name, actor in actors_of(rows).items()} == names
