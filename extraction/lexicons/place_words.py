"""Words around place names: kinds of divisions and natural features, connectors, titles, verbs of saying.

Sources: the feature codes of GeoNames for the kinds of places; usage guides of news agencies for titles.
"""

from typing import Final

# fmt: off

# Between the capitalised words of one name: "Isle of Wight", "Rio de Janeiro", "Deir ez-Zor".
CONNECTORS: Final = frozenset({
    "'", "'s", "’s", "-", "al", "and", "au", "aux", "d'", "da", "das", "de", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "el", "en", "es", "ez", "im", "in", "l'", "la", "las", "le", "les", "los",
    "of", "on", "sous", "sur", "the", "ul", "upon", "van", "’", "–", "‑",
})

# Last words of names of divisions, with the GeoNames feature code that they speak for.
DIVISION_WORDS: Final = {
    "canton": "ADM1", "department": "ADM1", "governorate": "ADM1", "krai": "ADM1", "oblast": "ADM1",
    "prefecture": "ADM1", "province": "ADM1", "provinces": "ADM1", "region": "ADM1", "regions": "ADM1",
    "republic": "ADM1", "state": "ADM1", "states": "ADM1", "territory": "ADM1", "borough": "ADM2", "counties":
    "ADM2", "county": "ADM2", "district": "ADM2", "districts": "ADM2", "municipality": "ADM2", "parish": "ADM2",
}

# Words for a populated place, before ("city of Kandahar", "town of") or after it ("Kandahar city").
SETTLEMENT_WORDS: Final = frozenset({
    "camp", "capital", "city", "hamlet", "neighborhood", "neighbourhood", "port", "suburb", "town", "village",
})

# Words behind the name of a crossing or a camp: "the Rafah border crossing".
CROSSING_WORDS: Final = frozenset({
    "border", "camp", "checkpoint", "crossing", "gate", "port", "settlement", "terminal",
})

# Last words of names of natural features and of townships: "Neches River".
NATURAL_WORDS: Final = frozenset({
    "basin", "bay", "beach", "canal", "canyon", "cape", "channel", "coast", "creek", "delta", "desert", "falls",
    "forest", "gulf", "harbor", "harbour", "heights", "highlands", "hills", "island", "islands", "isle",
    "isles", "lagoon", "lake", "lakes", "mountain", "mountains", "ocean", "park", "pass", "peninsula", "plain",
    "plains", "plateau", "point", "range", "reef", "reservoir", "ridge", "river", "sea", "sound", "strait",
    "township", "valley", "wadi", "woods",
})

# First words of such names: "Lake Victoria", "Mount Sinjar".
LEADING_NATURAL_WORDS: Final = frozenset({
    "bay", "cape", "gulf", "isle", "lake", "mount", "mt.", "port", "river", "strait",
})

# Last words of names of streets.
STREET_WORDS: Final = frozenset({
    "ave.", "avenue", "blvd.", "boulevard", "dr.", "drive", "expressway", "freeway", "highway", "hwy.", "lane",
    "parkway", "rd.", "road", "st.", "street", "turnpike",
})

# A capitalised word after one of these is the name of a person.
TITLES: Final = frozenset({
    "attorney", "brother", "capt.", "chief", "coach", "col.", "detective", "dr", "dr.", "father", "gen.",
    "gov.", "governor", "judge", "justice", "lady", "lord", "lt.", "miss", "mr", "mr.", "mrs", "mrs.", "ms",
    "ms.", "officer", "president", "prof.", "professor", "rep.", "rev.", "sen.", "senator", "sgt.", "sheriff",
    "sir", "sister",
})

# Prepositions and adverbs that a place name follows when it locates something.
LOCATIVE: Final = frozenset({
    "across", "along", "around", "at", "between", "east", "from", "in", "inside", "into", "near", "north",
    "off", "outside", "over", "south", "through", "throughout", "to", "toward", "towards", "via", "west",
    "within",
})

# A place as the subject of these speaks for its government: "Islamabad said", "Tokyo urged".
SPEAKING_LEMMAS: Final = frozenset({
    "accuse", "acknowledge", "add", "admit", "agree", "announce", "appeal", "argue", "ask", "assert", "back",
    "blame", "call", "claim", "condemn", "confirm", "consider", "criticise", "criticize", "decide", "declare",
    "demand", "denounce", "deny", "describe", "dismiss", "express", "fear", "hope", "impose", "insist",
    "maintain", "offer", "oppose", "order", "plan", "pledge", "press", "promise", "propose", "protest",
    "reaffirm", "refuse", "reject", "reply", "report", "request", "respond", "say", "seek", "sign", "state",
    "support", "suspect", "tell", "think", "threaten", "urge", "veto", "view", "vote", "vow", "want", "warn",
    "welcome",
})

# Words of the names of seas, which no town bears.
WATERS: Final = frozenset({"sea", "ocean", "gulf", "strait"})
# Countries whose places are written in another script: of them one Latin spelling is no more a name's own than another
# ("Darnah", "Derna"), and a place elsewhere that has the very letters gains nothing by it.
ROMANISED: Final = frozenset(
    "AE AF AM BD BG BH BT BY CN CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MR MV NP "
    "OM PK PS QA RS RU SA SD SY TH TJ TN TW UA YE".split()
)
