"""Numbers of papers, cards, accounts and patients: after a word that names them, or by their own shape and checksum."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import WORD_AFTER, WORD_BEFORE, Reading

PAPER = (
    r"passport|id cards?|national id\w*|identity (?:card|number|document)|ID(?: card)?(?: number| no\.?| #| is|:)|NRC|NIN|BVN|SSN|social security|TIN|tax (?:id|number)"
    r"|KRA PIN|voter'?s? (?:card|id)|driv(?:er|ing)'?s? licen[cs]e|licen[cs]e (?:no|number)|huduma\w*|ghana card|aadha+r\w*|PAN(?: card)?|CNIC|NIC|Emirates ID"
    r"|birth certificate|refugee (?:id|card|number)|asylum (?:id|case|number)|UNHCR (?:id|case|file|no\w*|number)|case (?:no\.?|number|file)|file (?:no\.?|number)|docket|OB (?:no\.?|number)"
    r"|prison(?:er)? (?:no\.?|number|id)|inmate|patient (?:id|no\.?|number|code|file|card)|medical record|MRN|hospital (?:no\.?|number)|clinic (?:no\.?|number|card)|client (?:id|no\.?|number|code)|unique id\w*|ART (?:no\.?|number|card|code)|CCC (?:no\.?|number)"
    r"|insurance (?:no\.?|number|policy)|policy (?:no\.?|number)|NHIF|NSSF|account (?:no\.?|number)|a/c|bank account|iban|card (?:no\.?|number)|credit card|debit card|plate|registration plate|number plate"
    r"|carte d'identit[ée]|carte nationale|CNI|CIN|NINA|carte de s[ée]jour|titre de s[ée]jour|permis de (?:conduire|s[ée]jour)|passeport|num[ée]ro (?:national|de s[ée]curit[ée] sociale|de dossier|d'identit[ée]|patient|de patient)|s[ée]curit[ée] sociale|dossier (?:n[°o]|patient|m[ée]dical)|matricule|NIR|carte (?:bancaire|d'[ée]lecteur|consulaire)|compte (?:bancaire|n[°o])|RIB|immatricul\w+"
    r"|паспорт\w*|удостоверени\w+(?: личности)?|ИНН|ПИН|ИИН|СНИЛС|персональн\w+ (?:номер|идентификационн\w+)|ID[- ]?карт\w*|идентификационн\w+ (?:номер|код)|номер карты|карт\w+ (?:№|номер)|номер(?:а|ом)? дела|дел[оауе] №|уголовн\w+ дел\w+|истори\w+ болезни|медкарт\w+|амбулаторн\w+ карт\w+|код пациент\w+|пациент\w*\s*(?:№|номер|код)|полис\w*|ОМС|водительск\w+|вод\. удост\w+|загран\w*|сч[её]т\w* (?:№|номер)|расч[её]тн\w+ сч[её]т\w*|госномер\w*|свидетельств\w+ о рождении|номер документа|серия"
    r"|c[ée]dula|DNI|NIE|CURP|RFC|NSS|pasaporte|documento|identidad|RUT|CUIL|CUIT|n[úu]mero de (?:expediente|historia|seguridad social|cuenta)|expediente|tarjeta|CPF|RG|CNH|NIF|bilhete de identidade|BI n|passaporte|cart[ãa]o (?:de cidad[ãa]o|SUS)|prontu[áa]rio"
    r"|kitambulisho|pasipoti|namba ya (?:mgonjwa|kitambulisho|akaunti)|NIDA"
    r"|جواز(?: السفر)?|بطاقة|الهوية|الرقم الوطني|رقم الملف|कार्ड|आधार|पासपोर्ट|पहचान पत्र|मरीज़? नंबर|ፓስፖርት|መታወቂያ|የታካሚ|บัตรประชาชน|หนังสือเดินทาง|身份证|身分證|护照|паспарт"
    r"|clinic (?:id|file|code)|hospital (?:id|file|card)|code (?:du |de la )?patient\w?|num[ée]ro (?:de )?(?:carte|passeport|compte)|prep (?:no\.?|number|card)|HIV (?:no\.?|number)|enrol\w+ (?:no\.?|number)|file|till(?: number| no\.?)?|pay ?bill(?: number)?|warrant (?:no\.?|number)|permit (?:no\.?|number)|court (?:file|case)|charge sheet|badge (?:no\.?|number)|student (?:id|number)|service number"
    r"|посвідчен\w+|ІПН|РНОКПП|медичн\w+ карт\w+|справ[аиу] №|ЖСН|жеке куәлік\w*|номер (?:паспорта|справи|пациент\w*|телефона дела)|картк\w+|медицинск\w+ карт\w+|карт\w+ пациент\w*|учётн\w+ номер|регистрационн\w+ номер"
    r"|CCCD|CMND|căn cước\w*|hộ chiếu|KTP|NIK|paspor|kimlik|pasaport|PESEL|dow[óo]d\w*|paszport\w*|Ausweis\w*|Reisepass\w*|Personalausweis\w*|INE|n[úu]mero de (?:processo|utente|paciente|caso|c[ée]dula)|processo|ficha|carnet|carn[ée]|historia cl[íi]nica|BI|NUIT"
    r"|hati ya kusafiria|kadi ya (?:kliniki|mgonjwa|hospitali)|namba ya (?:kadi|faili|kesi|pasipoti)|کد ملی|گذرنامه|شناسنامه|شناختی کارڈ|پاسپورٹ|رقم الهوية|رقم القضية|رقم المريض|रोगी (?:संख्या|नंबर)|মামলা নং|জাতীয় পরিচয়পত্র|এনআইডি|পাসপোর্ট|የፓስፖርት|የመታወቂያ|เลขประจำตัว|พาสปอร์ต|病历号?|病人编号|案件编号|档案号|身份證"
)
TOLD = re.compile(
    rf"{WORD_BEFORE}(?P<paper>{PAPER})(?:[^\w\n]|№|o(?!\w)|号码?|號|编号|หมายเลข|เลขที่|的|是|为|\b(?:says|said|reads|read|shows|showed|dit|dice|diz|card|patient|client|пациент\w*|больн\w+|de|du|da|do|del|ya|ni|są|to|là|số|card|no|nr|number|num[ée]ro|n|номер\w?|серии|серия|id|is|was|est|of|with|nambari|namba|number is|ending|ends|in|la|les|un|chiffres|гражданки|гражданина|KR|КР|KG|et|и|رقم|नंबर|संख्या|ቁጥር|หมายเลข|เลขที่|号码|号)(?!\w))"
    rf"{{1,14}}?(?P<number>(?-i:(?:[A-ZА-ЯІ]{{1,5}}[\s./-]{{0,2}}){{0,3}}[\dxXхХ*•](?:[\s./-]?[\dA-ZА-Яx*•]){{3,24}})){WORD_AFTER}(?!%)",
    re.IGNORECASE,
)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?(?!\w)")
CARD = re.compile(
    r"(?<![\w.])(?:\d{4}[ -]?){3}\d{4}(?!\w)|(?<![\w.])(?:\d{4}|[\dxX*•]{4})(?:[ -](?:\d{4}|[xX*•]{4})){2}[ -]\d{4}(?!\w)"
)
SHAPES = [
    re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\w-])"),  # United States: SSN
    re.compile(r"(?<![\w-])(?:\d{3}|[xX*•]{3})-(?:\d{2}|[xX*•]{2})-\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.])(?:\d{3}|\*{3})\.(?:\d{3}|\*{3})\.(?:\d{3}|\*{3})-(?:\d{2}|\*{2})(?!\w)"),  # Brazil: CPF
    re.compile(r"(?<![\w-])\d{3}-\d{3}-\d{3}[ -]\d{2}(?![\w-])"),  # Russia: СНИЛС
    re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)"),  # Mexico: CURP
    re.compile(
        r"(?<!\w)[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\w)"
    ),  # France: NIR
    re.compile(r"(?<![\w.])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![\w-]|[ -]\d)"),  # India: Aadhaar
    re.compile(r"(?<!\w)\d{5}-\d{7}-\d(?!\w)"),  # Pakistan: CNIC
    re.compile(r"(?<!\w)\d-\d{4}-\d{5}-\d{2}-\d(?!\w)"),  # Thailand
    re.compile(r"(?<!\w)\d{6}/\d{2}/\d(?!\w)"),  # Zambia: NRC
    re.compile(r"(?<!\w)\d{2}-\d{6,7}[ -]?[A-Z][ -]?\d{2}(?!\w)"),  # Zimbabwe
    re.compile(r"(?<!\w)(?:CF|CM|PM|PF)\d{2}[A-Z0-9]{10}(?!\w)"),  # Uganda: NIN
    re.compile(r"(?<!\w)[A-Z]{5}\d{4}[A-Z](?!\w)"),  # India: PAN
    re.compile(r"(?<!\w)(?:AN|ID|AC|PE|KR)\s?\d{7}(?!\w)"),  # Kyrgyzstan: passports
    re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)"),  # United Kingdom: NINO
    re.compile(
        rf"{WORD_BEFORE}(?<![.+/-])\d{{12,14}}{WORD_AFTER}(?![./-])"
    ),  # Kyrgyzstan, Kazakhstan, South Africa, Tanzania …
    re.compile(rf"{WORD_BEFORE}(?<![.+/-])\d{{6}}(?:18|19|20)\d{{6}}\d{{3}}[\dX]{WORD_AFTER}"),  # China
]
NOT_A_NUMBER = re.compile(r"^(?:19|20)\d\d(?:\s?-\s?(?:19|20)?\d\d)?$")


def find_identity_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.numbers
    for start, end in reading.around_digits:
        for found in TOLD.finditer(text, start, end):
            if is_number(found["number"]):
                yield found.span("number")
        for found in IBAN.finditer(text, start, end):
            if iban_adds_up(found[0]):
                yield found.span()
        for found in CARD.finditer(text, start, end):
            if re.search(r"[xX*•]", found[0]) or luhn_adds_up(found[0]):
                yield found.span()
        for rule in SHAPES:
            yield from (found.span() for found in rule.finditer(text, start, end))


def is_number(words: str) -> bool:
    """At least four digits, masked or not, that are no year and no plain word."""
    bare = words.strip(" ./-")
    digits = re.findall(r"\d", bare)
    masked = re.findall(r"[*•]|[xXхХ](?=[xXхХ\d])|(?<=\d)[xXхХ]", bare)
    letters = re.findall(r"[^\W\d_]{3,}(?<![xXхХ]{3})", bare)
    longest = max((len(word) for word in letters), default=0)
    return len(digits) >= 3 and len(digits) + len(masked) >= 4 and longest <= 5 and not NOT_A_NUMBER.match(bare)


def iban_adds_up(words: str) -> bool:
    """ISO 13616, by ISO 7064 MOD 97-10."""
    bare = re.sub(r"\s", "", words)
    return len(bare) >= 15 and int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def luhn_adds_up(words: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(digit) for digit in re.findall(r"\d", words)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
