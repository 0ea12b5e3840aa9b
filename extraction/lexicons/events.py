"""Trigger words: which event a verb, a noun, an adjective or a set phrase states of the thing counted with it.

A verb tells one event of its object or passive subject and another of its active subject: "12 were killed" is a death, "12 gunmen
killed ..." an attack. The events are those of the codebook (docs/codebook.md).
"""

from typing import Final

from records import Event, Unit

_D, _I, _M, _L = Event.DEATH, Event.INJURY, Event.MISSING, Event.ILLNESS
_X, _R, _E, _A = Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.DETENTION
_F, _K, _P, _Z = Event.RELEASE, Event.ATTACK, Event.PROTEST, Event.DESTRUCTION
_H, _N, _S, _T = Event.AID, Event.NEED, Event.PRESENCE, Event.DEPLOYMENT
_V, _G, _O = Event.VOTE, Event.MONEY, Event.OTHER


def _table(*rows: tuple[str, Event | None, Event | None]) -> dict[str, tuple[Event | None, Event | None]]:
    return {lemma: (patient, agent) for lemmas, patient, agent in rows for lemma in lemmas.split()}


# Lemma -> (event of what it happens to, event of who does it). None: the verb says nothing of that participant.
VERBS: Final[dict[str, tuple[Event | None, Event | None]]] = _table(
    (("kill murder slay execute assassinate massacre slaughter behead lynch martyr butcher gun electrocute asphyxiate suffocate "
     "trample crush drown"), _D, _K),
    ("die perish succumb", _D, _D),
    ("injure wound hurt maim hospitalise hospitalize scald stab", _I, _K),
    ("shoot", _I, _K),
    ("disappear vanish", _M, _M),
    ("infect sicken contract diagnose paralyse paralyze poison", _L, _L),
    ("displace uproot dislocate", _X, None),
    ("evacuate relocate resettle rehouse", _X, _X),
    ("flee escape migrate emigrate", _X, _X),
    ("return repatriate", _R, _R),
    ("deport expel extradite banish", _E, None),
    ("evict", _X, None),
    ("arrest detain jail imprison incarcerate capture apprehend abduct kidnap intern remand nab", _A, _A),
    ("release free liberate pardon acquit exonerate", _F, _F),
    ("attack bomb raid ambush shell bombard storm assault clash firebomb strafe engage suppress drag torpedo", _K, _K),
    ("fire launch lob hurl", _K, _K),
    ("protest demonstrate march rally riot picket chant", _P, _P),
    (("destroy damage demolish raze flatten collapse wreck ruin gut torch level obliterate burn incinerate devastate flood "
     "inundate submerge bury disable vandalise vandalize topple crumble"), _Z, _Z),
    (("distribute donate vaccinate immunise immunize inoculate rescue assist feed aid pledge airlift help supply deliver provide "
     "contribute treat save fund"), _H, None),
    ("need require lack", _N, _N),
    ("affect threaten starve endanger strand trap impoverish isolate besiege maroon", _N, _N),
    ("hit strike struck batter ravage", _N, None),
    ("suffer", None, _N),
    ("live reside stay dwell inhabit lodge", _S, _S),
    ("register enrol enroll populate", _S, _S),
    ("locate situate", _S, _S),
    ("host accommodate house", _S, None),
    ("shelter", _X, _X),
    ("carry", _S, None),
    ("arrive", None, _X),
    ("sink", _Z, None),
    ("move transfer shift bus", _X, _X),
    ("fly", _X, None),
    ("cross", None, _X),
    ("attend gather crowd assemble throng congregate flock", _S, _S),
    ("deploy mobilise mobilize dispatch station", _T, _T),
    ("participate", _S, _S),
    ("vote elect reelect re-elect unseat", _V, _V),
    ("cost pay spend invest earn owe allocate budget borrow lend", _G, None),
)  # fmt: skip


