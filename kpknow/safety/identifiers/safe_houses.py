"""The exact place of a refuge: a word for one, and in the same sentence words that lead to its door."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading

REFUGE = re.compile(
    r"(?:\b(?:safe ?-?houses?|safe space|safe home|shelters?|refuge|drop-in(?: cent(?:re|er))?|hiding place|halfway house|hide-?out|maison(?: d'accueil)? s[ûe]re?|lieu s[ûu]r|refuge|foyer(?: d'accueil)?"
    r"|h[ée]bergement|maison d'accueil|centre d'accueil|cachette|casa segura|casa de acogida|refugio|albergue|casa de acolhimento|abrigo|casa refugio|nyumba salama|hifadhi|makazi salama|rumah aman|casa de apoio|nhà tạm lánh|mái ấm|hid(?:e|es|ing|den?)\s(?:\w+\s){0,3}?(?:women|girls|men|boys|people|us|them|each other|survivors|runaways)|cach(?:e|ent|ons|ait)\s(?:\w+\s){0,2}(?:femmes|filles|gens|personnes))\b"
    r"|(?<!\w)(?:убежищ\w+|шелтер\w*|приют\w*|кризисн\w+ (?:центр|квартир)\w*|притул\w+|прихист\w+|башпаанек\w*|прячем\w*|прячут\w*|скрыва(?:ем|ют)\w*|конспиративн\w+ квартир\w*|безопасн\w+ (?:дом|квартир|мест|жиль)\w*|дроп-ин\w*|укрыти\w+)"
    r"|ملجأ|المأوى|مأوى|البيت الآمن|بيت آمن|सुरक्षित घर|आश्रय|መጠለያ|บ้านพักฉุกเฉิน|บ้านปลอดภัย|庇护所)",
    re.IGNORECASE,
)
PLACED = re.compile(
    r"(?:\b(?:is|are|was|sits|stands|lies|located|stays?|opened|runs?|live|meet|found|hidden|moved)\b[^.]{0,30}?)?"
    r"(?P<place>\b(?:just |right |directly )?(?:behind|opposite|next to|next door to|across from|in front of|above|below|beside|adjacent to|(?:two|three|four|five|\d+) (?:doors?|houses?|streets?|blocks?|minutes'?(?: walk)?|metres?|meters?|stops?|m|km) (?:from|past|after|before|behind|down|off|away from|walk from)"
    r"|on the (?:\w+) floor|(?:ground|first|second|third|fourth|fifth|top) floor|near the|close to the|off the|at the (?:corner|end|junction|back) of|between the|on the corner|the (?:blue|green|red|yellow|white|black|brown|grey) (?:gate|door|house|building|fence))\b[^.!?\n]{0,60}"
    r"|\b(?:derri[èe]re|en face d[eu]|face [àa]|[àa] c[ôo]t[ée] d[eu]|[àa] (?:deux|trois|cinq|dix|\d+) (?:pas|minutes|m[èe]tres|rues|maisons|km|m)\b|pr[èe]s d[eu]|au[- ]dessus d[eu]|au[- ](?:premier|deuxi[èe]me|troisi[èe]me|rez)|au \d ?e?r?(?:[èe]me)? [ée]tage|juste apr[èe]s|au fond d[eu]|au bout d[eu]|entre l[ae]s?|portail (?:bleu|vert|rouge|blanc|noir)|porte (?:bleue|verte|rouge|blanche|noire)|au coin d[eu]|[àa] l'angle d[eu])[^.!?\n]{0,60}"
    r"|(?<!\w)(?:за (?:рынком|школой|базаром|магазином|больницей|мечетью|церковью|вокзалом|аптекой|остановкой|стадионом|парком|зданием|углом)|напротив|рядом с|возле|около (?!\d)|недалеко от|позади|в двух шагах|в (?:двух|трёх|трех|пяти|десяти|\d+) (?:минутах|шагах|метрах|домах|остановках|кварталах)|на (?:первом|втором|третьем|четвёртом|четвертом|пятом|\d+(?:-м|-ом)?) этаже|во дворе|в подвале|над (?:аптекой|магазином|кафе)|(?:син|зел[её]н|красн|бел|ч[её]рн|ж[её]лт)\w+ (?:ворот|двер|забор|калитк)\w+|сразу за|на углу)[^.!?\n]{0,60}"
    r"|\b(?:detr[áa]s d[eo]l?|frente al?|enfrente d[eo]l?|al lado d[eo]l?|junto al?|cerca d[eo]l|a (?:dos|tres|\d+) (?:cuadras|calles|metros|minutos)|en el (?:primer|segundo|tercer) piso|atr[áa]s d[ao]|em frente [àa]o?|ao lado d[ao]|perto d[ao]|port[ãa]o|nyuma ya|karibu na|mkabala na|kando ya|ghorofa ya)\b[^.!?\n]{0,60}"
    r"|(?:خلف|بجانب|مقابل|بجوار|قرب|وراء)\s[^.!?\n؟]{3,40}|[^\s।]{2,20}\s(?:के पीछे|के पास|के सामने|के बगल)|[^\s።]{2,20}\s(?:ጀርባ|አጠገብ|ፊት ለፊት)|(?:หลัง|ตรงข้าม|ข้าง|ใกล้)[\u0e00-\u0e7f]{3,30})",
    re.IGNORECASE,
)
STREET = re.compile(
    r"(?:\b(?:on|at|in|off)\s(?:[A-Z][\w'-]+\s){1,3}(?:Street|Road|Avenue|Lane|Close|Drive|Estate|Square|Soi)\b|\b(?:rue|avenue|boulevard|impasse)\s(?:d[eu]s?\s|de la\s|de l')?[A-ZÀ-Þ][\w'-]+|(?:улиц[еуы]|ул\.|переулк\w+|проспект\w+|микрорайон\w+)\s[А-ЯЁ][\w-]+|\b(?:calle|rua|mtaa wa)\s[A-Z][\w-]+)"
)
FIGURATIVE = re.compile(
    r"(?i)next to (?:no|nothing|impossible|us|me|him|her|them|each)|above (?:all|board|\d)|behind (?:us|me|the (?:idea|decision|project|work|success|numbers?|scenes?))|below \d|opposite (?:of|effect|is|view)|рядом с (?:нами|ней|ним|домом|людьми)|около \d|close to the (?:end|community|people)|near the end|between the (?:two|three|state|government|needs?)"
)

ENDS = ("\n", ". ", "! ", "? ", "।", "።")


def find_safe_houses(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    seen = 0
    for refuge in REFUGE.finditer(text):
        if refuge.start() < seen:
            continue
        first, last = max(seen, refuge.start() - 200), min(len(text), refuge.end() + 300)
        start = max(first, 1 + max(text.rfind(sign, first, refuge.start()) for sign in ENDS))
        end = min((place for sign in ENDS if (place := text.find(sign, refuge.end(), last)) >= 0), default=last)
        seen = end
        for rule, group in ((PLACED, "place"), (STREET, 0)):
            found = rule.search(text, start, end)
            if found and not FIGURATIVE.search(found[0]):
                yield min(refuge.start(), found.start(group)), max(refuge.end(), found.end(group))
                break
