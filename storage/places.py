"""How exact the coordinates of a gazetteer entry are: a country's centre must never look like a village."""

from typing import Final

_BY_CODE: Final = {"PCL": "country", "ADM1": "province", "ADM2": "district", "ADM": "district", "CONT": "continent"}
_BY_CLASS: Final = {
    "P": "settlement",
    "S": "spot",
    "L": "region",
    "A": "district",
    "H": "water",
    "T": "terrain",
    "V": "terrain",
    "R": "road",
    "U": "water",
}


def precision(feature_class: str | None, feature_code: str | None) -> str | None:
    """Return what the coordinates stand for: spot, settlement, district, province, country, region ...; None for no entry.

    By GeoNames feature class and code (geonames.org/export/codes.html).
    """
    if feature_class is None:
        return None
    for code, words in _BY_CODE.items():
        if (feature_code or "").startswith(code):
            return words
    return _BY_CLASS.get(feature_class, "region")