def _participles() -> dict[str, str]:
    """Return the regular past forms of the verbs above, with their lemma: "gutted", "gut"; an adjective to some taggers."""
    forms: dict[str, str] = {}
    for lemma in VERBS:
        if lemma.endswith("e"):
            forms[f"{lemma}d"] = lemma
        elif lemma.endswith("y") and lemma[-2] not in "aeiou":
            forms[f"{lemma[:-1]}ied"] = lemma
        else:
            forms[f"{lemma}ed"] = lemma
            forms[f"{lemma}{lemma[-1]}ed"] = lemma
    return forms


PARTICIPLES: Final = _participles()

# Verbs that befall their subject when no object stands beside them: "two drowned", "dozens were arrested and scores injured".
INTRANSITIVES: Final = frozenset("drown suffocate burn injure wound hurt kill maim trample crush".split())

# Verbs that only carry another word: their complement, their object or their subject says what happened.
LIGHT: Final = frozenset(
    "be have do get make take give see say tell report confirm announce state note add claim estimate believe expect think fear suspect "
    "warn predict record list count include involve comprise total reach number rise fall increase decrease drop grow "
    "climb jump stand exceed surpass remain become continue begin start stop keep try seek want plan intend hope aim agree allow "
    "let permit cause result lead force compel oblige prompt leave find show bring put set go come use order ask urge "
    "call manage fail know consider identify document occur happen seem appear suppose schedule prepare rush ready due able unable "
    "range average amount arise likely verify attribute link relate feature "
    "hold mark".split()
)

