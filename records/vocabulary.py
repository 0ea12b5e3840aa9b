"""The closed vocabularies of a claim. docs/codebook.md explains each value to a researcher, with examples."""

from enum import StrEnum


class Qualifier(StrEnum):
    """How the printed number bounds the true one; decides which of a quantity's `low` and `high` are set."""

    EXACT = "exact"
    APPROXIMATELY = "approximately"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    UP_TO = "up_to"
    RANGE = "range"
    VAGUE = "vague"


class Unit(StrEnum):
    """What kind of thing is counted or measured. Disease cases of people are persons."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ANIMAL = "animal"
    MONEY = "money"
    PERCENT = "percent"
    BUILDING = "building"
    VEHICLE = "vehicle"
    ATTACK = "attack"
    CASE = "case"
    WEIGHT = "weight"
    DISTANCE = "distance"
    AREA = "area"
    EVENT = "event"
    OTHER = "other"


class Event(StrEnum):
    """What happened to, or with, the counted thing."""

    DEATH = "death"
    INJURY = "injury"
    MISSING = "missing"
    ILLNESS = "illness"
    DISPLACEMENT = "displacement"
    RETURN = "return"
    EXPULSION = "expulsion"
    DETENTION = "detention"
    RELEASE = "release"
    ATTACK = "attack"
    PROTEST = "protest"
    DESTRUCTION = "destruction"
    AID = "aid"
    NEED = "need"
    PRESENCE = "presence"
    DEPLOYMENT = "deployment"
    VOTE = "vote"
    MONEY = "money"
    OTHER = "other"


class Measure(StrEnum):
    """Whether a figure is a state at a time, a movement within a period, or a running total."""

    STOCK = "stock"
    FLOW = "flow"
    CUMULATIVE = "cumulative"


class Modality(StrEnum):
    """Whether the fact is stated as having happened."""

    ACTUAL = "actual"
    NEGATED = "negated"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"


class PlaceRole(StrEnum):
    """What a place is to the fact. `transit` covers border crossings."""

    EVENT = "event"
    ORIGIN = "origin"
    DESTINATION = "destination"
    TRANSIT = "transit"


class ActorKind(StrEnum):
    """Who acts or speaks. Actors are persons or organisations; speakers may also be documents or anonymous."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"


class AttributionMode(StrEnum):
    """How the words are attributed: quoted, reported, both, or a document's."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    DOCUMENT = "document"


class Stance(StrEnum):
    """What the speaker does with the content."""

    ASSERT = "assert"
    CONFIRM = "confirm"
    DENY = "deny"
    ESTIMATE = "estimate"
    FEAR = "fear"
    FORECAST = "forecast"
    DEMAND = "demand"


class TimexType(StrEnum):
    """The TIMEX3 types of ISO-TimeML."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Decision(StrEnum):
    """What a person decided about a claim. `skip` records that it was seen and left; looking alone leaves no verdict.

    `add` states a claim that the machine missed. `retract` takes an earlier verdict of the same person back: nothing is
    ever deleted.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNSURE = "unsure"
    SKIP = "skip"
    ADD = "add"
    RETRACT = "retract"


class Round(StrEnum):
    """In which reading a verdict was given: the first, a blind second one, or the decision between two that differ."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATION = "adjudication"
