"""Figures of situation reports, newswire and local news, whole sentences on the shipped model: quantity, unit and event."""

import pytest

REPORTS = {
    "families with their members in brackets": (
        "As of 14 March, floods had displaced 23,410 families (117,050 individuals) across nine districts of the province.",
        ["23,410 household displacement", "117,050 person displacement", "nine other displacement"],
    ),
    "labels on lines of their own": (
        "Displaced: 1,200\nHouses destroyed: 340\nDeaths: 12\nInjured: 45",
        ["1,200 person displacement", "340 building destruction", "12 person death", "45 person injury"],
    ),
    "a table of three columns": (
        "District | Families displaced | Houses destroyed\n\nMarun | 1,204 | 310\n\nKelo | 860 | 95",
        [
            "1,204 household displacement",
            "310 building destruction",
            "860 household displacement",
            "95 building destruction",
        ],
    ),
    "a table between tabs": (
        "Province\tDeaths\tInjured\nMarun\t12\t40",
        ["12 person death", "40 person injury"],
    ),
    "a table of labels": (
        "Families displaced | 1,204\n\nDeaths | 12\n\nInjured | 30",
        ["1,204 household displacement", "12 person death", "30 person injury"],
    ),
    "bullets": (
        "• 1,200 families displaced\n• 340 houses destroyed\n• 12 people killed",
        ["1,200 household displacement", "340 building destruction", "12 person death"],
    ),
    "a dash lost in a wrong encoding": (
        "100,000 to 120,000 \ufffd The number of people that were forced out of their homes.",
        ["100,000 to 120,000 person displacement"],
    ),
    "a label before a clause of its own": (
        "Boko Haram attack - 12 killed",
        ["12 person death"],
    ),
    "no label of others": ("Deaths in custody: 12 officers charged", ["12 person other"]),
    "labels in one line": (
        "Houses damaged: 2,310; houses destroyed: 415; people affected: 18,700",
        ["2,310 building destruction", "415 building destruction", "18,700 person need"],
    ),
    "a verbless list": (
        "45,000 people affected, 12,000 displaced, 340 houses destroyed and 1,210 damaged.",
        ["45,000 person need", "12,000 person displacement", "340 building destruction", "1,210 building destruction"],
    ),
    "households abbreviated, schools as shelters": (
        "Some 4,500 IDPs (900 HH) are sheltering in 14 schools.",
        ["Some 4,500 person displacement", "900 household displacement", "14 building displacement"],
    ),
    "nominalisation": ("The displacement of 300 families was reported on Sunday.", ["300 household displacement"]),
    "counted": ("Rescuers counted 312 bodies in the harbour.", ["312 person death"]),
    "deeds that are deaths": ("The group recorded 41 unlawful killings in June.", ["41 attack death"]),
    "a crowd": ("Police put the crowd at 10,000.", ["10,000 person presence"]),
    "part in a march": (
        "Organisers said more than 100,000 people took part in the march.",
        ["more than 100,000 person protest"],
    ),
    "part in a search": ("Some 20 firefighters took part in the search.", ["Some 20 person deployment"]),
    "a population in need": (
        "Nearly half of the population face acute hunger.",
        ["Nearly half percent need"],
    ),
    "the toll of something": ("The toll from the landslide has risen to 156.", ["156 person death"]),
    "a strike of workers": ("The union expects 8,000 members to join the strike.", ["8,000 person protest"]),
    "what a copula says": ("Officials said 40 villages were without water.", ["40 other need"]),
    "said of some of them": (
        "The hospital had received 22 patients, two of whom were dead on arrival.",
        ["22 person illness", "two person death"],
    ),
    "homes lost": (
        "More than 1,200 families lost their homes when the river burst its banks.",
        ["More than 1,200 household displacement"],
    ),
    "forced to flee": (
        "The fighting has forced an estimated 35,000 people to flee their homes.",
        ["an estimated 35,000 person displacement"],
    ),
    "moved to high ground": ("An additional 6,000 were moved to higher ground.", ["6,000 person displacement"]),
    "moved by somebody to safety": ("The army moved 3,500 villagers to safer ground.", ["3,500 person displacement"]),
    "made homeless": (
        "The cyclone rendered 15,000 people homeless and damaged 3,200 dwellings.",
        ["15,000 person displacement", "3,200 building destruction"],
    ),
    "without shelter": (
        "The storm left 120 people dead and 60,000 without shelter.",
        ["120 person death", "60,000 person displacement"],
    ),
    "in evacuation centres": (
        "Some 3,100 people remained in evacuation centres on Tuesday, down from 7,800 on Sunday.",
        ["Some 3,100 person displacement", "7,800 person displacement"],
    ),
    "hosted": ("A total of 5,620 households are hosted by relatives.", ["5,620 household displacement"]),
    "a camp holds them": ("The camp hosts 12,000 refugees.", ["12,000 person displacement"]),
    "the night in the open": ("About 90 families spent the night in the open.", ["About 90 household displacement"]),
    "registered as displaced": (
        "About 2,300 people were registered as displaced after the clashes.",
        ["About 2,300 person displacement"],
    ),
    "two participles of one set": (
        "16,200 families were affected and evacuated.",
        ["16,200 household displacement"],
    ),
    "an evacuation ordered": ("Evacuation orders were issued for 5,400 homes.", ["5,400 household displacement"]),
    "evicted": ("400 families were evicted from an informal settlement.", ["400 household displacement"]),
    "swept away": (
        "Some 200 homes were swept away and 1,500 others inundated.",
        ["Some 200 building destruction", "1,500 building destruction"],
    ),
    "damage suffered": (
        "No one was displaced, but 14 houses suffered damage.",
        ["14 building destruction"],
    ),
    "gutted": ("A dozen houses were gutted.", ["A dozen building destruction"]),
    "under water": ("Over 100 houses are under water.", ["Over 100 building destruction"]),
    "relief goods": (
        "500 tents, 2,000 blankets and 10 tonnes of rice were distributed to 450 families.",
        ["500 building aid", "2,000 other aid", "10 tonnes weight aid", "450 household aid"],
    ),
    "subsets of whom": (
        "The floods affected 45,000 people, of whom 12,000 are displaced.",
        ["45,000 person need", "12,000 person displacement"],
    ),
    "a share of a number": (
        "Two-thirds of the 1.2 million people in need live in the north.",
        ["Two-thirds percent presence", "1.2 million person need"],
    ),
    "one in five": ("One in five children in the camps is malnourished.", ["One in five percent need"]),
    "lakh": ("Around 2.3 lakh people were evacuated.", ["Around 2.3 lakh person displacement"]),
    "abbreviated thousands and millions": (
        "Officials said 1.2m people had fled the fighting and another 400k were at risk.",
        ["1.2m person displacement", "400k person need"],
    ),
    "apposition": (
        "A quarter of the population, about 300,000 people, has fled.",
        ["A quarter percent displacement", "about 300,000 person displacement"],
    ),
    "the number stands at": (
        "The number of displaced families has reached 14,600.",
        ["14,600 household displacement"],
    ),
    "the figure of the sentence before": (
        "Some 25,000 people have fled the valley. The figure has since risen to 31,000.",
        ["Some 25,000 person displacement", "31,000 person displacement"],
    ),
    "the toll of the sentence after": (
        "Some 25,000 people have fled the valley. The death toll has since risen to 31.",
        ["Some 25,000 person displacement", "31 person death"],
    ),
    "refugees of a people": (
        "Nearly 10,000 Rohingya refugees crossed into Bangladesh in two days.",
        ["Nearly 10,000 person displacement"],
    ),
    "the night in schools": ("1,800 people spent the night in schools and gymnasiums.", ["1,800 person displacement"]),
    "the night outdoors": ("More than 260 people slept outdoors.", ["More than 260 person displacement"]),
    "thousands grouped by a dot": (
        "1.200 families were affected and 3.400 houses damaged.",
        ["1.200 household need", "3.400 building destruction"],
    ),
    "numbers in brief": ("1,200 – the number of homes destroyed", ["1,200 building destruction"]),
    "persons and families of a list": (
        "Evacuees - 4,512 persons / 980 families in 21 evacuation centers",
        ["4,512 person displacement", "980 household displacement", "21 building displacement"],
    ),
    "houses by degree": (
        "Houses: 56 totally destroyed, 213 partially damaged",
        ["56 building destruction", "213 building destruction"],
    ),
    "a headline": ("Over 10,000 Displaced in Kano Floods", ["Over 10,000 person displacement"]),
    "a headline without a verb": ("Floods: 300 Families Homeless in Kelo", ["300 household displacement"]),
    "glued to the word before": (
        "Around1,500 people were displaced by the flood.",
        ["1,500 person displacement"],
    ),
    "houses burned, villagers forced": (
        "Militants burned down 66 houses, forcing 400 villagers to flee.",
        ["66 building destruction", "400 person displacement"],
    ),
    "who remain displaced": (
        "An estimated 55,000 people were affected, including 4,200 who remain displaced.",
        ["An estimated 55,000 person need", "4,200 person displacement"],
    ),
    "under evacuation orders": (
        "Some 25,000 residents were under evacuation orders.",
        ["Some 25,000 person displacement"],
    ),
    "shelter lost": ("Around 180 persons lost their shelter.", ["Around 180 person displacement"]),
    "the figure behind brackets": (
        "12,450 people (2,075 families) have been newly displaced, bringing the cumulative figure to 63,000.",
        ["12,450 person displacement", "2,075 household displacement", "63,000 person displacement"],
    ),
    "returned": ("1,150 families have returned to their areas of origin.", ["1,150 household return"]),
    "gone home": (
        "Half of the town's 30,000 residents have gone home.",
        ["Half percent return", "30,000 person return"],
    ),
    "deported": (
        "Germany deported 218 Afghans last year and 90 in January.",
        ["218 person expulsion", "90 person expulsion"],
    ),
    "cut in two by a line break": (
        "About 7,000 fami-lies were newly displaced.",
        ["About 7,000 household displacement"],
    ),
    "a ligature lost": ("About 260,000 people had to ee their homes.", ["About 260,000 person displacement"]),
}

