"""Invented news for measuring: stories of one language and subject, and copies edited as outlets edit a wire text.

Stories share their vocabulary and turns of phrase; those of one subject share a paragraph of background, and every outlet
adds its own notice below. Everything follows from the seed.
"""

import random
from dataclasses import dataclass
from typing import Final

PLACES: Final = "Alder Teal Norr Aske Brenn Corvin Dunmar Elsk Farrow Gild Harrow Istan Jarrow Keld Lorn Marsk".split()
NAMES: Final = "Brandt Lind Haddad Okoye Varga Moreau Tanaka Silva Novak Petrov Rahman Diallo Costa Weiss Amari".split()
PEOPLE: Final = (
    "families farmers teachers nurses engineers soldiers miners students drivers fishermen pensioners refugees traders"
    " doctors volunteers residents workers children officers passengers villagers shopkeepers builders clerks"
).split()
THINGS: Final = (
    "houses shops barns schools clinics bridges tents boats lorries wells pumps generators mosques churches roads fields"
    " pipelines turbines warehouses orchards harbours stations dykes tunnels markets kilns mills ferries silos towers"
).split()
OFFICES: Final = (
    "river office|county council|health ministry|rescue service|relief agency|district police|army|weather bureau|port"
    " authority|farmers' union|state railway|central bank|water board|school board|border guard|supreme court"
).split("|")
ACTIONS: Final = (
    "inspected repaired abandoned counted guarded emptied reopened flooded bought sold moved searched blocked visited"
    " rebuilt lost found closed cleared reached left damaged painted measured mapped fenced burned saved hired rented"
).split()
TIMES: Final = (
    "on Monday|late on Tuesday|before dawn|within a week|since January|for the third time|last year|after the storm|in spite"
    " of the rain|without a permit|by the evening|during the night|as promised|a day later|until the spring|for months"
).split("|")
FRAMES: Final = tuple(
    """
{n} {people} {action} the {thing} of {place} {time}, the {office} said.
{name}, spokesman of the {office}, told reporters that {n} {people} had {action} {thing} near {place}.
The {office} {action} {n} {thing} {time} and {action2} the {thing2} between {place} and {place2}.
In {place}, {people} said that {n} {thing} were {action} {time}.
{name} said by telephone that nobody had {action} the {thing} which the {people} {action2}.
About {n} {people} and {n2} {people2} waited beside the {thing} of {place2} {time}.
The {thing} that {people} had {action} {time} were {action2} again by the {office}.
According to {name} of the {office}, the {people} of {place} {action} no more than {n} {thing}.
A court in {place2} asked why the {office} had {action} {thing} that {people} {action2} {time}.
It was the worst year for {people} in {place} since {thing} were {action} {time}, {name} said.
""".strip().split("\n")
)
FILLERS: Final = (
    "meanwhile reportedly nearly again later officially largely already further local senior wide heavy sudden early whole"
    " several recent steady fresh"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One invented article: which story it tells, who printed it, how it was edited, and its text."""

    story: int
    outlet: str
    edit: str
    text: str


def invent_story(chance: random.Random, *, sentences: int | None = None) -> list[str]:
    """Return the 12 to 20 sentences of a story, or as many as wanted; its two places stay the same."""
    place, place2 = chance.sample(PLACES, 2)
    return [
        chance.choice(FRAMES).format(
            place=place,
            place2=place2,
            n=chance.randint(2, 999),
            n2=chance.randint(2, 999),
            people=chance.choice(PEOPLE),
            people2=chance.choice(PEOPLE),
            name=chance.choice(NAMES),
            office=chance.choice(OFFICES),
            thing=chance.choice(THINGS),
            thing2=chance.choice(THINGS),
            action=chance.choice(ACTIONS),
            action2=chance.choice(ACTIONS),
            time=chance.choice(TIMES),
        )
        for _ in range(sentences or chance.randint(12, 20))
    ]


def edit_words(sentences: list[str], share: float, chance: random.Random) -> list[str]:
    """Return the sentences with about that share of the words deleted, replaced or preceded by another."""
    edited = []
    for sentence in sentences:
        words: list[str] = []
        for word in sentence.split():
            if chance.random() >= share:
                words.append(word)
            elif (kind := chance.random()) < 0.3:
                continue
            elif kind < 0.7:
                words.append(chance.choice(FILLERS))
            else:
                words += [chance.choice(FILLERS), word]
        edited.append(" ".join(words))
    return edited


def edit_sentences(sentences: list[str], share: float, chance: random.Random) -> list[str]:
    """Return the sentences with that share of them cut from the end or replaced by others, as desks do."""
    kept = sentences[: max(2, round(len(sentences) * (1 - share)))]
    if chance.random() < 0.5:
        return kept
    return [*kept, *invent_story(chance, sentences=len(sentences) - len(kept) + 1)]


def invent_news(stories: int, *, seed: int) -> list[Story]:
    """Return stories of which two of three are printed by up to three more outlets, each with an edit of its own."""
    chance = random.Random(seed)  # noqa: S311 - seeded so that a figure can be repeated
    outlets = [f"outlet-{number}" for number in range(12)]
    notices = {outlet: " ".join(invent_story(chance, sentences=3)) for outlet in outlets}
    backgrounds = [" ".join(invent_story(chance, sentences=4)) for _ in range(10)]
    news: list[Story] = []
    for story in range(stories):
        sentences, background = invent_story(chance), chance.choice(backgrounds)
        edits = [("original", sentences)]
        for _ in range(chance.choice((0, 1, 3))):
            share, edit = chance.choice((5, 10, 20, 30, 40)), chance.choice((edit_words, edit_sentences))
            edits.append((f"{edit.__name__} {share}", edit(sentences, share / 100, chance)))
        for outlet, (name, edited) in zip(chance.sample(outlets, len(edits)), edits, strict=True):
            paragraphs = [" ".join(edited[index : index + 2]) for index in range(0, len(edited), 2)]
            text = "\n\n".join([*paragraphs, background, notices[outlet]])
            news.append(Story(story=story, outlet=outlet, edit=name, text=text))
    return news
