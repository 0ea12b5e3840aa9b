"""Words that attribute: verbs, adjectives, nouns, adverbs and prepositions, each with the class of its meaning.

Compiled by hand after the semantic verb classes of Levin, English Verb Classes and Alternations (1993): 37 communication,
29 predicative complements (characterise, conjecture), 30 perception, 31 psych-verbs, 32 desire, 33 judgement,
45.6 and 48 appearance, and after the reporting verbs of Quirk et al. (1985), sections 14.28 to 14.33 and 16.31 to 16.33.
Lemmas as the treebanks write them.
"""

from enum import StrEnum
from typing import Final


class CueClass(StrEnum):
    """What a cue says of the speaker and the content."""

    SAY = "say"  # neutral speech and writing
    CLAIM = "claim"  # speech that the writer keeps at a distance
    CONFIRM = "confirm"
    DENY = "deny"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    FEAR = "fear"
    DEMAND = "demand"  # directives
    ASK = "ask"  # questions
    THINK = "think"  # belief
    KNOW = "know"  # factive states and the getting of knowledge
    WANT = "want"  # desire
    PLAN = "plan"  # commitment, intention and decision
    FEEL = "feel"  # emotion
    SHOW = "show"  # what documents and research do
    CALL = "call"  # X calls Y a Z
    JUDGE = "judge"  # praise, blame, accusation


# Classes whose verbs may close or interrupt the statement they attribute: "..., X said", "The dam, X believes, will hold".
INSERTED_CLASSES: Final = frozenset(
    {
        CueClass.SAY,
        CueClass.CLAIM,
        CueClass.CONFIRM,
        CueClass.ESTIMATE,
        CueClass.FORECAST,
        CueClass.SHOW,
        CueClass.THINK,
        CueClass.KNOW,
    }
)

_VERBS: Final[dict[CueClass, str]] = {
    CueClass.SAY: """
        say tell state add note explain remark comment write tweet retweet post blog announce declare report reply
        respond answer continue mention observe stress emphasize emphasise underline underscore reiterate repeat
        recall recount relate describe detail outline disclose reveal divulge inform notify brief advise testify recap
        mutter whisper murmur shout yell cry scream exclaim joke quip laugh sigh chant sing boast brag preach lecture
        argue reason elaborate clarify specify point summarize summarise conclude interject interrupt counter retort
        rejoin muse opine pontificate narrate read publish broadcast email text message signal volunteer echo agree
        concur acknowledge concede admit confess apologize apologise talk speak discuss address communicate convey
        express voice air pronounce proclaim herald phrase paraphrase quote cite reference refer allude highlight list
        name introduce present release issue deliver lament complain grumble caution warn remind assure reassure
        credit attribute ascribe document record tout unveil articulate assent avow blab blurt bluster chide chime
        crow drawl enunciate expound fulminate gush hint holler intone moan rant recite reflect remonstrate roar scoff
        snap snarl sneer thunder vent wail whine inveigh enumerate explicate illuminate invoke publicize publicise
        telegraph
        """,
    CueClass.CLAIM: """
        claim allege assert contend maintain insist purport profess posit intimate insinuate imply hint suggest
        """,
    CueClass.CONFIRM: "confirm verify corroborate affirm reaffirm certify attest validate authenticate",
    CueClass.DENY: """
        deny refute reject dispute rebut dismiss disavow repudiate contradict disagree downplay debunk deride contest
        """,
    CueClass.ESTIMATE: "estimate calculate reckon compute put peg number assess rate tally gauge",
    CueClass.FORECAST: "forecast predict project expect anticipate foresee envision envisage prophesy foretell bet wager",
    CueClass.FEAR: "fear worry dread despair fret",
    CueClass.DEMAND: """
        demand urge call ask request order instruct direct appeal recommend advise propose require command implore beg
        plead press encourage exhort beseech petition mandate counsel advocate pressure push dictate prescribe
        stipulate invite enjoin prompt persuade convince tell challenge dare admonish adjure bid charge coax decree
        entreat forbid goad lobby nag ordain prohibit summon
        """,
    CueClass.ASK: "ask wonder question inquire enquire query debate ponder",
    CueClass.THINK: """
        believe think consider feel doubt suspect assume understand suppose regard presume imagine guess figure deem
        view see hold hypothesize hypothesise theorize theorise speculate surmise judge interpret perceive trust mean
        reckon contemplate conceive adjudge ascribe attribute conjecture credit deduce envision gather intuit infer
        opine postulate reason rate rank
        """,
    CueClass.KNOW: """
        know learn hear realize realise discover remember forget recognize recognise notice find determine establish
        ascertain deduce infer detect identify witness watch gather discern glean grasp ignore overlook understand
        acknowledge observe sense spot note
        """,
    CueClass.WANT: """
        want hope wish desire prefer like love hate long yearn seek look welcome favor favour support oppose crave
        covet dream fancy pine pray aspire back champion espouse embrace prioritize reject
        """,
    CueClass.PLAN: """
        plan intend aim decide agree refuse decline vow pledge promise threaten offer swear resolve vote choose commit
        undertake consent opt elect mean propose volunteer consider try attempt prepare rule approve guarantee arrange
        contemplate design endeavor endeavour enact mull pursue scheme strive vacillate weigh
        """,
    CueClass.FEEL: """
        regret rejoice marvel celebrate mourn resent appreciate enjoy care concern surprise bristle fume admire adore
        abhor cherish deplore despise detest disdain dislike distrust envy loathe lament pity prize relish respect rue
        tolerate treasure value bemoan bewail grieve gloat seethe rage delight
        """,
    CueClass.SHOW: """
        show indicate demonstrate prove illustrate point reveal conclude suggest find note allow provide specify
        prohibit forbid state exhibit attest betray convey document evidence imply mean signify portend testify
        underline underscore establish confirm
        """,
    CueClass.CALL: """
        call describe label characterize characterise dub term brand name portray depict define liken compare paint
        style cast hail tout cite refer identify treat
        """,
    CueClass.JUDGE: """
        praise condemn criticize criticise blame accuse denounce slam blast decry deplore attack applaud commend laud
        thank congratulate rebuke scold chide chastise mock ridicule fault charge admire slander castigate lambast
        lambaste excoriate endorse defend hit knock reprimand scorn assail bash rip hammer pan acclaim censure chasten
        defame denigrate deprecate disparage disdain berate belittle exalt extol glorify honor honour hail idolize
        impugn insult malign reprove reproach revile salute scoff sneer taunt trash upbraid vilify
        """,
}

