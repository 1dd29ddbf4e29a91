"""Words around capitals that say whether a person or something else is named, in the languages of our stories."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re

from kpknow.safety.identifiers.name_lists import fold


def folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


INSTITUTIONS = folded(
    """
    aids airport academy act action advocates africa agency agenda agreement alliance archive asia assembly association
    authority award bank bay beach board bridge brigade bureau business café camp campaign campus cathedral center centre
    cercle chamber chapter charity church circle city civil clinic club coalition collective college commission committee community
    company conference congress consortium consulate convention cooperative corporation council county court creek declaration
    department development dialogue diocese directorate district division drive embassy europe events executive exhibition
    facility faculty falls federation fellowship festival forum foundation framework fund funders gallery garden gates global
    government group guide guidelines harbour health heights help hill hills hiv holdings home hospital hotel house human
    index initiative institute international island islands journal justice kingdom lab laboratory lake law league legacy
    library limited lodge lounge ltd mall map market memorial ministry mission mosque mount mountain movement museum
    national network news newsletter ngo north office organisation organization park parliament partners partnership party peak
    peninsula pharmacy plan platform plaza plus police policy port press prison prize programme program project projects
    province publishing region report republic research resort restaurant review rights river road room school sea secretariat
    section sector service services shelter society solidarity south springs square station strategy street study summit
    support taskforce team theatre toolkit towers town training treaty tribunal trust union unit united university valley
    village vision voices war week west workers world youth zone day month year east northern southern eastern western
    republic saint st san santa santo são sao são fort dar rio
    agence alliance aéroport ambassade association avenue banque bibliothèque bureau centre cité clinique collectif collège
    comité commission communauté conférence conseil école église fédération fondation fonds forum groupe hôpital hôtel
    hospitalier initiative institut journal lac lycée maison marché mairie ministère mission mouvement musée observatoire
    office organisation palais parc place plan plateforme port prix programme projet quartier rapport région réseau rue sida
    société stade théâtre union université ville boulevard
    академия альянс аэропорт ассоциация банк больница бульвар бюро газета галерея город группа движение декларация
    департамент дом дворец журнал завод институт инициатива клиника клуб коалиция колледж комитет комиссия конвенция
    конференция консорциум край лига лицей министерство музей набережная неделя область общество объединение округ организация
    остров отдел отель парк партия партнёрство площадь поликлиника посольство правительство премия программа проект проспект
    район республика ресурсный сеть служба совет союз спид стратегия театр университет улица федерация фонд форум центр церковь школа
    secretaría agencia aeropuerto alianza asociación ayuntamiento banco biblioteca barrio calle casa centro ciudad clínica coalición colegio
    círculo comité consejo corporación escuela federación foro fundación fundacion grupo hospital iglesia iniciativa instituto isla ministerio movimiento
    museo organización parque plaza programa proyecto puerto red río sindicato sociedad teatro unión universidad villa vih
    associação câmara cidade colégio escola fundação governo igreja ilha instituto ministério movimento organização praça projeto
    rede sindicato sociedade união universidade
    tiếng tháng chama chuo hospitali jumuiya kituo kanisa mradi mtandao shirika shule serikali umoja wizara
    """
)
"""In a run of capitals with one of these, something is named after a person, or nobody is."""

ROLES = folded(
    """
    constable captain corporal superintendent magistrate sheikh imam reverend midwife landlord landlady
    activist advocate advisor adviser ambassador assistant chair chairperson chairman chairwoman chief client colleague
    commissioner consultant coordinator co-ordinator counsellor counselor dear deputy director doctor dr driver educator editor
    facilitator father founder friend governor guard head hon husband inspector interpreter journalist judge lady lawyer leader
    lecturer ma'am madam manager master member mentor minister miss mother mr mrs ms mx navigator nurse officer organizer organiser
    outreach paralegal partner patient peer pastor photo photographer president prof professor rapporteur researcher rev
    secretary senior sergeant sir sister son specialist staff survivor teacher teller text thanks translator treasurer trainer
    uncle aunt volunteer wife witness worker interview author speaker moderator participant our my her his their
    animateur animatrice activiste avocat avocate bénévole chef collègue compagnon coordinateur coordinatrice coordonnateur
    coordonnatrice directeur directrice docteur éducateur éducatrice fondateur fondatrice frère infirmier infirmière juriste
    madame mademoiselle maître médecin médiateur médiatrice militant militante mme mlle monsieur patiente présidente président
    professeur responsable secrétaire sœur témoin traductrice traducteur
    активист активистка адвокат аутрич-работник аутрич-работница бабушка брат врач господин госпожа гражданин гражданка
    директор доктор друг жена координатор консультант мама медсестра муж отец пациент пациентка подруга помощник председатель
    психолог равный руководитель сестра следователь социальный сотрудник сотрудница судья сын тётя товарищ участник участница
    участковый учитель юрист волонтёр автор интервью
    señor señora sr sra don doña doctora directora compañera compañero activista coordinador coordinadora promotora enfermera
    лікар лікарка медсестра адвокатка пані пан подруга соцпрацівниця активіст активістка волонтер волонтерка поліцейський
    hemşire doktor avukat bay bayan polis pani lekarz lekarka ustadh sheikh askari polisi afisa mganga wakili bw bibi perawat dokter
    pak ibu bapak chị anh cô bà ông sargento comandante doctor licenciada licenciado maestra profesora
    abogado abogada senhor senhora dona diretor diretora enfermeira advogada
    bwana bi bibi mama mzee dada kaka daktari muuguzi mwalimu mratibu mkurugenzi
    """
)

EVERYDAY = folded(
    """
    the a an and or but of in on at to for from by with without as is are was were be been it its this that these those there
    here we our us you your they their he she his her who whom whose which what when where why how all any both each every few
    many more most much no not one two three four five six seven eight nine ten after before during since until while then now
    today tomorrow yesterday also although because if so than though through under over between among about against across
    new old first second third last next other another same good great little big long short high low open free safe
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    learning sharing bridging gap gaps story stories change practice practices session annex appendix chapter figure table page
    key people population populations sex work drug use users gay men women trans living positive harm reduction follow up survey
    english french russian spanish portuguese swahili arabic hindi kyrgyz kazakh uzbek tajik ukrainian kenyan african european
    african-american latin american asian pacific caribbean central arab british german dutch swedish indian nigerian ugandan
    kenya uganda tanzania rwanda burundi ethiopia nigeria ghana senegal mali malawi zambia zimbabwe mozambique botswana namibia
    lesotho eswatini angola cameroon gabon congo togo benin niger chad sudan somalia eritrea egypt morocco tunisia algeria libya
    kyrgyzstan kazakhstan uzbekistan tajikistan turkmenistan ukraine russia belarus moldova georgia armenia azerbaijan estonia
    latvia lithuania poland germany france spain portugal italy netherlands belgium switzerland austria sweden norway denmark
    india pakistan bangladesh nepal cambodia thailand vietnam laos myanmar malaysia indonesia philippines china japan mongolia
    brazil argentina chile peru colombia ecuador bolivia mexico guatemala honduras jamaica haiti guyana cuba canada australia
    bishkek osh almaty astana dushanbe tashkent kyiv kiev moscow nairobi mombasa kisumu nakuru kampala dar kigali lilongwe blantyre
    lusaka harare bulawayo maputo johannesburg pretoria durban gaborone windhoek accra kumasi lagos abuja dakar bamako abidjan
    yaoundé douala kinshasa bujumbura addis tbilisi yerevan baku chisinau minsk riga vilnius tallinn warsaw berlin london paris
    geneva amsterdam brussels rome madrid lisbon delhi mumbai chennai kolkata dhaka kathmandu bangkok hanoi jakarta manila phnom
    penh siem reap colombo lima bogotá quito santiago buenos aires washington york toronto sydney melbourne nice nantes karakol
    talas naryn batken jalal-abad tokmok
    le la les un une des du de et ou où mais donc or ni car en dans sur sous avec sans pour par chez entre vers après avant
    pendant depuis ce cet cette ces mon ton son notre votre leur nos vos leurs je tu il elle nous vous ils elles on qui que quoi
    dont aujourd'hui hier demain selon lors janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    lundi mardi mercredi jeudi vendredi samedi dimanche personnes travailleuses travailleurs histoire histoires étude atelier
    sénégal mali côte ivoire maroc tunisie algérie cameroun république démocratique burkina faso guinée haïti belgique suisse
    и или но а да в на с со по к ко от до из у о об за для без при через между над под перед после это этот эта эти тот та те
    мы вы они он она оно я ты наш наша наши ваш мой моя кто что где когда почему как все всё весь вся один два три четыре пять
    новый новая первые первый первая второй третья сегодня вчера завтра также если то так январь января февраль февраля марта
    апрель апреля мая июнь июня июль июля август августа сентябрь сентября октябрь октября ноябрь ноября декабрь декабря
    понедельник вторник среда четверг пятница суббота воскресенье история истории глава таблица рисунок страница приложение
    кыргызстан кыргызстана казахстан узбекистан таджикистан россия россии украина украины грузия армения бишкек ош алматы москва
    киев ташкент душанбе кыргызской киргизия восточная центральная центральной северная южная западная азия азии африка африки европа
    el los las unos unas del al y o pero con sin por para entre sobre desde hasta este esta estos estas su sus mi nuestro nuestra
    quien donde cuando porque enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    os as um uma dos das e ou mas com sem por para entre sobre seu sua quem onde quando
    na ya wa kwa ni la za cha vya katika kutoka lakini au sisi wao yeye mimi wewe huyu hii hizi jana leo kesho
    """
)
"""Words that begin sentences or titles, and places: no part of a person's name unless it is a name as well."""

