"""Words that decide whether a place name locates a fact, and as what."""

from typing import Final

# A place before one of these is part of what they name: "the New Zealand government", "Tbilisi city court".
NAMED_BODIES: Final = frozenset(
    "government ministry minister president presidency cabinet parliament senate senator congress congressman court police army "
    "military navy forces embassy ambassador consulate official officials authority authorities administration commission "
    "commissioner council councillor mayor governor secretary department agency herald times post news journal university "
    "newspaper airways airline airlines bank company coalition spokesman spokeswoman spokesperson diplomat envoy leader "
    "lawmaker legislator representative team side club player band actor singer citizen national passport flag company "
    "currency dollar dollars rupee government's prime former vice foreign defense defence interior health chief "
    "party flu virus fever syndrome disease variant strain king queen prince princess pope general colonel judge lawyer doctor scientist researcher professor journalist".split()
)
# What stands for the whole world: adverbs, and nouns behind a preposition of spread ("across the globe").
WORLDWIDE: Final = frozenset({"worldwide", "globally", "internationally", "overseas", "abroad"})
WORLD: Final = frozenset({"world", "globe", "planet"})
SPREADING: Final = frozenset({"in", "around", "across", "over", "throughout", "of"})
# Counted places: a number of countries lies in none of them.
PLACE_NOUNS: Final = frozenset(
    "country nation state province region district county city town village municipality territory governorate prefecture department canton continent island republic".split()
)
# Prepositions that lead away, towards and through.
AWAY: Final = frozenset({"from", "off"})
TOWARDS: Final = frozenset({"to", "into", "onto", "toward", "towards"})
THROUGH: Final = frozenset({"through", "via", "across", "over"})
CROSSING_NOUNS: Final = frozenset("crossing border checkpoint gate strait channel transit pass bridge".split())