NEWS = {
    "toll, not those missing": (
        "The death toll rose to 43, with 12 still missing, officials said.",
        ["43 person death", "12 person missing"],
    ),
    "bombs and people": ("An F-16 dropped two bombs, killing nine.", ["two other other", "nine person death"]),
    "injured before a bare number": (
        "The cyclone killed 35, injured 190 and left 16 missing.",
        ["35 person death", "190 person injury", "16 person missing"],
    ),
    "in a critical condition": ("All four are in critical condition.", ["four person injury"]),
    "the dead by nationality": (
        "Four of the deceased were from overseas; they were two Argentinians and two Danes.",
        ["Four person death", "two person death", "two person death"],
    ),
    "included": ("The people infected included 26 soldiers.", ["26 person illness"]),
    "buildings located": ("There are 365 clinics located in the country.", ["365 building presence"]),
    "a body's members": ("The 55-member AU met.", ["55 other presence"]),
    "still missing": ("Fifteen fishermen are still missing.", ["Fifteen person missing"]),
    "shot dead": ("Two brothers were shot dead.", ["Two person death"]),
    "fatally shot": ("Police fatally shot four men.", ["four person death"]),
    "drowned by themselves": ("Two people drowned.", ["Two person death"]),
    "troops numbering": (
        "Troops numbering 2,500 were deployed to three provinces.",
        ["2,500 person deployment", "three other deployment"],
    ),
    "a crowd so strong": ("A 2,000-strong crowd marched to the palace.", ["2,000 person protest"]),
    "heads of cattle": ("Some 3,400 head of cattle were lost.", ["Some 3,400 animal other"]),
    "passengers on board": ("The jet landed with 180 passengers on board.", ["180 person presence"]),
    "nine of every ten": ("Nine of every ten farmers lost their crops.", ["Nine of every ten percent other"]),
    "wells are no writers": ("Two wells ran dry.", ["Two other other"]),
    "roofs ripped": ("The tornado ripped roofs from 40 houses.", ["40 building destruction"]),
    "delegates of a conference": (
        "Fifty delegates from 12 countries attended.",
        ["Fifty person presence", "12 other other"],
    ),
    "nine out of ten": ("Almost 9 out of 10 households rely on aid.", ["Almost 9 out of 10 percent other"]),
    "a tally of the Senate": ("The Senate confirmed her 51-49.", ["51 other vote", "49 other vote"]),
    "a passive without its verb": (
        "Dozens were arrested and scores injured when police fired tear gas.",
        ["Dozens person detention", "scores person injury"],
    ),
    "a tally": ("The 12-member council voted 7-5.", ["12 person presence", "7 other vote", "5 other vote"]),
    "seats of an assembly": (
        "The council has 48 seats, of which the opposition holds 19.",
        ["48 other vote", "19 other vote"],
    ),
    "seats of a hall": ("Workers replaced 2,600 seats in the theatre.", ["2,600 other other"]),
    "sums pledged": ("Donors pledged US$1.2bn last week.", ["US$1.2bn money aid"]),
    "a sum and its conversion": (
        "The bank wrote off 3bn euros ($3.2bn) and cut 400 jobs.",
        ["3bn euros money money", "$3.2bn money money", "400 other other"],
    ),
    "sums of vague words": (
        "The firm made millions of dollars and hundreds of millions of euros.",
        ["millions of dollars money money", "hundreds of millions of euros money money"],
    ),
    "a town of so many": ("The town of 4,500 was evacuated.", ["4,500 person displacement"]),
    "returned to custody": ("300 parolees were returned to custody.", ["300 person detention"]),
    "sent to hospital": ("The crash sent five people to the hospital.", ["five person injury"]),
    "refuges of wildlife": ("The 540 wildlife refuges draw tourists.", ["540 other other"]),
    "shot and killed": ("At least 707 people were shot and killed by police.", ["At least 707 person death"]),
    "a father of seven": ("He was a father of seven.", ["seven person other"]),
    "recordings released": ("Police released two recordings.", ["two other other"]),
    "inflation": ("Inflation hit 12.4 percent in October.", ["12.4 percent percent other"]),
    "a change by and to": (
        "The council cut spending by $4m to $31m.",
        ["$4m money money", "$31m money money"],
    ),
    "thousands shared by a range": (
        "Between 10 and 15 thousand marchers filled the square.",
        ["Between 10 and 15 thousand person protest"],
    ),
    "pulled from the rubble": (
        "Rescuers pulled 16 people from the rubble.",
        ["16 person aid"],
    ),
    "a restaurant's people are not moved": (
        "Some 300 people moved into the new apartments.",
        ["Some 300 person other"],
    ),
    "cows are not displaced": ("They moved 40 cows to the next pasture.", ["40 animal other"]),
    "jobs are not displaced": ("The company moved 300 jobs to Ohio.", ["300 other other"]),
    "players are not displaced": ("Three players moved to new clubs in January.", ["Three person other"]),
    "flight from the police": ("Two other men escaped in a car.", ["Two person other"]),
    "inmates who escape": ("Two inmates escaped from the county jail on Friday.", ["Two person other"]),
    "pupils sent home": ("The school sent 45 pupils home.", ["45 person other"]),
    "forums hosted": ("The museum will host three forums.", ["three other other"]),
    "without power": ("About 12,000 customers remain without electricity.", ["About 12,000 person need"]),
}


