"""Titles and functions of persons, with the sector that each implies.

Compiled by hand after the hypernym tree of `person` in Princeton WordNet 3.0 (leader, official, worker, expert,
performer, athlete) and the role codes of PLOVER. Lower case, singular; the head noun of a title decides.
"""

from typing import Final

# Sector codes in the manner of PLOVER: GOV executive, LEG legislature, JUD courts, COP police, MIL armed forces,
# REB rebels, SPY intelligence, PTY parties, OPP opposition, IGO international bodies, NGO, MED media, BUS, EDU, HLH health,
# REL religion, LAB labour, SPO sport, CUL culture, CVL civilians, CRM crime.
_BY_SECTOR: Final[dict[str, str]] = {
    "GOV": """
        president vice-president premier chancellor minister secretary undersecretary governor mayor administrator
        commissioner ambassador envoy diplomat consul attaché official bureaucrat aide adviser advisor monarch king
        queen prince princess emperor sultan emir sheikh treasurer taoiseach selectman selectwoman councillor councilor
        councilman councilwoman councilmember alderman prefect governor-general surgeon-general ombudsman
        commissioner-general ex-president ex-minister president-elect caretaker regent deputy
        """,
    "LEG": """
        senator congressman congresswoman congressperson representative lawmaker legislator mp mep parliamentarian
        speaker whip assemblyman assemblywoman delegate backbencher rep sen
        """,
    "JUD": "judge justice magistrate prosecutor attorney lawyer barrister solicitor counsel procurator jurist coroner juror",
    "COP": "sheriff constable detective inspector superintendent policeman policewoman trooper marshal",
    "MIL": """
        general colonel major captain lieutenant commander admiral sergeant brigadier corporal marshal commodore soldier
        officer cmdr gen col lt maj sgt capt
        """,
    "REB": "rebel militant insurgent warlord guerrilla jihadist",
    "PTY": "politician candidate leader chairman nominee frontrunner contender",
    "MED": """
        journalist reporter editor correspondent columnist broadcaster anchor presenter host blogger publisher
        photojournalist photographer commentator newsreader critic columnist pundit
        """,
    "BUS": """
        ceo cfo coo cto executive chairwoman chairperson founder co-founder cofounder owner entrepreneur businessman
        businesswoman banker economist analyst investor tycoon billionaire magnate trader consultant realtor
        manager director president employee operator
        """,
    "EDU": """
        professor lecturer researcher scientist academic scholar historian dean rector provost principal teacher
        physicist chemist biologist ecologist astronomer geologist seismologist climatologist meteorologist sociologist
        anthropologist archaeologist psychologist engineer mathematician oceanographer epidemiologist virologist
        criminologist statistician astrophysicist student author co-author coauthor fellow scientist student
        inventor pollster strategist expert
        """,
    "HLH": "doctor physician surgeon nurse paramedic ophthalmologist psychiatrist pathologist cardiologist dentist pediatrician",
    "REL": "pope cardinal bishop archbishop priest imam cleric rabbi pastor reverend ayatollah monk patriarch mullah",
    "NGO": "activist campaigner advocate organizer organiser volunteer philanthropist whistleblower dissident protester",
    "LAB": "unionist steward",
    "SPO": """
        coach player captain goalkeeper striker defender midfielder forward referee manager umpire skipper pitcher
        quarterback cyclist swimmer runner athlete golfer boxer sprinter racer driver jockey footballer cricketer skater
        """,
    "CUL": """
        actor actress singer musician drummer guitarist bassist composer conductor director producer screenwriter writer
        novelist poet artist painter sculptor architect dancer comedian rapper designer playwright filmmaker model
        personality celebrity entertainer vocalist frontman songwriter
        """,
    "CVL": """
        resident witness neighbor neighbour mother father son daughter brother sister wife husband widow widower fiancé
        fiancée uncle aunt nephew niece cousin grandfather grandmother friend son-in-law daughter-in-law relative
        spouse partner parent man woman farmer villager survivor voter fan user worker pilot chef astronaut
        cosmonaut firefighter tourist
        """,
    "CRM": "suspect murderer gunman shooter fugitive assassin convict defendant hacker defector kidnapper",
    "": """
        spokesman spokeswoman spokesperson chief head chair member board secretary-general coordinator co-ordinator
        deputy-director vice-chairman vice-chair president-elect boss supervisor representative negotiator mediator
        rapporteur vice-chancellor agent investigator technician specialist assistant organizer guard clerk
        """,
}

ROLE_SECTORS: Final[dict[str, str]] = {}
for _sector, _words in _BY_SECTOR.items():
    for _word in _words.split():
        ROLE_SECTORS.setdefault(_word, _sector)

# Forms of address: no part of the name, and a role only where the text gives no other.
HONORIFICS: Final = frozenset(
    "mr mrs ms miss mx sir dame lord lady madam mme mlle m dr prof rev hon fr sr st judge justice".split()
)
WRITTEN_TITLES: Final = frozenset("dr prof rev sir dame lord lady judge justice".split())

# Roles whose holder speaks for a body, so that the body speaks too.
SPEAKING_ROLES: Final = frozenset("spokesman spokeswoman spokesperson representative spokespeople press".split())

MASCULINE: Final = frozenset(
    """mr sir lord man men boy father son brother husband uncle nephew king prince spokesman chairman congressman businessman
    councilman actor gunman policeman statesman emperor sultan widower grandfather priest pope cardinal imam monk
    son-in-law fiancé salesman fisherman fireman alderman selectman assemblyman frontman""".split()
)
FEMININE: Final = frozenset(
    """mrs ms miss dame lady woman women girl mother daughter sister wife aunt niece queen princess spokeswoman chairwoman
    congresswoman businesswoman councilwoman actress policewoman empress widow grandmother nun daughter-in-law
    fiancée mme selectwoman assemblywoman""".split()
)
