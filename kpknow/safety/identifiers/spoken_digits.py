"""Telephone numbers said in words: “zero seven one two, double three …”, in the languages our stories are told in."""

# words in rows

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading


def words_of(text: str) -> list[str]:
    return text.split()


UNITS = words_of(
    """
    zero nought oh one two three four five six seven eight nine zéro un une deux trois quatre cinq sept huit neuf
    ноль нуль нолик один одна единица два две три четыре пять шесть семь восемь девять cero uno una dos tres cuatro
    cinco seis siete ocho nueve um dois duas quatro sete oito nove meia sifuri moja mbili tatu nne tano sita saba
    nane tisa нөл бир эки үч төрт беш алты жети сегиз тогуз صفر واحد اثنان اثنين ثلاثة أربعة اربعة خمسة ستة سبعة
    ثمانية تسعة शून्य एक दो तीन चार पांच पाँच छह छः सात आठ नौ ዜሮ አንድ ሁለት ሦስት ሶስት አራት አምስት ስድስት ሰባት ስምንት ዘጠኝ ศูนย์
    нуль один одна два дві три чотири п'ять шість сім вісім дев'ять không một hai ba bốn năm sáu bảy tám chín
    nol kosong satu dua tiga empat lima enam tujuh delapan sembilan sıfır bir iki üç dört beş altı yedi sekiz dokuz
    null eins zwei drei vier fünf sechs sieben acht neun jeden dwa trzy cztery pięć sześć siedem osiem dziewięć
    یک دو سه چهار پنج شش هفت هشت نه শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় нөл екі үш төрт бес алты жеті сегіз тоғыз
    หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า
    """
)
PAIRS = words_of(
    """
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante
    soixante десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать
    девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто diez once doce trece
    catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa dez doze treze quinze vinte
    trinta quarenta cinquenta sessenta oitenta noventa kumi ishirini thelathini arobaini hamsini sitini sabini
    themanini tisini
    """
)
TRIPLES = words_of(
    """
    сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот hundred cent cien ciento cento
    """
)
TIMES = {"double": 2, "triple": 3, "treble": 3, "doble": 2, "duplo": 2}
LENGTHS = {
    **dict.fromkeys(UNITS, 1),
    **dict.fromkeys(PAIRS, 2),
    **dict.fromkeys(TRIPLES, 3),
    **dict.fromkeys(TIMES, 0),
    "plus": 0,
    "плюс": 0,
}
WORD = "|".join(sorted(map(re.escape, LENGTHS), key=len, reverse=True))
SAID = re.compile(
    rf"(?<![^\W_])(?:{WORD}|\d{{1,4}})(?:(?:[\s,.\-/·]{{1,3}}|(?<=[\u0e00-\u0e7f])|\s(?:et|y|e|na|и)\s)"
    rf"(?:{WORD}|\d{{1,4}})(?![^\W\d_\u0e00-\u0e7f])){{4,24}}",
    re.IGNORECASE,
)
CHINESE = re.compile("[〇零一二三四五六七八九幺两]{7,13}")
COUNTING = re.compile(
    r"one\W+two\W+three|un\W+deux\W+trois|один\W+два\W+три|uno\W+dos\W+tres|um\W+dois\W+tr|moja\W+mbili\W+tatu"
    r"|1\W+2\W+3\W+4",
    re.IGNORECASE,
)


def find_spoken_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    for found in SAID.finditer(reading.numbers):
        if is_number(found[0]):
            yield found.span()
    for found in CHINESE.finditer(reading.plain):
        yield found.span()


def is_number(words: str) -> bool:
    """At least seven digits, most of them in words, and not somebody counting."""
    parts = re.findall(rf"{WORD}|\d+", words.casefold())
    said = [part for part in parts if not part.isdigit()]
    digits = times = 0
    for part in parts:
        length = len(part) if part.isdigit() else LENGTHS[part]
        digits += length * (times or 1)
        times = TIMES.get(part, 0)
    return len(said) >= 4 and digits >= 7 and not COUNTING.match(words)
