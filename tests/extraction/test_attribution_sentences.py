"""Attributions of plain sentences on the shipped model: one line of expectations for each construction.

Each expectation is `source | cue | content`, content pieces joined by " … "; an empty source is none.
"""

import pytest

from extraction.components.attributions import AttributionFinder
from records import ActorKind, AttributionMode, Stance


@pytest.fixture(scope="module")
def attributions(nlp):
    finder = AttributionFinder()
    return lambda text: finder(nlp(text))._.attributions


def written(attribution):
    parts = (attribution.source, attribution.cue, attribution.content)
    return " | ".join(" … ".join(mention.text for mention in mentions) for mentions in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Residents said the shelling lasted all night.", ["Residents | said | the shelling lasted all night"]),
        ("Twelve people were killed, police said on Friday.", ["police | said | Twelve people were killed"]),
        (
            '"We have no bread," said Amina Yusuf, a mother of four who fled the village last week.',
            ['Amina Yusuf, a mother of four who fled the village last week | said | "We have no bread,"'],
        ),
        (
            "According to a statement from the Water Board, the wells are dry.",
            ["a statement from the Water Board | According to | the wells are dry"],
        ),
        (
            "The report found that 40 percent of the wells were polluted.",
            ["The report | found | that 40 percent of the wells were polluted"],
        ),
        (
            "A survey by Delta University shows most farmers have lost their seed.",
            ["A survey by Delta University | shows | most farmers have lost their seed"],
        ),
        (
            "The cyclone tore roofs off houses and left 25,000 without power, according to the agency.",
            ["the agency | according to | The cyclone tore roofs off houses and left 25,000 without power"],
        ),
        ("Most voters support the tax, a poll found.", ["a poll | found | Most voters support the tax"]),
        ("The bridge was said to be unsafe.", [" | was said | The bridge … to be unsafe"]),
        ("The raid was reported to have killed six men.", [" | was reported | The raid … to have killed six men"]),
        (
            "The general was quoted as saying that the town had fallen.",
            ["The general | was quoted as saying | that the town had fallen"],
        ),
        (
            "It is feared that dozens are still under the rubble.",
            [" | is feared | that dozens are still under the rubble"],
        ),
        (
            "The city reportedly sold the land for $4 million.",
            [" | reportedly | The city … sold the land for $4 million"],
        ),
        (
            "The ministry denied that any soldiers had crossed the river.",
            ["The ministry | denied | that any soldiers had crossed the river"],
        ),
        ("The union demanded that the mine be closed.", ["The union | demanded | that the mine be closed"]),
        ("The mayor urged residents to boil their water.", ["The mayor | urged | to boil their water"]),
        ("The governor plans to visit the camp next week.", ["The governor | plans | to visit the camp next week"]),
        (
            "Doctors, nurses and teachers believe the war will end soon.",
            ["Doctors, nurses and teachers | believe | the war will end soon"],
        ),
        (
            "Lind criticised the plan and praised the teachers.",
            ["Lind | criticised | the plan", "Lind | praised | the teachers"],
        ),
        (
            "Opposition leader Rosa Lind called the vote a theft and promised to appeal.",
            [
                "Opposition leader Rosa Lind | called | the vote a theft",
                "Opposition leader Rosa Lind | promised | to appeal",
            ],
        ),
        (
            "As stated in the treaty, the river belongs to both countries.",
            ["the treaty | stated | the river belongs to both countries"],
        ),
        (
            "Warnings from the coast guard that the storm would turn were ignored.",
            ["the coast guard | Warnings | that the storm would turn"],
        ),
        (
            "The council's decision to close the market angered traders.",
            ["The council's | decision | to close the market"],
        ),
        (
            "In a letter to the court, Ms. Adair wrote that the files had been burned.",
            ["Ms. Adair | wrote | that the files had been burned"],
        ),
        ("Police: Two held after market fire", ["Police | : | Two held after market fire"]),
        ("Storm kills 12 in coastal town – officials", ["officials | – | Storm kills 12 in coastal town"]),
        (
            "Omar told reporters the talks had failed, adding that no date had been set.",
            ["Omar | told | the talks had failed", "Omar | adding | that no date had been set"],
        ),
        ("She hopes to open a school, her brother said.", ["her brother | said | She hopes to open a school"]),
        ("The village, he said, had been empty since March.", ["he | said | The village … had been empty since March"]),
        (
            "The company said it had not decided when the plant would reopen.",
            ["The company | said | it had not decided when the plant would reopen"],
        ),
        (
            '"I saw smoke," a witness told the BBC. "Then the wall fell."',
            ['a witness | told | "I saw smoke," … "Then the wall fell."'],
        ),
    ],
)
def test_the_attributions_of_a_sentence(attributions, text, expected):
    assert [written(attribution) for attribution in attributions(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The train left at noon.",
        'The novel "Night Train" was published in May.',
        'The "experts" had left.',
        "He spoke with reporters about the harvest.",
        "The judge sentenced him to nine years.",
        "Asked about the fire, the mayor declined to comment.",
        "Rain fell on the camp for three days – again.",
        "Schedule: Monday, Tuesday and Friday",
        "The river rose as it had in March.",
        "The army opened the road to the north.",
    ],
)
def test_sentences_without_attribution(attributions, text):
    assert attributions(text) == ()


