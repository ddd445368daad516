"""Write synthphi/people/data/places.csv anew from the package `zipcodes`: ``python tools/make_places.py``.

Real cities with a real ZIP code and area code, for the 50 states and DC. A state gets places by its number of
ZIP codes (at least 20, at most 110); its cities with most ZIP codes come first, with up to four codes each.
"""

import csv
from collections import defaultdict
from pathlib import Path

import zipcodes

TARGET = Path(__file__).parent.parent / "synthphi" / "people" / "data" / "places.csv"
TERRITORIES = {"AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI"}
CODES_A_CITY = 4


def main() -> None:
    rows = [row for state, cities in sorted(_cities().items()) for row in _places(state, cities)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("state", "city", "zip_code", "area_code"))
        writer.writerows(rows)
    print(f"{TARGET}: {len(rows)} places")


def _cities() -> dict[str, dict[str, list[dict[str, str]]]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(zipcodes.list_all(), key=lambda row: row["zip_code"]):
        ordinary = row["zip_code_type"] == "STANDARD" and row["active"] and row["country"] == "US"
        if ordinary and row["area_codes"] and row["state"] not in TERRITORIES and row["city"].isascii():
            found[row["state"]][row["city"]].append(row)
    return found


def _places(state: str, cities: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, str, str]]:
    quota = min(110, max(20, sum(map(len, cities.values())) // 12))
    places: list[tuple[str, str, str, str]] = []
    for city, rows in sorted(cities.items(), key=lambda item: (-len(item[1]), item[0])):
        # Spread over the city's codes, so that its overlay area codes occur too.
        for index, row in enumerate(rows[:: max(1, len(rows) // CODES_A_CITY)][:CODES_A_CITY]):
            areas = sorted(row["area_codes"])
            places.append((state, city, row["zip_code"], areas[index % len(areas)]))
        if len(places) >= quota:
            break
    return sorted(places[:quota], key=lambda place: place[2])


if __name__ == "__main__":
    main()