# Verb with an object, oblique or particle that decides the event together.
PHRASES: Final[dict[tuple[str, str], Event]] = {
    ("leave", "home"): _X, ("leave", "house"): _X, ("leave", "village"): _X, ("leave", "area"): _X, ("abandon", "home"): _X,
    ("abandon", "village"): _X, ("force", "home"): _X, ("force", "house"): _X, ("force", "shelter"): _X, ("drive", "home"): _X,
    ("drive", "house"): _X, ("take", "refuge"): _X, ("take", "shelter"): _X, ("seek", "refuge"): _X, ("seek", "shelter"): _X,
    ("seek", "asylum"): _X, ("find", "refuge"): _X, ("find", "shelter"): _X, ("lose", "home"): _X, ("lose", "house"): _X,
    ("lose", "life"): _D, ("claim", "life"): _D, ("go", "missing"): _M, ("report", "missing"): _M, ("cross", "border"): _X,
    ("cross", "channel"): _X, ("cross", "sea"): _X, ("cross", "mediterranean"): _X, ("test", "positive"): _L,
    ("fall", "ill"): _L, ("fall", "sick"): _L, ("take", "hostage"): _A, ("take", "captive"): _A, ("take", "prisoner"): _A,
    ("take", "custody"): _A, ("hold", "hostage"): _A, ("hold", "captive"): _A, ("hold", "prisoner"): _A, ("hold", "custody"): _A,
    ("set", "free"): _F, ("let", "go"): _F, ("go", "home"): _R, ("come", "home"): _R, ("go", "back"): _R, ("come", "back"): _R,
    ("return", "home"): _R, ("send", "back"): _R, ("send", "home"): _R, ("take", "part"): _S, ("take", "street"): _P,
    ("block", "road"): _P, ("block", "highway"): _P, ("block", "street"): _P, ("block", "traffic"): _P, ("go", "strike"): _P,
    ("walk", "job"): _P, ("walk", "class"): _P, ("come", "together"): _P, ("set", "fire"): _Z, ("set", "ablaze"): _Z,
    ("catch", "fire"): _Z, ("burn", "down"): _Z, ("wash", "away"): _Z, ("cut", "off"): _N, ("leave", "power"): _N,
    ("lose", "power"): _N, ("face", "hunger"): _N, ("face", "starvation"): _N, ("face", "famine"): _N, ("send", "troop"): _T,
    ("cast", "ballot"): _V, ("go", "poll"): _V, ("give", "shelter"): _H, ("give", "food"): _H, ("receive", "food"): _H,
    ("receive", "aid"): _H, ("receive", "assistance"): _H, ("receive", "treatment"): _H, ("receive", "vaccine"): _H,
    ("receive", "vote"): _V, ("win", "vote"): _V, ("win", "seat"): _V, ("move", "shelter"): _X, ("move", "camp"): _X,
    ("move", "safety"): _X, ("move", "ground"): _X, ("arrive", "camp"): _X, ("turn", "vote"): _V, ("vote", "turn"): _V,
    ("sweep", "away"): _Z, ("suffer", "damage"): _Z, ("sustain", "damage"): _Z, ("spend", "open"): _X, ("sleep", "open"): _X,
    ("sleep", "outdoors"): _X, ("sleep", "outside"): _X, ("sleep", "rough"): _X, ("force", "forest"): _X, ("force", "bush"): _X,
    ("force", "mountain"): _X, ("force", "hill"): _X, ("force", "camp"): _X, ("drive", "forest"): _X, ("drive", "camp"): _X,
    ("have", "symptom"): _L, ("show", "symptom"): _L, ("pull", "rubble"): _H, ("pull", "debris"): _H, ("pull", "wreckage"): _H,
    ("pull", "water"): _H, ("pull", "alive"): _H, ("flee", "scene"): _O, ("flee", "foot"): _O, ("flee", "police"): _O,
    ("flee", "custody"): _O, ("flee", "officer"): _O, ("flee", "car"): _O, ("escape", "scene"): _O, ("escape", "prison"): _O,
    ("escape", "jail"): _O, ("escape", "custody"): _O, ("escape", "injury"): _O, ("escape", "death"): _O, ("escape", "car"): _O,
    ("take", "safety"): _X, ("bring", "safety"): _X, ("lead", "safety"): _X, ("blow", "off"): _Z, ("rip", "off"): _Z, ("tear", "off"): _Z, ("rip", "roof"): _Z, ("blow", "roof"): _Z,
    ("tear", "roof"): _Z, ("reduce", "rubble"): _Z, ("reduce", "ash"): _Z,
    ("return", "custody"): _A, ("return", "prison"): _A, ("return", "jail"): _A, ("return", "work"): _O, ("return", "school"): _O,
    ("return", "court"): _O, ("send", "hospital"): _I, ("take", "hospital"): _I, ("rush", "hospital"): _I,
    ("transport", "hospital"): _I, ("airlift", "hospital"): _I, ("admit", "hospital"): _I, ("treat", "injury"): _I,
    ("lose", "shelter"): _X, ("lose", "dwelling"): _X, ("lose", "roof"): _X,
    ("open", "fire"): _K, ("strike", "down"): _L, ("carry", "out"): _O, ("take", "rally"): _P, ("take", "protest"): _P, ("take", "march"): _P,
    ("take", "demonstration"): _P, ("participate", "rally"): _P, ("participate", "protest"): _P, ("participate", "march"): _P,
    ("participate", "demonstration"): _P, ("attend", "rally"): _P, ("attend", "protest"): _P, ("attend", "march"): _P,
    ("attend", "demonstration"): _P, ("join", "rally"): _P, ("join", "strike"): _P, ("stage", "strike"): _P, ("join", "protest"): _P, ("join", "march"): _P, ("visit", "rally"): _P,
    ("join", "demonstration"): _P, ("find", "need"): _N, ("live", "hiv"): _L, ("live", "disease"): _L, ("live", "virus"): _L,
    ("find", "dead"): _D, ("find", "alive"): _H, ("leave", "homeless"): _X, ("render", "homeless"): _X, ("leave", "dead"): _D,
    ("shoot", "dead"): _D, ("shoot", "fatally"): _D, ("stab", "fatally"): _D, ("wound", "mortally"): _D, ("injure", "fatally"): _D, ("run", "unopposed"): _V, ("burn", "death"): _D, ("put", "death"): _D, ("bleed", "death"): _D,
    ("move", "area"): _X, ("move", "camps"): _X, ("place", "shelter"): _X, ("place", "quarantine"): _O, ("shift", "camp"): _X,
    ("shift", "centre"): _X, ("shift", "shelter"): _X, ("shift", "place"): _X, ("move", "place"): _X, ("come", "against"): _V,
}  # fmt: skip