@pytest.mark.parametrize(
    ("text", "name", "kind", "relay"),
    [
        (
            "Farid Noor, a border officer, told the Herat Times that 300 families had crossed.",
            "Farid Noor",
            ActorKind.PERSON,
            "Herat Times",
        ),
        ("The clinic was closed, AFP reported, citing a nurse.", "a nurse", ActorKind.ANONYMOUS, "AFP"),
        (
            "State television said, quoting the interior minister, that 200 rioters had been arrested.",
            "the interior minister",
            ActorKind.ANONYMOUS,
            "State television",
        ),
        ("Many scientists think the lake will dry up.", "Many scientists", ActorKind.ANONYMOUS, None),
        ("The statement said that 15 ships were held.", "The statement", ActorKind.DOCUMENT, None),
        (
            "A spokesman for the Interior Ministry, Karim Saleh, said four were held.",
            "Karim Saleh",
            ActorKind.PERSON,
            None,
        ),
        ("Hassan Deng arrived. He said the road was closed.", "Hassan Deng", ActorKind.PERSON, None),
        (
            "The World Food Programme (WFP) opened a depot. The WFP said it was full.",
            "World Food Programme",
            ActorKind.ORGANISATION,
            None,
        ),
    ],
)
def test_the_speaker_and_who_passed_the_words_on(attributions, text, name, kind, relay):
    last = attributions(text)[-1]
    assert (last.speaker.name, last.speaker.kind) == (name, kind)
    assert (last.relay.text if last.relay else None) == relay


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry confirmed that two had died.", Stance.CONFIRM),
        ("The ministry denied that two had died.", Stance.DENY),
        ("Aid groups fear that cholera will spread.", Stance.FEAR),
        ("The agency estimates that 300 have fled.", Stance.ESTIMATE),
        ("The agency predicted that prices would fall.", Stance.FORECAST),
        ("The union demanded that the mine be closed.", Stance.DEMAND),
        ("The governor said the road was open.", Stance.ASSERT),
        ("Lind called the vote a theft.", Stance.ASSERT),
        ("The ministry did not confirm that two had died.", Stance.ASSERT),
    ],
)
def test_what_the_speaker_does_with_the_content(attributions, text, stance):
    assert [attribution.stance for attribution in attributions(text)] == [stance]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ('"The road is closed," Hassan Deng said.', AttributionMode.DIRECT),
        ('Hassan Deng said the road was "closed to all".', AttributionMode.MIXED),
        ("Hassan Deng said the road was closed.", AttributionMode.INDIRECT),
        ("The report said the road was closed.", AttributionMode.DOCUMENT),
    ],
)
def test_how_the_words_are_given(attributions, text, mode):
    assert [attribution.mode for attribution in attributions(text)] == [mode]


def test_a_quotation_over_paragraphs_is_one_attribution(attributions):
    text = (
        '"The camp is full," the mayor said.\n\n"We have asked for tents, but none have come.\n\n'
        '"Winter is near, and the children are cold."'
    )
    (attribution,) = attributions(text)
    assert len(attribution.content) == 3
    assert attribution.content[-1].text == '"Winter is near, and the children are cold."'
