"""Nouns that speak in the news: documents, bodies, unnamed persons, and the words that make a set of them.

Compiled by hand after the hypernym trees of Princeton WordNet 3.0 (written communication, organization, worker,
official, witness) and of PLOVER's actor types.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOCUMENT_NOUNS: Final = _words(
    """
    report study poll survey statement figure figures data document documents letter paper complaint lawsuit record
    records law memo filing analysis research census article release communique communiqué email e-mail tweet post
    website site blog book bill resolution constitution treaty agreement indictment affidavit transcript editorial
    column advertisement ad documentary film video footage photo photograph image sign banner note script review
    assessment audit evaluation index estimate estimates statistics findings finding result results notice bulletin
    update briefing dispatch summary warrant ruling verdict decision order decree program programme plan rule
    regulation policy charter code text message newsletter magazine journal story diary log file dossier guideline
    guidelines headline test tests model models projection projections account accounts count tally evidence number
    numbers calculation calculations leaflet pamphlet petition proposal proclamation speech testimony polling
    request framework motion manifesto placard placards banner banners interview broadcast rumour rumor rumours rumors map chart table press_release judgment judgement
    """
)

# Bodies: the head noun of a description that speaks as one.
BODY_NOUNS: Final = _words(
    """
    government ministry agency department office bureau commission committee council court tribunal parliament senate
    congress assembly legislature cabinet administration authority authorities police army military navy force forces
    coalition party union federation association organisation organization group company corporation firm bank fund
    foundation institute institution university college school hospital board panel team network channel station
    newspaper outlet media press embassy mission secretariat service services board regulator watchdog charity
    alliance league club church campaign airline manufacturer maker operator unit brigade militia movement regime
    command directorate inspectorate centre center house branch chamber junta headquarters prosecutor's
    state country kingdom republic city county province municipality nation judiciary broadcaster publisher band
    body taskforce task_force society trust museum academy consortium ngo nonprofit think-tank contractor
    """
)

# Documents that "by" makes a source: "by reports", "by one estimate"; by a decision or law something is done.
REPORTING_NOUNS: Final = _words("report estimate account count tally calculation")

# Unnamed single speakers: anonymous.
PERSON_NOUNS: Final = _words(
    """
    official officials spokesman spokeswoman spokesperson spokespeople spokesmen source sources witness witnesses
    resident residents analyst analysts expert experts diplomat diplomats aide aides adviser advisers advisor
    advisors lawyer lawyers attorney attorneys prosecutor prosecutors investigator investigators doctor doctors
    physician physicians nurse nurses worker workers activist activists leader leaders officer officers soldier
    soldiers commander commanders man woman men women boy girl person people family families victim victims
    survivor survivors relative relatives neighbour neighbor neighbours neighbors driver pilot teacher student
    students scientist scientists researcher researchers author authors economist economists historian reporter
    reporters journalist journalists editor judge judges juror jurors minister ministers president governor mayor
    senator senators representative representatives lawmaker lawmakers legislator legislators deputy ambassador
    envoy chief head director manager executive executives chairman chairwoman chair ceo founder owner critic critics
    supporter supporters opponent opponents proponent proponents advocate advocates protester protesters
    demonstrator demonstrators voter voters candidate candidates politician politicians republican republicans
    democrat democrats member members farmer farmers villager villagers refugee refugees migrant migrants
    passenger passengers tourist tourists employee employees staff crew firefighter firefighters rescuer rescuers
    paramedic paramedics father mother son daughter brother sister wife husband parent parents friend friends
    colleague colleagues coach player players captain fan fans pastor priest bishop cleric imam pope king queen prince
    princess professor academic academics secretary treasurer coroner sheriff constable detective inspector
    sergeant general colonel major lieutenant admiral defendant defendants plaintiff plaintiffs suspect suspects
    user users customer customers consumer consumers investor investors trader traders observer observers
    commentator commentators pollster strategist scholar scholars meteorologist meteorologists forecaster forecasters
    seismologist seismologists astronomer astronomers ecologist epidemiologist militant militants rebel rebels
    insurgent insurgents fighter fighters hacker hackers writer writers artist singer actor actress
    """
)

# Determiners and heads that make a source a set: collective when the set is quantified or general.
COLLECTIVE_DETERMINERS: Final = _words(
    "many some several most few all both various numerous other others half dozens hundreds thousands"
)
COLLECTIVE_HEADS: Final = _words(
    """
    people scientists residents critics supporters opponents protesters demonstrators voters researchers observers
    activists analysts experts families parents students fans users republicans democrats lawmakers members visitors
    media press percent majority crowd public community protestors citizens others
    """
)

# News media by their common nouns or the words of their names; used for relays ("told the newspaper").
MEDIA_NOUNS: Final = _words(
    """
    reporter reporters journalist journalists press media newspaper newspapers magazine broadcaster network channel
    radio television tv news agency outlet daily weekly host interviewer paper website site blog
    """
)
MEDIA_NAME_WORDS: Final = _words(
    """
    times post news herald tribune guardian telegraph journal gazette chronicle observer reuters bbc cnn afp ap abc cbs
    nbc npr pbs msnbc fox bloomberg tv radio television broadcasting agence press-presse france-presse xinhua tass
    interfax itar-tass yonhap kyodo anadolu antara jazeera arabiya deutsche_welle politico axios wikinews magazine
    daily weekly standard independent mirror mail express sun globe star examiner inquirer bulletin courier dispatch
    sentinel press cbc itv rte euronews mediapart spiegel monde figaro bild dawn haaretz gazeta rtv
    """
)

# Nouns of a figure: what "the number" and "the toll" point back with, and what somebody puts at a value.
FIGURE_NOUNS: Final = _words(
    """
    number figure toll total count estimate tally cost value damage damages population rate amount size price strength
    magnitude loss losses share death deaths
    """
)

# Words that open a time: what stands behind a preposition with them is no part of a source.
CALENDAR_WORDS: Final = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december today yesterday tonight
    """
)