# Nouns of a ballot only beside one of BALLOT_CONTEXT.
BALLOT_NOUNS: Final = frozenset({"seat", "delegate"})
# What tells the seats of an assembly from those of a hall.
BALLOT_CONTEXT: Final = frozenset(
    "party parliament assembly council legislature senate congress house chamber election vote ballot win hold lose gain secure control "
    "contest opposition coalition majority candidate lawmaker constituency primary caucus nomination nominee convention".split()
)
# What is done by an authority or a captor is done to the object: "sends home $5 billion" is no return of the sender.
CAUSATIVES: Final = frozenset(
    "send force drive let set hold put find report leave render shoot place shift give".split()
)

# Movements that displace only where the text says so: "moved to a camp", "were bused from the flooded town", not "moved house".
DIRECTED: Final = frozenset("move transfer shift bus fly cross arrive escape".split())
DIRECTIONS: Final = frozenset("to into from out across towards toward onto in away".split())
# Those who are displaced by such movements: people as such. Officers, players and guests come and go on their own business.
POPULATION: Final = frozenset(
    "people person individual human family household inhabitant resident villager civilian citizen national local native townspeople "
    "man woman child kid boy girl baby infant minor elderly refugee migrant immigrant idp evacuee returnee seeker displaced survivor "
    "victim homeless other community population farmer herder".split()
)
# What drives people from their homes.
HAZARDS: Final = frozenset(
    "flood flooding floodwater storm hurricane typhoon cyclone tornado earthquake quake aftershock tsunami eruption volcano lava landslide "
    "mudslide avalanche fire wildfire bushfire blaze drought famine fighting conflict war violence clash attack shelling bombing "
    "bombardment offensive airstrike strike insurgency militia unrest siege rain rainfall disaster evacuation evacuate displace "
    "displacement dam leak".split()
)
# A preposition and a noun that tell the state of those who are counted: "people in need", "60,000 without shelter".
SITUATIONS: Final[dict[tuple[str, str], Event]] = {
    **dict.fromkeys((("in", "need"), ("in", "danger"), ("at", "risk"), ("without", "power"), ("without", "electricity"), ("without", "access"), ("without", "water"),
                     ("without", "food")), _N),
    **dict.fromkeys((("without", "shelter"), ("without", "home"), ("without", "roof"), ("without", "accommodation"), ("in", "shelter"),
                     ("in", "camp"), ("in", "displacement"), ("in", "tent"), ("in", "open"), ("out", "home")), _X),
    **dict.fromkeys((("in", "detention"), ("in", "custody"), ("in", "prison"), ("in", "jail"), ("in", "captivity"), ("under", "arrest"),
                     ("behind", "bar")), _A),
    ("in", "condition"): _I,  # stable, critical
    **dict.fromkeys((("with", "injury"), ("with", "wound"), ("with", "burn")), _I),
    **dict.fromkeys((("with", "symptom"), ("with", "hiv"), ("with", "malaria"), ("with", "cholera"), ("with", "disease"), ("with", "virus")), _L),
    ("under", "water"): _Z,
    ("on", "board"): _S,
    ("on", "strike"): _P,
}  # fmt: skip
# Staying in one of these is displacement, not presence.
REFUGES: Final = frozenset(
    "camp shelter centre center tent settlement site relative friend host base church mosque school monastery gymnasium displacement "
    "safety ground accommodation refuge".split()
)
# What is done to people who have lost their homes, and the words that tell a site for them from any other.
HOUSING: Final = frozenset("accommodate house lodge shelter".split())
RELIEF_SITES: Final = frozenset(
    "relief evacuation evacuee displacement refugee idp transit temporary emergency".split()
)
# What holds nobody but the displaced.
CAMPS: Final = frozenset("camp shelter settlement".split())
KEEPING: Final = frozenset("register enrol enroll host house accommodate shelter hold receive carry".split())
HOLDING: Final = frozenset("hold host house shelter accommodate lodge".split())
NIGHTS: Final = frozenset({"spend", "sleep"})
STAYING: Final = frozenset(
    "live stay shelter accommodate host house lodge reside sleep remain put place register gather".split()
)
# Verbs whose object or subject tells what a number measures: "the toll rose to 43", "the dead included four men".
FRAME_VERBS: Final = frozenset(
    "be rise fall increase decrease drop grow climb jump stand reach total exceed surpass number include comprise amount decline cut "
    "bring limit reduce estimate put raise lower average remain become range have double triple quadruple halve swell surge soar plunge top hit".split()
)
# Verbs of report: what is reported somewhere is what happened there.
REPORTING: Final = frozenset("report record confirm register find detect see occur happen spread issue serve".split())
FORCING: Final = frozenset("force drive compel oblige prompt cause".split())
HOMES: Final = frozenset("home house shelter evacuate flee leave relocate move village evacuation displacement".split())
OPINIONS: Final = frozenset(
    "prefer support favour favor want think believe say back trust approve disapprove agree expect consider".split()
)

