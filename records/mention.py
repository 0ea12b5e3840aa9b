"""Mentions: quantities, places, actors, times and attributions found in a text, each with its offsets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from records.vocabulary import ActorKind, AttributionMode, Qualifier, Stance, TimexType, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of an article's text.

    Attributes:
        start: offset of the first code point.
        end: offset after the last code point, greater than `start`.
        text: the words exactly as they stand there.

    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        """Refuse an empty, negative or mismeasured stretch."""
        if self.start < 0 or self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"not a stretch of text: {self.text!r} at {self.start}..{self.end}")

    def is_in(self, text: str) -> bool:
        """Tell whether `text` has exactly these words at these offsets."""
        return text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Mention):
    """A number expression with its qualifier words, and the closed interval that it states.

    Attributes:
        low: least value; None when the text sets no lower bound ("up to 30").
        high: greatest value; None when the text sets no upper bound ("over 30").
        qualifier: how the words bound the number.
        unit: the unit as far as the expression itself tells (`money`, `percent`, `weight`, ...); None when only the
            counted noun can tell.
        currency: ISO 4217 code for money; None for everything else and for a currency that the text leaves open.
        measure: unit of measurement as printed ("km", "tonnes"); None for counts, money and shares.
        rule: name of the rule that read it.

    """

    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    unit: Unit | None = None
    currency: str | None = None
    measure: str | None = None
    rule: str

    def __post_init__(self) -> None:
        """Refuse an interval without any bound or with bounds in the wrong order."""
        # Named, not super(): a slotted dataclass is a new class, and the zero-argument form finds the old one.
        Mention.__post_init__(self)
        if self.low is None and self.high is None:
            raise ValueError(f"a quantity needs a bound: {self.text!r}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high} in {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """One gazetteer entry that a place name may mean.

    Attributes:
        key: `geonames:ID`, or `crossing:`, `region:` or `division:` and a slug for entries of the package's own tables.
        name: the entry's main name.
        latitude: WGS 84 degrees north.
        longitude: WGS 84 degrees east.
        feature_class: GeoNames feature class, one letter (A, P, H, T, L, S, R, U, V).
        feature_code: GeoNames feature code (PPLA, PCLI, ADM1, ...).
        country: ISO 3166-1 alpha-2 code; None for seas, continents and other places of no country.
        admin1: name of the first-order division; None when unknown or not applicable.
        population: inhabitants; 0 when the gazetteer does not know.
        score: how well the entry fits this mention, 0 to 1.

    """

    key: str
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None
    admin1: str | None
    population: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Mention):
    """A place name and the gazetteer entry that it was resolved to.

    Attributes:
        resolved: the entry; None when the gazetteer has no such name.
        candidates: the best entries in falling order of score, the resolved one first; empty when there are none.
        confidence: how sure the resolution is, 0 to 1; 0 when unresolved.
        rule: name of the rule or model that found the name.

    """

    resolved: PlaceCandidate | None
    candidates: tuple[PlaceCandidate, ...] = ()
    confidence: float
    rule: str

    @property
    def country(self) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the country; None when unresolved or of no country."""
        return self.resolved.country if self.resolved else None

    @property
    def geonameid(self) -> int | None:
        """Return the GeoNames id; None when unresolved or not from GeoNames."""
        if self.resolved is None or not self.resolved.key.startswith("geonames:"):
            return None
        return int(self.resolved.key.removeprefix("geonames:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange(Mention):
    """A time expression (TIMEX3) and the days that it covers.

    Attributes:
        timex: TIMEX3 type.
        value: TIMEX3 value ("2023-11-20", "2023-W47", "P3D", "PRESENT_REF"); None when it cannot be resolved.
        first: first day that it covers; None when open ("by Monday") or unresolved.
        last: last day that it covers; None when open ("since 1 November") or unresolved.
        anchor: what it was resolved against: `published`, `dateline`, `text` (another date of the text) or `self` (the
            expression is absolute); None when unresolved.
        rule: name of the rule that resolved it.

    """

    timex: TimexType
    value: str | None
    first: date | None
    last: date | None
    anchor: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A named person or organisation that acts or speaks in the article, one record for all its mentions.

    Attributes:
        name: the fullest name in the article.
        kind: `person` or `organisation`.
        role: title as printed ("chief spokesperson"); None when the text gives none.
        organisation: affiliation as printed; None when the text gives none.
        sector: PLOVER-like sector code (GOV, MIL, REB, IGO, NGO, MED, ...); None when it could not be told.
        aliases: other names in the article (surname, acronym), without `name`.
        mentions: every mention by name, in order of the text; never empty.

    """

    name: str
    kind: ActorKind
    role: str | None
    organisation: str | None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker(Mention):
    """Who an article gives as the source of a statement; the stretch is the mention by name nearest to it.

    Attributes:
        name: the fullest name in the article, or the words as they stand for unnamed speakers.
        kind: person, organisation, document or anonymous.
        role: title as printed; None when the text gives none.
        organisation: affiliation as printed; None when the text gives none.

    """

    name: str
    kind: ActorKind
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who said what, in which words. Each part may be broken into several stretches, in order of the text.

    Attributes:
        source: the words that name the speaker ("he", "the ministry", "Mujahid"); empty when the text names nobody.
        cue: the attributing words ("said", "according to").
        content: what is attributed; never empty.
        speaker: the speaker resolved within the article; None when unresolved or unnamed in the text.
        mode: direct, indirect, mixed or document.
        stance: what the speaker does with the content.
        relay: the medium or agency that the words passed through ("told Reuters"); None when none is named.
        rule: name of the rule that found it.

    """

    source: tuple[Mention, ...]
    cue: tuple[Mention, ...]
    content: tuple[Mention, ...]
    speaker: Speaker | None
    mode: AttributionMode
    stance: Stance
    relay: Mention | None = None
    rule: str

    def __post_init__(self) -> None:
        """Refuse an attribution of nothing."""
        if not self.content:
            raise ValueError("an attribution needs content")