KNOWN = (INSTITUTIONS, ROLES, EVERYDAY)

PARTICLES = r"(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|der|den|ter|bin|binti|bint|ibn|ben|al|el|ould|mint|wa|wa'|uulu|улуу|уулу|улу|kyzy|кызы|oglu|оглы|qizi|o'g'li|ag|y|e|y)"

PERSON_BEFORE = re.compile(
    r"(?:\b(?:named|called|name is|names are|name was|i am|i'm|this is|with|by|thank|thanks to|met|interviewed|told|asked|arrested|detained|beaten|killed|raped|married"
    r"|wife|husband|sister|brother|daughter|son|mother|father|cousin|boyfriend|girlfriend|partner|friend|colleague|neighbou?r|landlady|landlord|activist|coordinator|director|founder"
    r"|educator|nurse|doctor|counsellor|lawyer|paralegal|officer|manager|leader|volunteer|worker|client|patient|survivor|member|teacher|journalist|photographer|mr|mrs|ms|miss|mx|dr|prof|sister|pastor"
    r"|je m'appelle|s'appelle|nomm[ée]e?|appel[ée]e?|avec|par|selon|mon amie?|ma s[œo]e?ur|mon fr[èe]re|son mari|sa femme|coordinat\w+|directeur|directrice|militante?|infirmi[èe]re?|m[ée]decin|m|mme|mlle|monsieur|madame|docteur|éducat\w+|médiat\w+"
    r"|me llamo|se llama|llamad[oa]|señora?|sra?|doña|don|compañer[oa]|mi amig[oa]|me chamo|chama-se|chamad[oa]|senhora?|dona|jina lake ni|jina langu ni|naitwa|anaitwa|bwana|bi|dada|kaka|askari|muuguzi|daktari|wakili|polisi|perawat|dokter|pak|ibu|bapak|nama saya|bernama|tên|tên là|chị|anh|cô|hemşire|doktor|avukat|polis|adım|pani|pan|lekarka|nazywam się|ich heiße|frau|herr|landlady|guard|driver|aunt|uncle|constable|inspector|captain|sergeant|magistrate|judge|midwife|queue mate|roommate|classmate|arrest|detain|called|signed by|witness)"
    r"|\b(?:меня зовут|зовут|по имени|имя|звали|мо[йяеюи]\w*|подруг\w+|друг\w*|сестр\w+|брат\w*|муж\w*|жен\w+|мам\w+|сын\w*|доч\w+|активист\w*|координатор\w*|директор\w*|врач\w*|юрист\w*|адвокат\w*|психолог\w*"
    r"|волонт\w+|аутрич\S+|сотрудни\w+|пациент\w*|участни\w+|гражданин\w*|гражданк\w+|госпо\w+|г-жа|г-н|рассказывает|рассказала|рассказал|говорит|вспоминает|вместе с|благодар\w+|мене звати|звати|на ім'я|лікар\w*|медсестр\w+|поліцейськ\w+|участков\w+|следовател\w+|сосед\w*|хозя\w+|менин атым|аты|атым|менің атым|задержа\w+|арестова\w+))[.,:]?\s+[\"“«(*_]*$",
    re.IGNORECASE,
)
PERSON_AFTER = re.compile(
    r"^[*_\"”»)]*(?:,?\s*\(?(?:aged?\s)?[1-9]\d\b(?:,|\)|\s?(?:years?|ans|лет|год[а]?|años|anos)\b)|,?\s(?:said|says|told|tells|explained|explains|recalls?|recalled|remembers?|remembered|adds|added|asked|lives|lived|works|worked|was (?:born|arrested|beaten|detained|evicted|diagnosed|killed|raped|outed)|is (?:a|an|our|the|my|from|living)"
    r"|who|whose|has been|died|fled|runs|leads|joined|came|sold|sells|injects?|tested|takes|took|lost|left|began|started|founded|a (?:sex|trans|gay|peer|young|former|lawyer|nurse|mother|woman|man)|our|the (?:coordinator|director|founder|nurse)"
    r"|a (?:dit|raconté|expliqué|été|fondé)|dit|raconte|explique|vit|habite|travaille|est (?:une?|né|notre|la|le|ma|mon)|qui|âgée?|se souvient|témoigne|notre|militante?|éducat\w+"
    r"|сказал\w?|говорит|рассказ\w+|вспомина\w+|объясн\w+|добав\w+|живёт|живет|работа\w+|родил\w+|была?|котор\w+|приехал\w?|умер\w*|из |начала?|стала?|помог\w+"
    r"|dijo|dice|cuenta|contó|vive|trabaja|fue|es (?:una?|la|el|mi)|disse|diz|conta|mora|trabalha|é (?:uma?|a|o)|alisema|anasema|anaishi|aliniambia|ni (?:mwanamke|mama|dada)))",
    re.IGNORECASE,
)
TITLE_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mme|Mlle|Sra?|Bw|Bi)\.?|(?<!\w)(?:г-жа|г-н|г-жи|г-ну|г-жой|гражданк[аиу]|гражданин\w?|госпожа|господин))\s$"
)
VERB_AFTER = re.compile(
    r" (?:has |had |a |est |ont |не )?(?:[a-z]{2,}ed|[a-zà-ÿ]{3,}(?:ou|iu|ó|ió|eu)|a(?:li|na|me|ta)[a-z]{3,}|[a-zà-ÿ]{3,}(?:é|ée|ait)|[а-яё]{3,}(?:ла|ло|л|лась|лся|ет|ит))(?!\w)"
)
NAMED_AFTER = re.compile(
    r"(?:\b(?:university|hospital|institute|foundation|centre|center|school|college|street|airport|award|prize|fund|library|museum|memorial|stadium|avenue|square|bridge|fondation|université|hôpital|institut|lycée|prix|rue|place|centre|stade|aéroport|fundación|universidad|hospital|calle|avenida|premio|fundação|universidade|rua)"
    r"\s+(?:of\s|named (?:after|for)\s|de\s|du\s|d')?(?:the\s)?|(?:имени|им\.|фонд\w?|университет\w?|институт\w?|больниц\w|улиц\w|ул\.|проспект\w?|площад\w|премия|премии|центр\w?|школ\w|музе\w|театр\w?|памяти)\s+)[\"“«]?$",
    re.IGNORECASE,
)
