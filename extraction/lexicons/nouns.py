"""Counted nouns: what kind of thing they are, and the event that some of them carry.

`noun_units.tsv` is derived from WordNet 3.1 (LICENSE.wordnet) by training/noun_units.py. The tables here hold what the codebook
decides otherwise and nouns that WordNet knows in another sense. All keys are lemmas in lower case.
"""

from functools import cache
from pathlib import Path
from typing import Final

from records import Event, Unit

_PERSON: Final = (
    "people person persons individual pax ppl arrival newcomer idp pdi refugee returnee evacuee deportee displaced homeless troop soldier officer personnel police "
    "staff crew crewmember life body corpse dead deceased wounded injured casualty fatality death injury victim survivor case infection "
    "patient hospitalisation hospitalization illness population inhabitant voter delegate elector attendee visitor pilgrim "
    "worshipper worshiper passenger tourist spectator protester protestor demonstrator marcher hostage captive detainee "
    "prisoner inmate arrest suspect convict fighter militant insurgent gunman attacker jihadist rebel combatant terrorist man "
    "woman child baby boy girl kid infant toddler newborn teen teenager teenage youth adult elderly civilian local resident "
    "villager citizen national foreigner migrant immigrant expatriate minor orphan widow student pupil schoolchild schoolboy "
    "schoolgirl teacher doctor nurse medic paramedic firefighter rescuer responder volunteer worker employee labourer laborer "
    "miner fisherman farmer journalist reporter activist lawmaker councillor councilor senator deputy mp legislator official "
    "guy other hopeful participant member player athlete candidate applicant nominee winner loser applicant subscriber user customer "
    "caregiver seeker lady gentleman male female father mother son daughter brother sister resident recovery "
    "vaccination displacement evacuation returnees mercenary celebrant mourner parishioner nun priest monk peacekeeper "
    "boater motorist driver commuter climber servicemember serviceman servicewoman guardsman policeman policewoman crewman clergyman businessman congressman "
    "spokesman layoff pregnancy birth"
).split()
_HOUSEHOLD: Final = "family household hh foyer ménage familia famille".split()
_ANIMAL: Final = (
    "animal livestock cattle poultry herd sheep chicken hog pig horse racehorse cow dog bird whale elephant".split()
)
_BUILDING: Final = (
    "house home building structure dwelling apartment flat residence property shop store school classroom hospital clinic "
    "church mosque temple synagogue shelter tent hut cabin bunker warehouse factory plant office hotel restaurant bar villa "
    "barn shed kiosk stall station tower housing outbuilding skyscraper block vivienda accommodation facility center centre "
    "orphanage dormitory prison jail monastery library museum nursery pharmacy garage stable"
).split()
_VEHICLE: Final = (
    "vehicle car truck lorry bus van motorcycle motorbike bike bicycle scooter suv ambulance tank loader bulldozer excavator "
    "tractor trailer train carriage locomotive tram ship boat vessel ferry yacht submarine dinghy raft canoe freighter tanker "
    "aircraft airplane aeroplane plane jet helicopter chopper drone uav bomber fighter-jet shuttle spacecraft satellite orbiter "
    "convoy taxi wagon apc humvee warship frigate destroyer trawler barge lifeboat airliner glider balloon"
).split()
_ATTACK: Final = (
    "attack strike airstrike air-strike raid bombing shelling shooting ambush assault clash explosion blast firefight "
    "bombardment offensive incursion kidnapping killing murder massacre stabbing abduction hijacking beheading"
).split()
_EVENT: Final = (
    "event incident accident earthquake quake aftershock tremor storm hurricane typhoon cyclone tornado flood wildfire "
    "landslide avalanche outbreak protest demonstration rally march riot strike-action election referendum primary caucus vote-round "
    "test mission operation exercise launch trial meeting summit conference ceremony concert match game race crash collision "
    "derailment fire tsunami campaign visit trip flight tour festival celebration hearing session debate"
).split()
_OTHER: Final = (
    "village town city state country nation province district county region municipality island territory community weapon gun "
    "rifle firearm shotgun pistol missile rocket bomb mine shell round bullet grenade warhead unit route road bridge sample job "
    "ticket vote ballot seat majority abstention view tweet page question word bill law article document dose vaccine tree "
    "count charge claim application company firm business bank organization organisation agency group party team club "
    "nationality language species strain exoplanet planet star point goal term time way thing part side section area camp "
    "settlement site location constituency precinct ward department committee council union bloc camp package kit blanket meal "
    "hurdle virus disease skin tail skull horn drive phone computer robot crop field farm ranch reactor round copy book film album "
    "song website account video clip photo image letter message call complaint report award medal prize title record pillar "
    "branch wing reason step stage phase category level degree percentage"
).split()

# Homes: whoever is evacuated from them is meant.
DWELLINGS: Final = frozenset(
    "house home dwelling apartment flat residence property household building hut cabin villa".split()
)