# A lemma keeps the class under which it is listed first; the others stand as second readings for the classifier.
VERB_CLASSES: Final[dict[str, tuple[CueClass, ...]]] = {}
for _cue_class, _words in _VERBS.items():
    for _word in _words.split():
        if _cue_class not in VERB_CLASSES.get(_word, ()):
            VERB_CLASSES[_word] = (*VERB_CLASSES.get(_word, ()), _cue_class)

# Verbs whose preposition or particle belongs to the cue, with the class of the pair: prepositional and phrasal verbs of speech,
# thought and will after Quirk et al. (1985), 16.3 to 16.9.
_PHRASAL: Final[dict[CueClass, str]] = {
    CueClass.SAY: """
        allude+to point+to point+out talk+of talk+about speak+of speak+about warn+of warn+against complain+of complain+about
        tell+of tell+about admit+to confess+to put+it lay+out spell+out set+out set+forth comment+on remark+on elaborate+on
        expand+on touch+on report+on testify+to attest+to boast+of boast+about brag+about joke+about write+about
        apologize+for apologise+for gripe+about rant+about lie+about
        """,
    CueClass.CLAIM: "hint+at insist+on insist+upon argue+for argue+against make+out",
    CueClass.CALL: "refer+to",
    CueClass.JUDGE: """
        speak+out lash+out hit+out hit+back rail+against inveigh+against go+after approve+of disapprove+of scoff+at sneer+at
        laugh+at poke+at
        """,
    CueClass.DENY: "object+to rule+out disagree+with take+issue push+back",
    CueClass.DEMAND: "call+for call+on call+upon ask+for appeal+for push+for press+for plead+for beg+for lobby+for advocate+for",
    CueClass.ASK: "wonder+about ask+about inquire+about enquire+about inquire+into",
    CueClass.THINK: "think+of think+about believe+in agree+with agree+on subscribe+to reflect+on dwell+on",
    CueClass.KNOW: "learn+of know+of hear+of hear+about learn+about find+out",
    CueClass.FEAR: "worry+about fret+about fret+over",
    CueClass.WANT: "dream+of hope+for long+for wish+for yearn+for pray+for aspire+to look+to care+about",
    CueClass.PLAN: "agree+to consent+to commit+to decide+on decide+against opt+for opt+against vote+for vote+against plan+on plan+for aim+for",
    CueClass.FEEL: "rejoice+in rejoice+at marvel+at delight+in grieve+over seethe+at seethe+over fume+at fume+over",
}
PHRASAL_CUES: Final[dict[tuple[str, str], CueClass]] = {
    tuple(pair.split("+")): cue_class  # type: ignore[misc]
    for cue_class, pairs in _PHRASAL.items()
    for pair in pairs.split()
}