def figures(pipeline, text):
    return [f"{claim.quantity.text} {claim.unit.value} {claim.event.value}" for claim in pipeline.extract(text).claims]


@pytest.mark.parametrize("name", REPORTS)
def test_situation_reports(pipeline, name):
    text, expected = REPORTS[name]
    assert figures(pipeline, text) == expected


@pytest.mark.parametrize("name", NEWS)
def test_news(pipeline, name):
    text, expected = NEWS[name]
    assert figures(pipeline, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 5.6-magnitude quake struck 30 km north of the town at a depth of 10 km.",
        "The village lies at 34.5°N, 69.2°E, some 40 km from the border.",
        "Temperatures fell to minus 12 degrees and winds reached 120 km/h.",
        "Call 0800 123 456 or +254 20 762 1234 for help.",
        "The Council adopted resolution 2417 in May.",
        "No. 5 seed Marta Kole beat No. 2 Ana Reis 6-4, 7-5.",
        "The Lions won 103-97 at home.",
        "She weighs 60 kg and is 1.7 metres tall.",
        "Prices are given per 50-kg bag.",
        "The fire damaged a two-story house on a four-lane highway.",
        "An applicant must be 65 or older.",
        "The road is closed between U.S. 54 and U.S. 83.",
        "Officers went to 85 S. Main St. at noon.",
        "The street is closed from 2-9 p.m. on Friday.",
        "Children in grades 6-8 went to the old school.",
        "He was sentenced to 12 years in prison.",
        "Covid-19 and the G20 were on the agenda of the World War II museum.",
        "The Boeing 737-800 left gate 14.",
        "Article 5 was invoked on 12 September 2001.",
        "Room 101 was empty.",
        "The club was known from 1990 up to 2015.",
        "One official said the talks would go on.",
        "Central banks cut their rates to near zero.",
        "Their test scores improved.",
        "He carried a .22-caliber rifle.",
        "1. Introduction\n2. Methods",
        "They high-five passers-by.",
        "Both men, both 28, are charged.",
        "One of the robbers is aged about 16.",
        "Call 08458 505505 or (01223) 264970, or write to us at 624-6622.",
        "He lives at 19 St Ailbe's Drive.",
        "The man, of the 700 block of Knox Road, was held.",
        "He got a score of five.",
        "The fire was within an eighth of a mile of the road.",
        "One problem is the wind.",
        "Jets were scrambled hundreds of times.",
        "The post has the number 783493499266084864.",
    ],
)
def test_numbers_that_count_nothing(pipeline, text):
    assert figures(pipeline, text) == []


UNREAD = {
    "elided members of a march": ("The march drew 15,000, organisers said.", ["15,000 person protest"]),
    "the camp's capacity": ("The camp was built for 3,000 people.", ["3,000 person presence"]),
    "teachers at schools": ("Teachers at 900 schools went on strike.", ["900 building protest"]),
    "movement told by take": ("Buses took 900 people out of the besieged town.", ["900 person displacement"]),
}


@pytest.mark.xfail(
    strict=True, reason="the verb carries the event only together with what the article knows of the scene"
)
@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_read_yet(pipeline, name):
    text, expected = UNREAD[name]
    assert figures(pipeline, text) == expected
