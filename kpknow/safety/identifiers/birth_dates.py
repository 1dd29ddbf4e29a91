"""Birth dates: a day or a month beside a word for birth. A year of birth alone is many people's."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading

MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|janv\w*|f[ée]vr\w*|mars|avril|mai|juin|juil\w*|ao[ûu]t|sept\w*|d[ée]c\w*"
    r"|янв\w*|фев\w*|мар\w*|апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|mar[çc]o|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|machi"
    r"|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر"
    r"|نوفمبر|ديسمبر|جانفي|फ़?रवरी|जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर|ጥር|የካቲት|መጋቢት|ሚያዝያ|ግንቦት|ሰኔ|ሐምሌ|ነሐሴ|መስከረም"
    r"|ጥቅምት|ኅዳር|ህዳር|ታኅሣሥ|ታህሳስ|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|січ\w+|лют\w+|берез\w+|квіт\w+|трав\w+|черв\w+|лип\w+|серп\w+|верес\w+|жовт\w+|листопад\w*|груд\w+|tháng\s?\d{1,2}|maret|mei|agustus|desember|ocak|şubat|mart|nisan|mayıs|haziran"
    r"|temmuz|ağustos|eylül|ekim|kasım|aralık|stycz\w+|lut\w+|kwie\w+|maja|czerw\w+|lip\w+|sierp\w+|wrze\w+|pa[źz]dzier\w+|listopad\w*|grud\w+|märz|juni|juli|dezember|জানুয়ারি|ফেব্রুয়ারি|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট"
    r"|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|نيسان|أيار|حزيران|تموز|آب|أيلول|كانون\s\w+|شباط|آذار|تشرين\s\w+"
)
D = r"[\dxXхХ*•?]"
NUMERIC = rf"(?<!\d){D}{{1,4}}\s?[./\-]\s?{D}{{1,2}}\s?[./\-]\s?{D}{{2,4}}(?!\d)"
IN_WORDS = (
    rf"(?<!\d){D}{{1,2}}[-./](?:{MONTH})[-./]{D}{{2,4}}|(?:le\s|the\s)?{D}{{1,2}}(?:st|nd|rd|th|er|-?го|º)?\s?(?:of\s|de\s|ya\s|mwezi wa\s)?(?:{MONTH})(?:\s?(?:de\s|del\s|năm\s|,)?\s?{D}{{2,4}})?"
    rf"|(?<!\w)(?:{MONTH})\s{D}{{1,2}}(?:st|nd|rd|th)?(?:,?\s{D}{{4}})?(?!\d)|{D}{{2,4}}\s?年\s?{D}{{1,2}}\s?月(?:\s?{D}{{1,2}}\s?日)?"
)
SPOKEN = r"(?:the\s)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|twenty-\w+|thirtieth|thirty-first)\s(?:of\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = rf"(?:{NUMERIC}|{IN_WORDS}|{SPOKEN})"
BIRTH = (
    r"(?<!\w)(?:born|birth ?date|birth ?day|date of birth|d\.?\s?o\.?\s?b\.?|b\.(?=\s?\d)|n[ée]e?(?:\(e\)|·e|\.e)?(?=\s(?:le|un|\d|en)\b)|date de naissance|anniversaire|naissance"
    r"|роди(?:лся|лась|лись|вш\w+)|дата рождени\w|д\.\s?р\.|день рождени\w|рожд[её]н\w*|г\.?\s?р\.|рождени\w|naci(?:do|da|[óo])|nac[íi]|fecha de nacimiento|cumplea[ñn]os|nasc(?:ido|ida|eu|i)|data de nascimento"
    r"|anivers[áa]rio|народи(?:вся|лася|лись)|народжен\w+|sinh(?: ngày| năm| vào)?|ngày sinh|lahir|kelahiran|urodz\w+|geboren|geburtsdatum|geburtstag|geb\.(?=\s?\d)|haihuwa|alizaliwa|nilizaliwa|kuzaliwa|amezaliwa)(?!\w)|(?:ولدت|وُلدت|ولد|وُلد|مواليد|تاريخ الميلاد|الميلاد|जन्म(?:तिथि|दिन| तिथि)?|জন্ম\w*|የተወለደ\w*|የተወለድ\w*|ተወለደ\w*|የትውልድ\s?ቀን|የልደት|เกิด(?:เมื่อ|วันที่)?|วันเกิด|出生\w*|生日|生於|生于|doğum\w*|doğdu|туулган\w*|туған\w*|tug'ilgan|متولد|تاریخ تولد|تاریخ پیدائش|پیدا ہوئی|জন্মতারিখ|დაბადებ\w*)"
)
BIRTH_SIGN = re.compile(
    r"born|birth|d\.?\s?o\.?\s?b\b|b\.\s?\d|\bn[ée]e?\b|naiss|anniv|роди|рожд|р\.|nacid|nac[íió]|cumplea|nasc|zaliwa|ولد|مواليد|ميلاد|जन्म|জন্ম|ወለ|ትውልድ|ልደት|เกิด|出生|生|doğ|туулган|туған|tug'il|народ|sinh|lahir|urodz|gebor|geb\.|geburt|haihuwa|متولد|تولد|پیدا|დაბადებ"
)
AFTER_BIRTH = re.compile(rf"(?P<birth>{BIRTH})(?P<between>[^\n.;!?]{{0,45}}?)(?P<date>{DATE})", re.IGNORECASE)
BEFORE_BIRTH = re.compile(
    rf"(?P<date>{DATE})\s?(?:г\.?|года|г\.\s?р\.|,)?\s?(?:\(|-\s)?(?:г\.\s?р\.|года рождени\w|рождени\w|is (?:my|his|her|their) birthday|is when (?:he|she|they|I) (?:was|were) born|doğumlu|-?\s?(?:my|her|his|their) birthday|est (?:ma|sa|son) (?:date de naissance|anniversaire))",
    re.IGNORECASE,
)
YEAR_ON_PAPER = re.compile(r"(?<!\d)(?:19|20)\d\d\s?(?:г\.\s?р\.|года рождени\w)", re.IGNORECASE)
NOT_A_PERSON = re.compile(
    r"(?i)\b(?:network|alliance|movement|organi[sz]ation|coalition|project|programme|program|idea|fund|foundation|cent(?:re|er)|group|association|institute|campaign|union|initiative"
    r"|clinic|r[ée]seau|mouvement|alliance|projet|association|id[ée]e|centre|campagne|coalition|institut|fondation|organización|red|movimiento|rede|shirika|mradi|site|newsletter|platform|declaration|strategy|report)\b[^.!?\n]{0,40}$"
    r"|(?i:сет[ьи]|движени\w|организаци\w|проект\w{0,2}|альянс\w{0,2}|коалици\w|иде\w|фонд\w{0,2}|центр\w{0,2}|объединени\w|ассоциаци\w|инициатив\w|кампани\w|институт\w?|групп\w)[^.!?\n]{0,40}$"
)


def find_birth_dates(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    for start, end in reading.around(BIRTH_SIGN, 100):
        for found in AFTER_BIRTH.finditer(text, start, end):
            if not NOT_A_PERSON.search(reading.before(found.start(), 60)) and re.search(
                r"\d|\*|•|th|st|nd|rd", found["date"]
            ):
                yield found.start(), found.end()
        for rule in (BEFORE_BIRTH, YEAR_ON_PAPER):
            yield from (found.span() for found in rule.finditer(text, start, end))
