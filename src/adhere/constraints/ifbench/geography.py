"""The countries of Africa and the capitals of Europe, with the names that people give them."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = re.compile(r"[^a-z ]+")


def plain(name: str) -> str:
    """Return a name for comparison: without accents, case and marks."""
    letters = name.casefold()
    if not letters.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return " ".join(_MARKS.sub(" ", letters.replace("'", "").replace("\u2019", "")).split())


def _names(table: str) -> Mapping[str, str]:
    """Read one place a line, its names divided by semicolons: every plain name to the first one."""
    places = [[name.strip() for name in line.split(";")] for line in table.strip().split("\n")]
    return MappingProxyType({plain(name): names[0] for names in places for name in names})


AFRICA = _names("""
Algeria
Angola
Benin
Botswana
Burkina Faso
Burundi
Cabo Verde; Cape Verde; Cape Verde Islands
Cameroon
Central African Republic; CAR
Chad
Comoros; Union of the Comoros
Congo; Republic of the Congo; Congo, Republic of the; Congo-Brazzaville; Congo (Brazzaville); Congo Republic; \
Republic of Congo; Congo, Republic; Congo, Rep.; Congo (Congo-Brazzaville); Congo (Republic of the Congo); \
Congo (Republic of the); Congo (Rep.); Congo, Republic of
Democratic Republic of the Congo; Congo, Democratic Republic of the; DR Congo; DRC; Congo-Kinshasa; Congo (Kinshasa); \
Congo (Democratic Republic of the); Democratic Republic of Congo; Congo, DR; Congo (DRC); Congo, Dem. Rep.; \
D.R. Congo; Congo (Democratic Republic); Congo, Democratic Republic; Congo, Democratic Republic of; \
Congo (Congo-Kinshasa); Congo (Dem. Rep.); Dem. Rep. Congo; Congo (DR); Congo, D.R.
Djibouti
Egypt
Equatorial Guinea
Eritrea
Eswatini; Swaziland; Kingdom of Eswatini
Ethiopia
Gabon
Gambia
Ghana
Guinea
Guinea-Bissau; Guinea Bissau
Ivory Coast; Côte d'Ivoire
Kenya
Lesotho
Liberia
Libya
Madagascar
Malawi
Mali
Mauritania
Mauritius
Morocco
Mozambique
Namibia
Niger
Nigeria
Rwanda
São Tomé and Príncipe; São Tomé & Príncipe; São Tomé e Príncipe; São Tomé
Senegal
Seychelles
Sierra Leone
Somalia
South Africa
South Sudan
Sudan
Tanzania; United Republic of Tanzania
Togo
Tunisia
Uganda
Zambia
Zimbabwe
Western Sahara; Sahrawi Arab Democratic Republic; Sahrawi Republic
Somaliland
""")
"""The 54 members of the United Nations in Africa, and two whose standing is disputed."""

DISPUTED = frozenset({"Western Sahara", "Somaliland"})
"""Places that a list of African countries may hold or leave out."""

AFRICANS = frozenset(AFRICA.values()) - DISPUTED
"""The countries that every list of them holds."""

LATITUDES: Mapping[str, float] = MappingProxyType(
    {
        "Reykjavik": 64.15, "Helsinki": 60.17, "Oslo": 59.91, "Tallinn": 59.44, "Stockholm": 59.33, "Riga": 56.95,
        "Moscow": 55.76, "Copenhagen": 55.68, "Vilnius": 54.69, "Minsk": 53.90, "Dublin": 53.35, "Berlin": 52.52,
        "Amsterdam": 52.37, "Warsaw": 52.23, "London": 51.51, "Astana": 51.17, "Brussels": 50.85, "Kyiv": 50.45,
        "Prague": 50.08, "Luxembourg": 49.61, "Paris": 48.86, "Vienna": 48.21, "Bratislava": 48.15, "Budapest": 47.50,
        "Vaduz": 47.14, "Chisinau": 47.01, "Bern": 46.95, "Ljubljana": 46.05, "Zagreb": 45.81,
    }
)  # fmt: skip
"""The capitals of Europe north of 45 degrees, in degrees; of these Astana's country lies mostly in Asia."""

OPTIONAL_CAPITALS = frozenset({"Astana"})
"""Capitals that a list of Europe may hold or leave out."""

CAPITALS = MappingProxyType(
    {
        **{plain(name): name for name in LATITUDES},
        "luxembourg city": "Luxembourg", "kiev": "Kyiv", "berne": "Bern", "kishinev": "Chisinau", "wien": "Vienna",
        "nur sultan": "Astana",
    }
)  # fmt: skip
"""Every plain name of a capital to the one in ``LATITUDES``."""