_ADJECTIVES: Final[dict[CueClass, str]] = {
    CueClass.FEEL: """
        glad happy pleased proud sorry angry upset delighted disappointed surprised shocked saddened thankful
        grateful furious relieved sad thrilled honoured honored outraged ashamed excited amazed
        """,
    CueClass.THINK: "confident sure certain convinced optimistic skeptical sceptical doubtful positive uncertain unsure pessimistic",
    CueClass.FEAR: "afraid worried concerned fearful alarmed anxious nervous wary",
    CueClass.KNOW: "aware unaware conscious mindful",
    CueClass.WANT: "eager keen reluctant hopeful desperate unwilling willing determined ready prepared hesitant",
    CueClass.JUDGE: "critical supportive",
    CueClass.SAY: "adamant insistent vocal explicit clear",
}
ADJECTIVE_CLASSES: Final[dict[str, CueClass]] = {
    word: cue_class for cue_class, words in _ADJECTIVES.items() for word in words.split()
}

_NOUNS: Final[dict[CueClass, str]] = {
    CueClass.SAY: """
        statement announcement report comment remark declaration testimony message notice warning admission confession
        disclosure revelation reminder news word acknowledgement acknowledgment explanation argument proclamation
        reply response answer joke speech assurance caution account observation complaint tweet post
        """,
    CueClass.CLAIM: "claim allegation assertion contention rumor rumour suggestion insinuation insistence charge accusation",
    CueClass.CONFIRM: "confirmation verification",
    CueClass.DENY: "denial rejection refusal",
    CueClass.ESTIMATE: "estimate calculation estimation",
    CueClass.FORECAST: "forecast prediction projection expectation outlook",
    CueClass.FEAR: "fear concern worry anxiety",
    CueClass.DEMAND: """
        demand call request order appeal recommendation proposal plea instruction advice petition requirement urging
        invitation motion directive
        """,
    CueClass.ASK: "question doubt",
    CueClass.THINK: "belief view opinion theory idea notion suspicion hypothesis assumption conviction thought position",
    CueClass.KNOW: "knowledge realization realisation discovery",
    CueClass.WANT: "hope wish desire willingness eagerness reluctance preference",
    CueClass.PLAN: """
        plan decision intention intent pledge promise vow agreement offer threat vote commitment resolution ruling
        determination goal bid resolve
        """,
    CueClass.SHOW: "evidence finding conclusion proof indication sign",
}
NOUN_CLASSES: Final[dict[str, CueClass]] = {
    word: cue_class for cue_class, words in _NOUNS.items() for word in words.split()
}

# Sentence adverbs that attribute to nobody in particular.
HEDGES: Final[dict[str, CueClass]] = {
    "reportedly": CueClass.SAY,
    "allegedly": CueClass.CLAIM,
    "purportedly": CueClass.CLAIM,
    "supposedly": CueClass.CLAIM,
    "apparently": CueClass.THINK,
    "presumably": CueClass.THINK,
}

# Prepositions that carry a source: the words before it, and whether only a document, figure or report may follow.
SOURCE_PREPOSITIONS: Final[dict[tuple[str, ...], bool]] = {
    ("according", "to"): False,
    ("in", "accordance", "with"): True,
    ("as", "per"): True,
    ("per",): True,
    ("by",): True,
    ("from",): True,
    ("in",): True,
    ("based", "on"): True,
}

# Light verbs that take a cue noun as their object: "issued a statement", "made a plea", "expressed hope".
LIGHT_VERBS: Final[frozenset[str]] = frozenset(
    """make give issue release publish express voice have send deliver take offer hold raise receive draw announce put
    submit file state show cast hand repeat provide share sign reach strike sound post leave""".split()
)

# Verbs that name a medium as hearer: the object is a relay when it is an outlet ("told Reuters").
TELLING_VERBS: Final[frozenset[str]] = frozenset("tell inform brief notify assure advise remind warn".split())

# Verbs of conversation that take no clause (Levin 37.5 and 37.6): "as they talk" attributes nothing.
TALKING_VERBS: Final[frozenset[str]] = frozenset("talk speak discuss chat converse confer argue address".split())