UNITS: Final[dict[str, Unit]] = {
    **dict.fromkeys(_OTHER, Unit.OTHER),
    **dict.fromkeys(_EVENT, Unit.EVENT),
    **dict.fromkeys(_PERSON, Unit.PERSON),
    **dict.fromkeys(_HOUSEHOLD, Unit.HOUSEHOLD),
    **dict.fromkeys(_ANIMAL, Unit.ANIMAL),
    **dict.fromkeys(_BUILDING, Unit.BUILDING),
    **dict.fromkeys(_VEHICLE, Unit.VEHICLE),
    **dict.fromkeys(_ATTACK, Unit.ATTACK),
}

# Nouns that are both what is counted and what happened; a verb of report around them changes nothing.
STRONG_EVENTS: Final[dict[str, Event]] = {
    **dict.fromkeys("death fatality killing murder body corpse dead deceased".split(), Event.DEATH),
    **dict.fromkeys("injury casualty wounded injured".split(), Event.INJURY),
    **dict.fromkeys("infection case hospitalisation hospitalization".split(), Event.ILLNESS),
    **dict.fromkeys("displacement evacuation evacuee idp evacuado".split(), Event.DISPLACEMENT),
    **dict.fromkeys("returnee repatriation".split(), Event.RETURN),
    **dict.fromkeys("deportation deportee expulsion".split(), Event.EXPULSION),
    **dict.fromkeys("arrest detainee hostage detention".split(), Event.DETENTION),
    **dict.fromkeys(
        "attack airstrike air-strike strike raid bombing shelling shooting ambush assault clash bombardment shell rocket missile".split(),
        Event.ATTACK,
    ),
    **dict.fromkeys("protest demonstration protester protestor demonstrator rally marcher".split(), Event.PROTEST),
    **dict.fromkeys(
        "vote ballot seat delegate voter elector abstention majority turnout referendum primary caucus election electorate".split(),
        Event.VOTE,
    ),
    **dict.fromkeys("vaccination donation".split(), Event.AID),
}
# Nouns that suggest an event when no verb says another: "3,000 refugees".
WEAK_EVENTS: Final[dict[str, Event]] = {
    **dict.fromkeys("refugee displaced homeless migrant seeker arrival".split(), Event.DISPLACEMENT),
    **dict.fromkeys("prisoner inmate captive suspect".split(), Event.DETENTION),
    **dict.fromkeys("patient illness".split(), Event.ILLNESS),
    **dict.fromkeys(
        "population resident inhabitant member passenger capita staff employee crew visitor pilgrim spectator attendee worshipper "
        "personnel tourist crowd audience".split(),
        Event.PRESENCE,
    ),
    **dict.fromkeys("troop peacekeeper firefighter rescuer".split(), Event.DEPLOYMENT),
    **dict.fromkeys("victim".split(), Event.DEATH),
}
# Nouns whose size is a number of people.
CROWDS: Final = frozenset("crowd audience attendance congregation".split())
# Nouns that frame a number and are not what it counts.
FRAMES: Final = frozenset("number total toll figure count tally rate share percentage proportion level sum".split())
TIME_NOUNS: Final = frozenset(
    "second minute hour day night week weekend fortnight month year decade century quarter season semester term-year "
    "generation moment occasion shift morning evening afternoon anniversary birthday".split()
)
# "Flight 370", "category 3", "Article 50": the number behind one of these names it and counts nothing.
LABEL_NOUNS: Final = frozenset(
    "number no nos numero region pct precinct flight route road highway interstate motorway autoroute resolution article section chapter page room "
    "level category phase type class version size channel platform gate line bus train track exhibit unit block apartment "
    "suite box district ward zone grade tier group pool round stage season episode volume issue edition part step rule law "
    "act order title schedule annex appendix figure table formula model mark sector post checkpoint pad runway terminal "
    "pier dock berth lot hole lane day week year game match lap heat boeing airbus apollo soyuz vostok windows iphone "
    "galaxy enterovirus covid protocol clause paragraph verse psalm amendment proposition bill directive regulation "
    "document decree notice circular agenda item option scenario area base camp hangar hall building house floor "
    "platoon battalion brigade regiment division army corps squadron fleet wing expedition channel radio fm am studio "
    "advisory bulletin statement question case docket count mile kilometre km marker exit junction mission cohort "
    "magnitude ranked rank ranking position place seed seeded".split()
)
# Labels that also are counted: only a number behind the singular names one.
ADDRESS_NOUNS: Final = frozenset(
    "avenue ave street st road rd boulevard blvd lane ln drive dr way square plaza court ct place pl highway hwy terrace".split()
)


_PEOPLE: Final = ("children", "people", "women", "persons", "folk")


@cache
def _derived() -> dict[str, Unit]:
    rows = Path(__file__).with_name("noun_units.tsv").read_text(encoding="utf-8").splitlines()
    return {lemma: Unit(unit) for lemma, unit in (row.split("\t") for row in rows)}


def unit_of_noun(lemma: str) -> Unit | None:
    """Return the kind of thing that a noun names, by the tables above and then by WordNet; None when neither tells."""
    lemma = lemma.lower()
    if lemma.endswith(_PEOPLE):
        return Unit.PERSON
    return UNITS.get(lemma) or _derived().get(lemma)
