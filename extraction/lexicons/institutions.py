"""Institution nouns and well-known bodies with their sectors.

Sector codes in the manner of PLOVER (see lexicons/roles.py). The nouns were compiled by hand after the hyponyms of
`organization` in Princeton WordNet 3.0; the bodies are the principal organs, programmes and specialised agencies of the
United Nations system and the regional organisations by their own lists of members.
"""

from typing import Final

_NOUNS_BY_SECTOR: Final[dict[str, str]] = {
    "GOV": """
        government ministry cabinet administration council municipality commission agency department office bureau
        embassy consulate secretariat directorate treasury presidency authority palace junta regime chancellery board
        """,
    "LEG": "parliament senate congress assembly legislature house duma knesset bundestag diet chamber seimas yuan",
    "JUD": "court tribunal judiciary prosecutor prosecution inquest",
    "COP": "police constabulary gendarmerie carabinieri",
    "MIL": "army navy military forces force air-force coalition guard guards brigade battalion marines troops command",
    "SPY": "intelligence mossad kgb cia mi5 mi6 fsb",
    "REB": "rebels militia militants insurgents guerrillas front",
    "PTY": "party",
    "IGO": "nations union league alliance",
    "NGO": "foundation society charity campaign initiative movement association federation organisation organization",
    "MED": """
        times post news herald tribune guardian telegraph journal gazette chronicle radio television tv newspaper
        magazine agency broadcaster broadcasting press
        """,
    "BUS": "bank company corporation corp inc ltd plc group airlines airways motors holdings industries exchange llc",
    "EDU": "university college school institute academy",
    "HLH": "hospital clinic",
    "REL": "church mosque diocese vatican",
    "LAB": "union",
    "SPO": "club team fc league",
}
INSTITUTION_SECTORS: Final[dict[str, str]] = {}
for _sector, _words in _NOUNS_BY_SECTOR.items():
    for _word in _words.split():
        INSTITUTION_SECTORS.setdefault(_word, _sector)

# Nouns that make an actor of a nation's or place's name: "Israeli government", "German police", "government of Malaysia".
STATE_INSTITUTIONS: Final = frozenset(
    """government police army military navy forces parliament ministry embassy administration coalition senate congress
    cabinet court gendarmerie consulate legislature council commission regime air-force presidency treasury senate
    assembly guard intelligence judiciary department embassy federation junta militia rebels""".split()
)

KNOWN_SECTORS: Final[dict[str, str]] = {
    name: sector
    for sector, names in {
        "IGO": """united nations|un|who|world health organization|world health organisation|unicef|unhcr|wfp|
            world food programme|unesco|iaea|imf|international monetary fund|world bank|nato|european union|eu|
            african union|au|arab league|asean|oas|osce|iom|international organization for migration|ocha|unrwa|undp|
            wto|interpol|opec|opcw|icc|international criminal court|world trade organization|ecowas|g7|g20|saarc|
            european commission|council of europe|fao|ilo|unaids|security council""",
        "NGO": """red cross|icrc|international committee of the red cross|red crescent|oxfam|amnesty international|
            human rights watch|save the children|médecins sans frontières|doctors without borders|msf|greenpeace|
            islamic relief|norwegian refugee council|international rescue committee|care international""",
        "MED": """reuters|bbc|cnn|afp|agence france-presse|associated press|ap|al jazeera|bloomberg|xinhua|tass|abc|cbs|
            nbc|npr|pbs|msnbc|sky news|fox news|interfax|yonhap|kyodo|anadolu agency|wikinews|deutsche welle|itv""",
        "REB": """taliban|islamic state|isis|isil|al-qaeda|al-shabaab|boko haram|houthis|hamas|hezbollah|hezbollah|m23|
            rapid support forces|rsf|farc|tehreek-e-taliban pakistan|pakistan tehreek-e-taliban|lashkar-e-taiba|
            islamic jihad|al-nusra|kurdistan workers party|pkk|lord's resistance army""",
        "SPY": "cia|fsb|mossad|mi5|mi6|kgb|isi|nsa",
        "COP": "fbi|interpol|nypd|europol",
    }.items()
    for name in (" ".join(part.split()) for part in names.split("|"))
}

# Last words of names that are no body's: laws, contests, prizes, buildings, vessels, storms, diseases.
NO_ACTORS: Final = frozenset(
    """act bill treaty agreement accord convention law cup championship championships race games olympics open prize award
    awards medal festival day week war battle revolution hotel memorial airport stadium bridge tower shuttle base hurricane
    storm virus disease syndrome vaccine covid-19 hiv aids resolution protocol plan programme program project deal brexit
    airfield highway road street square park""".split()
)

# Country words that names of bodies print in several ways.
SHORT_COUNTRIES: Final[dict[str, str]] = {
    "us": "united states",
    "u.s.": "united states",
    "usa": "united states",
    "u.s.a.": "united states",
    "uk": "united kingdom",
    "u.k.": "united kingdom",
    "un": "united nations",
    "u.n.": "united nations",
    "eu": "european union",
    "e.u.": "european union",
    "au": "african union",
    "uae": "united arab emirates",
}