# Predicates and attributes.
ADJECTIVES: Final[dict[str, Event]] = {
    **dict.fromkeys("dead deceased killed slain".split(), _D),
    **dict.fromkeys("injured wounded hurt hospitalised hospitalized".split(), _I),
    **dict.fromkeys("missing unaccounted".split(), _M),
    **dict.fromkeys("ill sick infected symptomatic deficient infectious unwell positive".split(), _L),
    **dict.fromkeys("displaced homeless evacuated uprooted stateless".split(), _X),
    **dict.fromkeys("deported expelled".split(), _E),
    **dict.fromkeys("arrested detained jailed imprisoned captive".split(), _A),
    **dict.fromkeys("destroyed damaged uninhabitable ruined burned burnt flooded collapsed".split(), _Z),
    **dict.fromkeys(
        "affected vulnerable hungry malnourished undernourished starving needy stranded trapped insecure destitute".split(),
        _N,
    ),
    **dict.fromkeys("registered aboard present resident".split(), _S),
    **dict.fromkeys("vaccinated immunised immunized".split(), _H),
    **dict.fromkeys("eligible elected".split(), _V),
    **dict.fromkeys("worth".split(), _G),
}
# Nouns that name the event of what they govern ("the evacuation of 2,000 residents") or frame a number ("a death toll of 43").
NOUNS: Final[dict[str, Event]] = {
    **dict.fromkeys(
        "death fatality killing murder massacre slaughter assassination execution toll drowning suicide genocide".split(),
        _D,
    ),
    **dict.fromkeys("injury wounding casualty hospitalisation hospitalization".split(), _I),
    **dict.fromkeys("disappearance".split(), _M),
    **dict.fromkeys(
        "infection case outbreak epidemic illness disease virus polio cholera pandemic diagnosis poisoning".split(), _L
    ),
    **dict.fromkeys(
        "eviction evacuation displacement exodus relocation resettlement uprooting evacuee idp influx".split(),
        _X,
    ),
    **dict.fromkeys("return repatriation homecoming".split(), _R),
    **dict.fromkeys("deportation expulsion extradition".split(), _E),
    **dict.fromkeys(
        "arrest detention capture imprisonment abduction kidnapping custody hostage internment".split(), _A
    ),
    **dict.fromkeys("release liberation amnesty".split(), _F),
    **dict.fromkeys(
        "attack strike airstrike raid bombing shelling shooting ambush assault clash bombardment offensive".split(), _K
    ),
    **dict.fromkeys("protest demonstration rally march riot sit-in".split(), _P),
    **dict.fromkeys("destruction damage demolition collapse devastation".split(), _Z),
    **dict.fromkeys(
        "rescue vaccination immunisation immunization distribution delivery donation assistance aid relief treatment pledge "
        "contribution commitment".split(),
        _H,
    ),
    **dict.fromkeys("need appeal shortage risk hunger famine undernourishment malnutrition".split(), _N),
    **dict.fromkeys("population membership presence attendance registration member".split(), _S),
    **dict.fromkeys("deployment".split(), _T),
    **dict.fromkeys("turnout vote ballot election referendum victory electorate".split(), _V),
    **dict.fromkeys(
        "cost price fine revenue income tax fee bail salary wage loan debt investment budget grant bond fund trade award prize sale "
        "export import turnover earnings profit loss compensation reward economy allocation value".split(),
        _G,
    ),
}
# Words that make a sum of money humanitarian help or a plea for it.
AID_CONTEXT: Final = frozenset(
    "aid relief assistance humanitarian donation donate donor pledge emergency food medicine medicines shelter refugee refugees victims "
    "reconstruction charity charities vaccination contribute contribution".split()
)
# Verbs whose sums are help by themselves, and those whose sums are help where the sentence speaks of it.
PLEDGES: Final = frozenset("pledge donate".split())
GIVING: Final = frozenset("send give promise allocate make".split())
NEED_CONTEXT: Final = frozenset(
    "need needs needed appeal appeals appealed require requires required requirement request requests requested shortfall".split()
)

# What each event can happen to: the units of its patients. A sum of money is not displaced, a firearm not in need.
_LIVING: Final = frozenset({Unit.PERSON, Unit.HOUSEHOLD, Unit.ANIMAL, Unit.PERCENT, None})
_THINGS: Final = frozenset(
    {Unit.BUILDING, Unit.VEHICLE, Unit.OTHER, Unit.AREA, Unit.PERCENT, Unit.DISTANCE, Unit.WEIGHT, Unit.HOUSEHOLD, None}
)
PATIENTS: Final[dict[Event, frozenset[Unit | None]]] = {
    _D: _LIVING,
    _I: _LIVING,
    _M: _LIVING | {Unit.VEHICLE},
    _L: _LIVING | {Unit.CASE},
    _X: _LIVING | {Unit.BUILDING},
    _R: _LIVING,
    _E: _LIVING,
    _A: _LIVING,
    _F: _LIVING,
    _P: _LIVING | {Unit.EVENT},
    _Z: _THINGS,
    _H: _LIVING | {Unit.MONEY, Unit.WEIGHT, Unit.OTHER, Unit.VEHICLE},
    _N: _LIVING | {Unit.MONEY, Unit.BUILDING, Unit.WEIGHT},
    _S: _LIVING | {Unit.BUILDING, Unit.VEHICLE},
    _T: _LIVING | {Unit.VEHICLE},
    _G: frozenset({Unit.MONEY, Unit.PERCENT}),
}
# Counted among the buildings, handed out as goods.
RELIEF_GOODS: Final = frozenset({"tent", "shelter"})
# Forces whose sending, placing or use is a deployment.
FORCES: Final = frozenset(
    "troop soldier peacekeeper police officer personnel firefighter rescuer helicopter aircraft plane ship vessel volunteer medic guard "
    "policeman marine serviceman paramedic engine crew team worker staff drone vehicle truck warship jet ambulance boat".split()
)
FORCE_VERBS: Final = frozenset(
    "send place involve land join work respond battle fight tackle patrol guard secure search comb scour assign position bring use "
    "operate assist help extinguish take".split()
)
# Events that only befall people and animals: an elided noun of theirs is a person.
ANIMATE_EVENTS: Final = frozenset({_D, _I, _M, _L, _X, _R, _E, _A, _F, _P, _T})
