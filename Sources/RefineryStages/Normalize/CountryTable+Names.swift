/// The names of countries, second half.
///
/// Written by scripts/generate-country-table from Babel 2.19.0.
///
/// Source: Unicode Common Locale Data Repository, © Unicode, Inc., Unicode License v3 (docs/licences/unicode-3.0.txt); codes of ISO 3166-1.
extension CountryTable {
    /// See ``names``.
    static let moreNames = """
        KR corea del sud|corea del sur|coreea de sud|coreia do sul|corée du sud|dienvidkoreja|dél-korea|etelä-korea|güney kore
        KR hàn quốc|jižní korea|južna koreja|južná kórea|korea|korea południowa|korea republic of|korea selatan|korea south
        KR korea the republic of|lõuna-korea|pietų korėja|republic of korea|south korea|suður-kórea|sydkorea|sør-korea|südkorea
        KR zuid-korea|νότια κορέα|південна корея|республика корея|южна корея|јужна кореја|קוריאה הדרומית|كوريا الجنوبية|کرهٔ جنوبی
        KR दक्षिण कोरिया|দক্ষিণ কোরিয়া|เกาหลีใต้|南韓|韓国|韩国|대한민국
        KW koeweit|koweït|kuvait|kuvajt|kuveita|kuveitas|kuveyt|kuwait|kuweit|kuwejt|kúveit|κουβέιτ|кувајт|кувейт|כווית|الكويت|کویت
        KW कुवैत|কুয়েত|คูเวต|クウェート|科威特|쿠웨이트
        KY cayman adaları|cayman islands|caymaneyjar|caymansaaret|caymanöarna|caymanøerne|caymanøyene|ilhas cayman|illes caiman
        KY insulele cayman|islas caimán|isole cayman|kaaimaneilanden|kaimaninseln|kaimanisaared|kaimanu salas|kaimanų salos
        KY kajmanie ostrovy|kajmanji otoki|kajmanski otoci|kajmanské ostrovy|kajmany|kajmán-szigetek|kepulauan cayman|quần đảo cayman
        KY îles caïmans|νήσοι κέιμαν|кайманови острови|кайманові острови|кајманска острва|о-ва кайман|איי קיימן|جزایر کِیمن|جزر كايمان
        KY कैमेन द्वीपसमूह|কেম্যান দ্বীপপুঞ্জ|หมู่เกาะเคย์แมน|ケイマン諸島|开曼群岛|開曼群島|케이맨 제도
        KZ cazaquistão|kasachstan|kasahstan|kasakhstan|kasakstan|kazachstan|kazachstanas|kazahstan|kazahstāna|kazahsztán|kazajistán
        KZ kazakhstan|kazakistan|kazakstan|καζακστάν|казахстан|קזחסטן|قزاقستان|كازاخستان|कज़ाखस्तान|কাজাখস্তান|คาซัคสถาน|カザフスタン|哈萨克斯坦
        KZ 哈薩克|카자흐스탄
        LA lao|lao pdr|lao people s democratic republic|laos|laosa|laosas|laosz|λάος|лаос|לאוס|لائوس|لاوس|लाओस|লাওস|ลาว|ラオス|寮國|老挝|라오스
        LB lebanon|li-băng|liban|libanas|libanon|libāna|liibanon|líbano|lübnan|λίβανος|либан|ливан|ліван|לבנון|لبنان|लेबनान|লেবানন
        LB เลบานอน|レバノン|黎巴嫩|레바논
        LC saint lucia|sainte-lucie|sankti lúsía|santa lucía|sentlūsija|sfânta lucia|st. lucia|svatá lucie|sveta lucija|svätá lucia
        LC αγία λουκία|света луција|сейнт лусия|сент-люсия|сент-люсія|סנט לוסיה|سانت لوسيا|سنت لوسیا|सेंट लूसिया|সেন্ট লুসিয়া
        LC เซนต์ลูเซีย|セントルシア|圣卢西亚|聖露西亞|세인트루시아
        LI lichtenštajnsko|lichtenšteinas|lichtenštejnsko|liechtenstein|lihtenštajn|lihtenšteina|λιχτενστάιν|лихтенштајн|лихтенштейн
        LI лихтенщайн|ліхтенштейн|ליכטנשטיין|ليختنشتاين|لیختن‌اشتاین|लिचेंस्टीन|লিচেনস্টেইন|ลิกเตนสไตน์|リヒテンシュタイン|列支敦士登|列支敦斯登|리히텐슈타인
        LK sri lanka|σρι λάνκα|шри ланка|шрі-ланка|סרי לנקה|سريلانكا|سری‌لانکا|श्रीलंका|শ্রীলঙ্কা|ศรีลังกา|スリランカ|斯里兰卡|斯里蘭卡|스리랑카
        LR libeeria|liberia|liberija|liberya|libérie|λιβερία|либерия|либерија|ліберія|ליבריה|ليبيريا|لیبریا|लाइबेरिया|লাইবেরিয়া
        LR ไลบีเรีย|リベリア|利比里亚|賴比瑞亞|라이베리아
        LS lesotas|lesotho|lesoto|λεσότο|лесото|לסוטו|لسوتو|ليسوتو|लेसोथो|লেসোথো|เลโซโท|レソト|莱索托|賴索托|레소토
        LT leedu|liettua|lietuva|litauen|lithuania|litháen|litouwen|lituania|lituanie|litva|litvanya|litvánia|litwa|λιθουανία|литва
        LT литванија|ליטא|ليتوانيا|لیتوانی|लिथुआनिया|লিথুয়ানিয়া|ลิทัวเนีย|リトアニア|立陶宛|리투아니아
        LU liuksemburgas|lucembursko|luksemburg|luksemburga|lussemburgo|luxembourg|luxemburg|luxemburgo|luxembursko|lúxemborg
        LU λουξεμβούργο|луксембург|люксембург|לוקסמבורג|لوكسمبورغ|لوکزامبورگ|लग्ज़मबर्ग|লাক্সেমবার্গ|ลักเซมเบิร์ก|ルクセンブルク|卢森堡|盧森堡
        LU 룩셈부르크
        LV latvia|latvija|letland|letonia|letonya|lettland|lettonia|lettonie|lettország|lotyšsko|läti|łotwa|λετονία|латвия|латвія
        LV летонија|לטביה|لاتفيا|لتونی|लातविया|লাটভিয়া|ลัตเวีย|ラトビア|拉脫維亞|拉脱维亚|라트비아
        LY libia|libija|libië|libya|libye|libyen|liibüa|λιβύη|либия|либија|ливия|лівія|לוב|ليبيا|لیبی|लीबिया|লিবিয়া|ลิเบีย|リビア|利比亚
        LY 利比亞|리비아
        MA fas|maghribi|maroc|marocco|marocko|maroka|marokas|marokko|maroko|marroc|marrocos|marruecos|morocco|μαρόκο|марокко|мароко
        MA מרוקו|المغرب|مراکش|मोरक्को|মরক্কো|โมร็อกโก|モロッコ|摩洛哥|모로코
        MC monaco|monakas|mónakó|μονακό|монако|מונקו|موناكو|موناکو|मोनाको|মোনাকো|โมนาโก|モナコ|摩納哥|摩纳哥|모나코
        MD moldavia|moldavie|moldavien|moldavija|moldavsko|moldova|moldova republic of|moldova the republic of|mołdawia
        MD republic of moldova|republica moldova|republik moldau|μολδαβία|молдавија|молдова|מולדובה|مولداوی|مولدوفا|मॉल्डोवा|মলডোভা
        MD มอลโดวา|モルドバ|摩尔多瓦|摩爾多瓦|몰도바
        ME crna gora|czarnogóra|juodkalnija|karadağ|melnkalne|montenegro|muntenegru|svartfjallaland|černá hora|čierna hora|μαυροβούνιο
        ME црна гора|черна гора|черногория|чорногорія|מונטנגרו|الجبل الأسود|مونته‌نگرو|मोंटेनेग्रो|মন্টিনিগ্রো|มอนเตเนโกร|モンテネグロ|蒙特內哥羅
        ME 黑山|몬테네그로
        MF francoski sveti martin|san martín|sen martenas|senmartēna|sfântul martin|st. martin|são martinho|сен мартен|סן מרטן
        MF سان مارتن|سنت مارتین|เซนต์มาร์ติน|サン・マルタン|法属圣马丁|法屬聖馬丁|생마르탱
        MG madagascar|madagaskar|madagaskara|madagaskaras|madagaszkár|μαδαγασκάρη|мадагаскар|מדגסקר|ماداگاسکار|مدغشقر|मेडागास्कर
        MG মাদাগাস্কার|มาดากัสการ์|マダガスカル|馬達加斯加|马达加斯加|마다가스카르
        MH ilhas marshall|illes marshall|insulele marshall|islas marshall|isole marshall|kepulauan marshall|marshall adaları
        MH marshall islands|marshall-szigetek|marshalleilanden|marshalleyjar|marshalli saared|marshallinsaaret|marshallinseln
        MH marshallove ostrovy|marshallovi otoki|marshallovy ostrovy|marshallöarna|marshalløerne|marshalløyene|maršalo salos
        MH maršalovi otoci|māršala salas|quần đảo marshall|wyspy marshalla|îles marshall|νήσοι μάρσαλ|маршалловы о-ва
        MH маршаллові острови|маршалови острови|маршалска острва|איי מרשל|جزایر مارشال|جزر مارشال|मार्शल द्वीपसमूह|মার্শাল দ্বীপপুঞ্জ
        MH หมู่เกาะมาร์แชลล์|マーシャル諸島|馬紹爾群島|马绍尔群岛|마셜 제도
        MK bắc macedonia|former yugoslav republic of macedonia|fyrom|kuzey makedonya|macedonia|macedonia de nord|macedonia del nord
        MK macedonia del norte|macedonia północna|macedonia utara|macedônia do norte|macédoine du nord|makedonia utara|noord-macedonië
        MK nord-makedonia|nordmakedonien|nordmazedonien|north macedonia|norður-makedónía|pohjois-makedonia|põhja-makedoonia
        MK republic of north macedonia|severna makedonija|severné macedónsko|severní makedonie|sjeverna makedonija|ziemeļmaķedonija
        MK észak-macedónia|šiaurės makedonija|βόρεια μακεδονία|північна македонія|северна македония|северна македонија
        MK северная македония|מקדוניה הצפונית|مقدونيا الشمالية|مقدونیهٔ شمالی|उत्तरी मकदूनिया|উত্তর ম্যাসেডোনিয়া|มาซิโดเนียเหนือ
        MK 北マケドニア|北馬其頓|北马其顿|북마케도니아
        ML mali|malis|μάλι|мали|малі|מאלי|مالي|مالی|माली|মালি|มาลี|マリ|馬利|马里|말리
        MM burma|mianmar|mianmaras|mjanma|mjanmar|mjanmarsko|myanmar|μιανμάρ|мʼянма|мианмар|мијанмар|мьянма|מיאנמר|ميانمار|میانمار
        MM म्यांमार|মায়ানমার|เมียนมา|ミャンマー|緬甸|缅甸|미얀마
        MN mongolei|mongolia|mongolie|mongoliet|mongolija|mongolsko|mongoolia|moğolistan|mông cổ|μογγολία|монголия|монголија|монголія
        MN מונגוליה|مغولستان|منغوليا|मंगोलिया|মঙ্গোলিয়া|มองโกเลีย|モンゴル|蒙古|몽골
        MO macao|macao sar|macao sar china|macao sar kina|macao – kiinan erityishallintoalue|macao – oao číny|macao – zao číny|macau
        MO macau erihalduspiirkond|macau sar china|macau sar van china|macau, rae da china|makau dak tiongkok|makaó kkt
        MO posebno upravno območje kitajske makav|pup makao kina|r.a.s. chinoise de macao|r.a.s. macao, china|rae de macao
        MO ras di macao|sar macao|sonderverwaltungsregion macau|sra makau|sérstjórnarsvæðið makaó
        MO ypatingasis administracinis kinijos regionas makao|çin makao öi̇b|đặc khu hành chính macao, trung quốc
        MO ķtr īpašais administratīvais reģions makao|μακάο εδπ κίνας|макао|макао, оар китаю|макао, сар на китай|сар макао|מקאו
        MO ماکائو، منطقهٔ ویژهٔ اداری چین|منطقة ماكاو الإدارية الخاصة|मकाऊ|ম্যাকাও এসএআর চীন
        MO เขตปกครองพิเศษมาเก๊าแห่งสาธารณรัฐประชาชนจีน|中国澳门特别行政区|中國澳門特別行政區|中華人民共和国マカオ特別行政区|마카오(중국 특별행정구)
        MP ilhas marianas do norte|illes marianes del nord|insulele mariane de nord|islas marianas del norte
        MP isole marianne settentrionali|kepulauan mariana utara|kuzey mariana adaları|marianos šiaurinės salos|mariany północne
        MP noordelijke marianen|nord-marianene|nordmarianerna|nordmarianerne|northern mariana islands|norður-maríanaeyjar
        MP nördliche marianen|pohjois-mariaanit|põhja-mariaanid|quần đảo bắc mariana|severni marianski otoki|severné mariány
        MP severní mariany|sjevernomarijanski otoci|ziemeļu marianas salas|északi mariana-szigetek|îles mariannes du nord
        MP νήσοι βόρειες μαριάνες|північні маріанські острови|северна маријанска острва|северни мариански острови
        MP северные марианские о-ва|איי מריאנה הצפוניים|جزایر ماریانای شمالی|جزر ماريانا الشمالية|उत्तरी मारियाना द्वीपसमूह
        MP উত্তরাঞ্চলীয় মারিয়ানা দ্বীপপুঞ্জ|หมู่เกาะนอร์เทิร์นมาเรียนา|北マリアナ諸島|北馬利安納群島|北马里亚纳群岛|북마리아나제도
        MQ martinica|martinika|martinique|martiník|martynika|μαρτινίκα|мартиник|мартиника|мартиніка|מרטיניק|جزر المارتينيك|مارتینیک
        MQ मार्टीनिक|মার্টিনিক|มาร์ตินีก|マルティニーク|馬丁尼克|马提尼克|마르티니크
        MR mauretania|mauretanien|mauretanija|mauritaania|mauritania|mauritanie|mauritānija|mavretanija|moritanya|máritanía|μαυριτανία
        MR мавритания|мавританія|мауританија|מאוריטניה|موريتانيا|موریتانی|मॉरिटानिया|মরিতানিয়া|มอริเตเนีย|モーリタニア|毛里塔尼亚|茅利塔尼亞|모리타니
        MS montseratas|montserrat|montserrata|μονσεράτ|монсерат|монтсерат|монтсеррат|מונסראט|مونتسرات|मोंटसेरात|মন্টসেরাট
        MS มอนต์เซอร์รัต|モントセラト|蒙哲臘|蒙特塞拉特|몬트세라트
        MT malta|malte|μάλτα|малта|мальта|מלטה|مالت|مالطا|माल्टा|মাল্টা|มอลตา|マルタ|馬爾他|马耳他|몰타
        MU maurice|maurici|mauricijus|mauricio|mauricius|mauritius|maurīcija|mavricij|máritíus|μαυρίκιος|маврикий|маврикій|мавриций
        MU маурицијус|מאוריציוס|موريشيوس|موریس|मॉरीशस|মরিশাস|มอริเชียส|モーリシャス|模里西斯|毛里求斯|모리셔스
        MV maladewa|maldiivid|maldivas|maldive|maldiven|maldivene|maldiverna|maldiverne|maldives|maldivi|maldivler|maldivy|maldyvai
        MV maldív-szigetek|maldíveyjar|maldīvija|malediivit|malediven|maledivy|malediwy|μαλδίβες|малдиви|мальдивы|мальдіви
        MV האיים המלדיביים|جزر المالديف|مالدیو|मालदीव|মালদ্বীপ|มัลดีฟส์|モルディブ|馬爾地夫|马尔代夫|몰디브
        MW malaui|malavis|malaví|malawi|malāvija|μαλάουι|малави|малаві|מלאווי|مالاوی|ملاوي|मलावी|মালাউই|มาลาวี|マラウイ|馬拉威|马拉维|말라위
        MX estados unidos mexicanos|mehhiko|mehika|mejico|meksika|meksiko|meksyk|messico|mexic|mexico|mexiko|mexique
        MX united mexican states|μεξικό|мексика|мексико|מקסיקו|المكسيك|مکزیک|मैक्सिको|মেক্সিকো|เม็กซิโก|メキシコ|墨西哥|멕시코
        MY malaisia|malaisie|malaizija|malajsie|malajzia|malasia|malaysia|maleisië|malesia|malezija|malezja|malezya|μαλαισία|малайзия
        MY малайзія|малезија|מלזיה|مالزی|ماليزيا|मलेशिया|মালয়েশিয়া|มาเลเซีย|マレーシア|馬來西亞|马来西亚|말레이시아
        MZ mosambiik|mosambik|mozambic|mozambico|mozambik|mozambika|mozambikas|mozambique|moçambic|moçambique|μοζαμβίκη|мозамбик
        MZ мозамбік|מוזמביק|موزامبیک|موزمبيق|मोज़ांबिक|মোজাম্বিক|โมซัมบิก|モザンビーク|莫三比克|莫桑比克|모잠비크
        NA namibia|namibie|namibija|namibya|namiibia|ναμίμπια|намибия|намибија|намібія|נמיביה|ناميبيا|نامیبیا|नामीबिया|নামিবিয়া
        NA นามิเบีย|ナミビア|納米比亞|纳米比亚|나미비아
        NC jaunkaledonija|kaledonia baru|naujoji kaledonija|neukaledonien|new caledonia|nieuw-caledonië|noua caledonie
        NC nouvelle-calédonie|nova caledônia|nova kaledonija|nová kaledonie|nová kaledónia|nowa kaledonia|nueva caledonia
        NC nuova caledonia|ny kaledonien|ny-caledonia|nya kaledonien|nýja-kaledónía|uus-kaledoonia|uusi-kaledonia|yeni kaledonya
        NC új-kaledónia|νέα καληδονία|нова каледония|нова каледонија|нова каледонія|новая каледония|קלדוניה החדשה|كاليدونيا الجديدة
        NC کالدونیای جدید|न्यू कैलेडोनिया|নিউ ক্যালেডোনিয়া|นิวแคลิโดเนีย|ニューカレドニア|新喀里多尼亚|新喀里多尼亞|뉴칼레도니아
        NE niger|nigeris|nigēra|nijer|νίγηρας|нигер|нігер|ניז׳ר|النيجر|نیجر|नाइजर|নাইজার|ไนเจอร์|ニジェール|尼日|尼日尔|니제르
        NF ilha norfolk|illa norfolk|insula norfolk|isla norfolk|isola norfolk|kepulauan norfolk|norfolk|norfolk adası|norfolk island
        NF norfolk-sziget|norfolkas sala|norfolkeyja|norfolkinsaari|norfolkinsel|norfolko sala|norfolkön|norfolkøya|norfolški otok
        NF otok norfolk|pulau norfolk|île norfolk|đảo norfolk|νήσος νόρφολκ|о-в норфолк|острво норфок|остров норфолк|острів норфолк
        NF האי נורפוק|جزيرة نورفولك|جزیرهٔ نورفولک|नॉरफ़ॉक द्वीप|নরফোক দ্বীপ|เกาะนอร์ฟอล์ก|ノーフォーク島|諾福克島|诺福克岛|노퍽섬
        NG nigeeria|nigeria|nigerija|nigérie|nijerya|νιγηρία|нигерия|нигерија|нігерія|ניגריה|نيجيريا|نیجریه|नाइजीरिया|নাইজেরিয়া
        NG ไนจีเรีย|ナイジェリア|奈及利亞|尼日利亚|나이지리아
        NI nicaragua|nikaragua|níkaragva|νικαράγουα|никарагва|никарагуа|нікарагуа|ניקרגואה|نيكاراغوا|نیکاراگوئه|निकारागुआ|নিকারাগুয়া
        NI นิการากัว|ニカラグア|尼加拉瓜|니카라과
        NL alankomaat|belanda|holanda|holandia|holandsko|holland|hollanda|hollande|hollandia|hà lan|kingdom of the netherlands
        NL nederland|nederlandene|nederländerna|netherlands|netherlands the|niederlande|nizozemska|nizozemsko|nyderlandai|nīderlande
        NL olanda|paesi bassi|pays-bas|países baixos|países bajos|països baixos|the netherlands|țările de jos|κάτω χώρες|нидерландия
        NL нидерланды|нідерланди|холандија|הולנד|هلند|هولندا|नीदरलैंड|নেদারল্যান্ডস|เนเธอร์แลนด์|オランダ|荷兰|荷蘭|네덜란드
        NO na uy|noorwegen|noregur|norge|norja|norra|norsko|noruega|norvegia|norveç|norveška|norvège|norvēģija|norway|norwegen
        NO norwegia|νορβηγία|норвегия|норвегія|норвешка|נורווגיה|النرويج|نروژ|नॉर्वे|নরওয়ে|นอร์เวย์|ノルウェー|挪威|노르웨이
        NP nepal|nepalas|nepāla|νεπάλ|непал|נפאל|نيبال|نپال|नेपाल|নেপাল|เนปาล|ネパール|尼泊尔|尼泊爾|네팔
        NR nauru|nárú|ναουρού|науру|נאורו|نائورو|ناورو|नाउरु|নাউরু|นาอูรู|ナウル|瑙鲁|諾魯|나우루
        NU niue|niujė|νιούε|ниуе|ниуэ|ніуе|ניווה|نيوي|نیوئه|नीयू|নিউয়ে|นีอูเอ|ニウエ|紐埃島|纽埃|니우에
        NZ aotearoa|jaunzēlande|naujoji zelandija|neuseeland|new zealand|nieuw-zeeland|noua zeelandă|nouvelle-zélande|nova zelanda
        NZ nova zelandija|nova zelândia|novi zeland|nový zéland|nowa zelandia|nueva zelanda|nuova zelanda|nya zeeland|nýja-sjáland
        NZ selandia baru|uus-meremaa|uusi-seelanti|yeni zelanda|új-zéland|νέα ζηλανδία|нова зеландия|нова зеландія|новая зеландия
        NZ нови зеланд|ניו זילנד|نيوزيلندا|نیوزیلند|न्यूज़ीलैंड|নিউজিল্যান্ড|นิวซีแลนด์|ニュージーランド|新西兰|紐西蘭|뉴질랜드
        OM omaan|oman|omanas|omã|omāna|umman|ομάν|оман|עומאן|عُمان|ओमान|ওমান|โอมาน|オマーン|阿曼|오만
        PA panama|παναμάς|панама|פנמה|بنما|پاناما|पनामा|পানামা|ปานามา|パナマ|巴拿馬|巴拿马|파나마
        PE peru|peruu|pérou|περού|перу|פרו|بيرو|پرو|पेरू|পেরু|เปรู|ペルー|秘魯|秘鲁|페루
        PF francia polinézia|francijas polinēzija|francoska polinezija|francouzská polynésie|francuska polinezija|francúzska polynézia
        PF frans-polynesië|fransk polynesia|fransk polynesien|franska polynesien|franska pólýnesía|fransız polinezyası
        PF französisch-polynesien|french polynesia|polinesia francesa|polinesia francese|polinesia perancis|polinesia prancis
        PF polinezia franceză|polinezja francuska|polynesia thuộc pháp|polynésie française|prancūzijos polinezija|prantsuse polüneesia
        PF ranskan polynesia|γαλλική πολυνησία|французская полинезия|французька полінезія|француска полинезија|френска полинезия
        PF פולינזיה הצרפתית|بولينيزيا الفرنسية|پلی‌نزی فرانسه|फ़्रेंच पोलिनेशिया|ফরাসি পলিনেশিয়া|เฟรนช์โปลินีเซีย|仏領ポリネシア|法属波利尼西亚
        PF 法屬玻里尼西亞|프랑스령 폴리네시아
        PG paapua uus-guinea|papoea-nieuw-guinea|papouasie-nouvelle-guinée|papua naujoji gvinėja|papua new guinea|papua nova gvineja
        PG papua nugini|papua nuova guinea|papua ny guinea|papua nya guinea|papua yeni gine|papua-jaungvineja|papua-neuguinea
        PG papua-noua guinee|papua-nova guiné|papua-nová guinea|papua-nowa gwinea|papua-uusi-guinea|papúa nueva guinea
        PG papúa nýja-gínea|pápua új-guinea|παπούα νέα γουινέα|папуа нова гвинеја|папуа — новая гвинея|папуа-нова гвинея
        PG папуа-нова гвінея|פפואה גינאה החדשה|بابوا غينيا الجديدة|پاپوا گینهٔ نو|पापुआ न्यू गिनी|পাপুয়া নিউ গিনি|ปาปัวนิวกินี
        PG パプアニューギニア|巴布亚新几内亚|巴布亞紐幾內亞|파푸아뉴기니
        PH filipiinid|filipijnen|filipina|filipinai|filipinas|filipine|filipines|filipini|filipinler|filipiny|filippiinit|filippine
        PH filippinene|filippinerna|filippinerne|filippseyjar|fülöp-szigetek|philippinen|philippines|the philippines|φιλιππίνες
        PH филипини|филиппины|філіппіни|הפיליפינים|الفلبين|فیلیپین|फ़िलिपींस|ফিলিপাইন|ฟิลิปปินส์|フィリピン|菲律宾|菲律賓|필리핀
        PK pakistan|pakistanas|pakistāna|pakisztán|paquistão|πακιστάν|пакистан|פקיסטן|باكستان|پاکستان|पाकिस्तान|পাকিস্তান|ปากีสถาน
        PK パキスタン|巴基斯坦|파키스탄
        PL ba lan|lengyelország|lenkija|poland|polandia|polen|polija|poljska|pologne|polonia|polonya|polska|polsko|poola|puola|pólland
        PL πολωνία|полша|польша|польща|пољска|פולין|بولندا|لهستان|पोलैंड|পোল্যান্ড|โปแลนด์|ポーランド|波兰|波蘭|폴란드
        PM s:t pierre och miquelon|saint pierre dan miquelon|saint pierre og miquelon|saint pierre ve miquelon
        PM saint pierre và miquelon|saint-pierre a miquelon|saint-pierre e miquelon|saint-pierre en miquelon|saint-pierre i miquelon
        PM saint-pierre ja miquelon|saint-pierre és miquelon|saint-pierre și miquelon|saint-pierre-et-miquelon|san pedro y miquelón
        PM sankti pierre og miquelon|sen pjeras ir mikelonas|senpjēra un mikelona|st. pierre & miquelon|st. pierre und miquelon
        PM sveta peter in mihael|sveti petar i mikelon|são pedro e miquelão|σεν πιερ και μικελόν|сен пиер и микелон|сен пјер и микелон
        PM сен-пʼєр і мікелон|сен-пьер и микелон|סנט פייר ומיקלון|سان بيير ومكويلون|سن پیر و میکلن|सेंट पिएरे और मिक्वेलान
        PM সেন্ট পিয়ের ও মিকুয়েলন|แซงปีแยร์และมีเกอลง|サンピエール島・ミクロン島|圣皮埃尔和密克隆群岛|聖皮埃與密克隆群島|생피에르 미클롱
        PN ilhas pitcairn|illes pitcairn|insulele pitcairn|islas pitcairn|isole pitcairn|kepulauan pitcairn|pitcairn|pitcairn adaları
        PN pitcairn islands|pitcairn-eyjar|pitcairn-szigetek|pitcairneilanden|pitcairni saared|pitcairninseln|pitcairnove ostrovy
        PN pitcairnovi otoci|pitcairnovy ostrovy|pitcairnöarna|pitcairnøyene|pitkerno salos|pitkērnas salas|quần đảo pitcairn
        PN îles pitcairn|νήσοι πίτκερν|о-ва питкэрн|острови питкерн|острови піткерн|питкерн|איי פיטקרן|جزایر پیت‌کرن|جزر بيتكيرن
        PN पिटकैर्न द्वीपसमूह|পিটকেয়ার্ন দ্বীপপুঞ্জ|หมู่เกาะพิตแคร์น|ピトケアン諸島|皮特凯恩群岛|皮特肯群島|핏케언 제도
        PR porto rico|portoriko|portoryko|puerto rico|puerto rikas|púertó ríkó|πουέρτο ρίκο|порторико|пуерто рико|пуэрто-рико
        PR פוארטו ריקו|بورتوريكو|پورتوریکو|पोर्टो रिको|পুয়ের্তো রিকো|เปอร์โตริโก|プエルトリコ|波多黎各|푸에르토리코
        PS de palæstinensiske områder|det palestinske området|filistin bölgeleri|heimastjórnarsvæði palestínumanna|lãnh thổ palestine
        PS palestiina alad|palestiinalaisalue|palestijnse gebieden|palestine|palestine state of|palestinian territories
        PS palestinos teritorija|palestinska territorierna|palestinsko ozemlje|palestinsko područje|palestinská území
        PS palestínske územia|palestīnas teritorijas|palesztin autonómia|palästinensische autonomiegebiete|state of palestine
        PS teritoriile palestiniene|territoires palestiniens|territori palestinesi|territorios palestinos|territoris palestins
        PS terytoria palestyńskie|wilayah palestin|wilayah palestina|παλαιστινιακά εδάφη|палестинске територије|палестински територии
        PS палестинские территории|палестинські території|השטחים הפלסטיניים|الأراضي الفلسطينية|سرزمین‌های فلسطینی|फ़िलिस्तीनी क्षेत्र
        PS ফিলিস্তিনি ভূখণ্ড|ดินแดนปาเลสไตน์|パレスチナ自治区|巴勒斯坦自治區|巴勒斯坦领土|팔레스타인 지구
        PT bồ đào nha|portekiz|portogallo|portugal|portugali|portugalia|portugalija|portugalska|portugalsko|portugāle|πορτογαλία
        PT португалия|португалија|португалія|פורטוגל|البرتغال|پرتغال|पुर्तगाल|পর্তুগাল|โปรตุเกส|ポルトガル|葡萄牙|포르투갈
        PW belau|palaos|palau|palav|palá|παλάου|палау|פלאו|بالاو|پالائو|पलाऊ|পালাউ|ปาเลา|パラオ|帕劳|帛琉|팔라우
        PY paraguai|paraguaj|paraguay|paragvaj|paragvaja|paragvajus|paragvæ|paragwaj|παραγουάη|парагвай|парагвај|פרגוואי|باراغواي
        PY پاراگوئه|पराग्वे|প্যারাগুয়ে|ปารากวัย|パラグアイ|巴拉圭|파라과이
        QA catar|katar|katara|kataras|qatar|κατάρ|катар|קטאר|قطر|क़तर|কাতার|กาตาร์|カタール|卡塔尔|卡達|카타르
        RE la reunion|reinjona|reunião|reunió|reunjonas|riunione|réunion|ρεϊνιόν|реинион|реюнион|реюньйон|реюньон|ראוניון|رئونیون
        RE روينيون|रियूनियन|রিইউনিয়ন|เรอูนียง|レユニオン|留尼旺|留尼汪|레위니옹
        RO roemenië|romania|romanya|romunija|romênia|roumanie|rumanía|rumeenia|rumunia|rumunija|rumunjska|rumunsko|rumänien|rumænien
        RO rumānija|rúmenía|ρουμανία|румунија|румунія|румъния|румыния|רומניה|رومانيا|رومانی|रोमानिया|রোমানিয়া|โรมาเนีย|ルーマニア|罗马尼亚
        RO 羅馬尼亞|루마니아
        RS serbia|serbie|serbien|serbija|servië|srbija|srbsko|szerbia|sérvia|sırbistan|σερβία|сербия|сербія|србија|сърбия|סרביה
        RS صربستان|صربيا|सर्बिया|সার্বিয়া|เซอร์เบีย|セルビア|塞尔维亚|塞爾維亞|세르비아
        RU krievija|oroszország|rosja|rossiya|rusia|rusija|rusko|rusland|russia|russian federation|russie|russland|rusya|ryssland
        RU venemaa|venäjä|ρωσία|россия|росія|русия|русија|רוסיה|روسيا|روسیه|रूस|রাশিয়া|รัสเซีย|ロシア|俄罗斯|俄羅斯|러시아
        RW ruanda|rwanda|ρουάντα|руанда|רואנדה|رواندا|रवांडा|রুয়ান্ডা|รวันดา|ルワンダ|卢旺达|盧安達|르완다
        SA arab saudi|arabia saudita|arabia saudyjska|arabia saudí|arabie saoudite|kingdom of saudi arabia|ksa|saoedi-arabië
        SA saudi araabia|saudi arabia|saudi-arabien|saudijska arabija|saudo arabija|saudova arabija|saudská arábia|saúdská arábie
        SA saūda arābija|suudi arabistan|szaúd-arábia|sádi-arabía|σαουδική αραβία|саудитска арабия|саудијска арабија|саудовская аравия
        SA саудівська аравія|ערב הסעודית|المملكة العربية السعودية|عربستان سعودی|सऊदी अरब|সৌদি আরব|ซาอุดีอาระเบีย|ả rập xê-út|サウジアラビア
        SA 沙烏地阿拉伯|沙特阿拉伯|사우디아라비아
        SB ilhas salomão|illes salomó|insulele solomon|islas salomón|isole salomone|kepulauan solomon|quần đảo solomon
        SB saalomoni saared|salamon-szigetek|saliamono salos|salomonen|salomonovi otoci|salomonovi otoki|salomonsaaret
        SB salomonseilanden|salomonöarna|salomonøerne|salomonøyene|salómonseyjar|solomon adaları|solomon islands|wyspy salomona
        SB zālamana salas|îles salomon|šalamounovy ostrovy|šalamúnove ostrovy|νήσοι σολομώντος|соломонови острови|соломоновы о-ва
        SB соломонові острови|соломонска острва|איי שלמה|جزایر سلیمان|جزر سليمان|सोलोमन द्वीपसमूह|সলোমন দ্বীপপুঞ্জ|หมู่เกาะโซโลมอน
        SB ソロモン諸島|所罗门群岛|索羅門群島|솔로몬 제도
        SC seicheles|seišeliai|seišellid|seišelu salas|sejšeli|seszele|seychelle-szigetek|seychellen|seychellene|seychellerna
        SC seychellerne|seychelles|seychelles-eyjar|seychellit|seychely|seyşeller|σεϋχέλλες|сейшели|сейшельские о-ва
        SC сейшельські острови|сејшели|איי סיישל|سيشل|سیشل|सेशेल्स|সিসিলি|เซเชลส์|セーシェル|塞席爾|塞舌尔|세이셸
        SD soedan|soudan|sudaan|sudan|sudanas|sudão|sudāna|szudán|σουδάν|судан|סודן|السودان|سودان|सूडान|সুদান|ซูดาน|スーダン|苏丹|蘇丹|수단
        SE i̇sveç|rootsi|ruotsi|schweden|suecia|suedia|suède|sverige|svezia|svédország|svíþjóð|sweden|swedia|szwecja|thụy điển
        SE zviedrija|zweden|švedija|švedska|švédsko|σουηδία|шведска|швеция|швеція|שוודיה|السويد|سوئد|स्वीडन|সুইডেন|สวีเดน|スウェーデン|瑞典
        SE 스웨덴
        SG singapore|singapour|singapur|singapura|singapūras|szingapúr|σιγκαπούρη|сингапур|сінгапур|סינגפור|سنغافورة|سنگاپور|सिंगापुर
        SG সিঙ্গাপুর|สิงคโปร์|シンガポール|新加坡|싱가포르
        SH saint helena|saint helena, ascension ja tristan da cunha|sainte-hélène|sankti helena|santa elena|santa helena|sant’elena
        SH sfânta elena|sint-helena|st. helena|st. helena, ascension & tristan da cunha|sv.helēnas sala|svatá helena|sveta helena
        SH szent ilona|wyspa świętej heleny|šv. elenos sala|αγία ελένη|о-в св. елены|острів святої єлени|света елена|света јелена
        SH סנט הלנה|سانت هيلينا|سنت هلن|सेंट हेलेना|সেন্ট হেলেনা|เซนต์เฮเลนา|セントヘレナ|圣赫勒拿|聖赫勒拿島|세인트헬레나
        SI eslovenia|sloveenia|slovenia|slovenien|slovenija|slovenya|slovinsko|slovénie|slowenien|szlovénia|słowenia|σλοβενία|словения
        SI словенија|словенія|סלובניה|اسلوونی|سلوفينيا|स्लोवेनिया|স্লোভেনিয়া|สโลวีเนีย|スロベニア|斯洛文尼亚|斯洛維尼亞|슬로베니아
        SJ huippuvuoret ja jan mayen|kepulauan svalbard dan jan mayen|spitsbergen en jan mayen|spitzbergen und jan mayen
        SJ svalbard & jan mayen|svalbard a jan mayen|svalbard dan jan mayen|svalbard e jan mayen|svalbard et jan mayen
        SJ svalbard i jan mayen|svalbard in jan mayen|svalbard ja jan mayen|svalbard och jan mayen|svalbard og jan mayen
        SJ svalbard ve jan mayen|svalbard và jan mayen|svalbard y jan mayen|svalbard és jan mayen|svalbard și jan mayen
        SJ svalbardas ir janas majenas|svalbarði og jan mayen|svalbāra un jana majena sala|špicberky a jan mayen
        SJ σβάλμπαρντ και γιαν μαγιέν|свалбард и ян майен|свалбард и јан мајен|шпицберген и ян-майен|шпіцберген та ян-маєн
        SJ סבאלברד ויאן מאיין|سفالبارد وجان ماين|سوالبارد و یان ماین|स्वालबार्ड और जान मायेन|স্বালবার্ড ও জান মেয়েন
        SJ สฟาลบาร์และยานไมเอน|スバールバル諸島・ヤンマイエン島|挪威屬斯瓦巴及尖棉|斯瓦尔巴和扬马延|스발바르제도-얀마웬섬
        SK eslovaquia|slovacchia|slovacia|slovak republic|slovakia|slovakien|slovakiet|slovakkia|slovakya|slovaquie|slovačka|slovaška
        SK slovensko|slovākija|slowakei|slowakije|szlovákia|słowacja|σλοβακία|словакия|словачка|словаччина|סלובקיה|اسلواکی|سلوفاكيا
        SK स्लोवाकिया|স্লোভাকিয়া|สโลวะเกีย|スロバキア|斯洛伐克|슬로바키아
        SL serra leoa|siera leonė|sierra leona|sierra leone|sijera leone|sjerraleone|σιέρα λεόνε|сиера леоне|сијера леоне|сьерра-леоне
        SL сьєрра-леоне|סיירה לאון|سيراليون|سیرالئون|सिएरा लियोन|সিয়েরা লিওন|เซียร์ราลีโอน|シエラレオネ|塞拉利昂|獅子山|시에라리온
        SM saint-marin|san marinas|san marino|άγιος μαρίνος|сан марино|סן מרינו|سان مارينو|سان‌مارینو|सैन मेरीनो|সান মারিনো|ซานมาริโน
        SM サンマリノ|圣马力诺|聖馬利諾|산마리노
        SN senegal|senegalas|senegāla|szenegál|σενεγάλη|сенегал|סנגל|السنغال|سنگال|सेनेगल|সেনেগাল|เซเนกัล|セネガル|塞內加爾|塞内加尔|세네갈
        SO somaalia|somali|somalia|somalie|somalija|somalis|somálsko|szomália|σομαλία|сомали|сомалия|сомалија|сомалі|סומליה|الصومال
        SO سومالی|सोमालिया|সোমালিয়া|โซมาเลีย|ソマリア|索馬利亞|索马里|소말리아
        SR surinam|surinama|surinamas|suriname|σουρινάμ|суринам|סורינאם|سورينام|سورینام|सूरीनाम|সুরিনাম|ซูรินาเม|スリナム|苏里南|蘇利南|수리남
        SS dienvidsudāna|dél-szudán|etelä-sudan|güney sudan|jižní súdán|južni sudan|južný sudán|lõuna-sudaan|nam sudan|pietų sudanas
        SS soudan du sud|south sudan|sudan del sud|sudan południowy|sudan selatan|sudanul de sud|sudán del sur|sudão do sul
        SS suður-súdan|sydsudan|sør-sudan|südsudan|zuid-soedan|νότιο σουδάν|південний судан|южен судан|южный судан|јужни судан
        SS דרום סודן|جنوب السودان|سودان جنوبی|दक्षिण सूडान|দক্ষিণ সুদান|ซูดานใต้|南スーダン|南苏丹|南蘇丹|남수단
        ST san tomė ir prinsipė|santo tomé y príncipe|santome un prinsipi|sao tome dan principe|sao tome ve principe
        ST sao tomé en principe|sao tomé-et-principe|saó tóme og prinsípe|svatý tomáš a princův ostrov|sveti toma i princip
        ST sveti tomaž in princ|svätý tomáš a princov ostrov|são tomé & príncipe|são tomé e príncipe|são tomé i príncipe
        ST são tomé ja príncipe|são tomé och príncipe|são tomé og príncipe|são tomé und príncipe|são tomé và príncipe
        ST são tomé és príncipe|são tomé și príncipe|wyspy świętego tomasza i książęca|σάο τομέ και πρίνσιπε|сан-томе и принсипи
        ST сан-томе і принсіпі|сао томе и принсипи|сао томе и принципе|סאו טומה ופרינסיפה|سائوتومه و پرینسیپ|ساو تومي وبرينسيبي
        ST साओ टोम और प्रिंसिपे|সাওটোমা ও প্রিন্সিপি|เซาตูเมและปรินซิปี|サントメ・プリンシペ|圣多美和普林西比|聖多美普林西比|상투메 프린시페
        SV el salvador|salvador|salvadora|salvadoras|salwador|ελ σαλβαδόρ|салвадор|сальвадор|אל סלבדור|السالوادور|السلفادور
        SV अल सल्वाडोर|এল সালভেদর|เอลซัลวาดอร์|エルサルバドル|萨尔瓦多|薩爾瓦多|엘살바도르
        SX nizozemski sveti martin|sint maarten|sint martenas|sintmārtena|синт мартен|сінт-мартен|סנט מארטן|سانت مارتن|سنت مارتن
        SX ซินต์มาร์เทน|シント・マールテン|荷属圣马丁|荷屬聖馬丁|신트마르턴
        SY siria|sirija|suriah|suriye|syria|syrian arab republic|syrie|syrien|syyria|szíria|süüria|sýrland|συρία|сирия|сирија|сирія
        SY סוריה|سوريا|سوریه|सीरिया|সিরিয়া|ซีเรีย|シリア|叙利亚|敘利亞|시리아
        SZ essuatíni|esuatini|esvatíní|eswatini|svaasimaa|svatini|svazilandas|swaziland|szváziföld|εσουατίνι|есватини|есватіні
        SZ свазиленд|эсватини|אסוואטיני|إسواتيني|اسواتینی|एस्वाटिनी|ইসওয়াতিনি|เอสวาตีนี|エスワティニ|史瓦帝尼|斯威士兰|에스와티니
        TA tristan da cunha|tristana da kuņjas salu teritorijas|tristano da kunjos|tristán de acuña|tristão da cunha
        TA τριστάν ντα κούνια|тристан да куня|тристан да куња|тристан-да-кунья|трістан-да-кунья|טריסטן דה קונה|تريستان دا كونا
        TA تریستان دا کونا|ट्रिस्टन दा कुना|ট্রিস্টান ডা কুনহা|ทริสตันดาคูนา|トリスタン・ダ・クーニャ|特里斯坦-达库尼亚群岛|特里斯坦達庫尼亞群島|트리스탄다쿠나
        TC ilhas turcas e caicos|illes turks i caicos|insulele turks și caicos|islas turcas y caicos|isole turks e caicos
        TC kepulauan turks dan caicos|otoci turks i caicos|otoki turks in caicos|quần đảo turks và caicos|terkso ir kaikoso salos
        TC turks & caicos islands|turks a caicos|turks i caicos|turks ja caicos|turks ve caicos adaları|turks- en caicoseilanden
        TC turks- ja caicossaaret|turks- och caicosöarna|turks- og caicoseyjar|turks- og caicosøerne|turks- og caicosøyene
        TC turks- und caicosinseln|turks- és caicos-szigetek|tērksas un kaikosas salas|îles turques-et-caïques|νήσοι τερκς και κάικος
        TC острва туркс и каикос|острови теркс і кайкос|острови търкс и кайкос|тёркс и кайкос|איי טרקס וקייקוס|جزایر تورکس و کایکوس
        TC جزر توركس وكايكوس|तुर्क और कैकोज़ द्वीपसमूह|তুর্কস ও কাইকোস দ্বীপপুঞ্জ|หมู่เกาะเติกส์และหมู่เกาะเคคอส|タークス・カイコス諸島|土克斯及開科斯群島
        TC 特克斯和凯科斯群岛|터크스 케이커스 제도
        TD chad|chade|ciad|csád|czad|tchad|tschad|tsjaad|tsjad|txad|tšaad|tšad|čad|čada|čadas|τσαντ|чад|צ׳אד|تشاد|چاد|चाड|চাদ|ชาด|チャド
        TD 乍得|查德|차드
        TF de franske besiddelser i det sydlige indiske ocean og antarktis|de franske sørterritorier|francia déli területek
        TF francijas dienvidjūru teritorija|francosko južno ozemlje|francouzská jižní území|francuski južni teritoriji
        TF francuskie terytoria południowe i antarktyczne|francúzske južné a antarktické územia
        TF franse gebieden in de zuidelijke indische oceaan|franska sydterritorierna|fransız güney toprakları
        TF französische süd- und antarktisgebiete|french southern and antarctic lands|frönsku suðlægu landsvæðin
        TF lãnh thổ phía nam thuộc pháp|prancūzijos pietų sritys|prantsuse lõunaalad|ranskan eteläiset ja antarktiset alueet
        TF teritoriile australe și antarctice franceze|terre australi francesi|terres australes françaises
        TF terres australs antàrtiques franceses|territorios australes franceses|territórios franceses do sul|wilayah selatan perancis
        TF wilayah selatan prancis|γαλλικά νότια εδάφη|французские южные территории|французькі південні території
        TF француске јужне територије|френски южни територии|הטריטוריות הדרומיות של צרפת|الأقاليم الجنوبية الفرنسية
        TF سرزمین‌های جنوبی فرانسه|फ़्रांसीसी दक्षिणी क्षेत्र|ফরাসি দক্ষিণ এবং অ্যান্টার্কটিক ভূমি|เฟรนช์เซาเทิร์นเทร์ริทอรีส์|仏領極南諸島
        TF 法属南部领地|法屬南部屬地|프랑스령 남방 지역
        TG togas|togo|τόγκο|того|טוגו|توغو|توگو|টোগো|โตโก|トーゴ|多哥|토고
        TH tai|tailandas|tailandia|taizeme|tajland|tajlandia|tajska|tayland|taíland|thaiföld|thailand|thailanda|thailandia|thaimaa
        TH thajsko|thaïlande|thái lan|ταϊλάνδη|тайланд|таїланд|тајланд|תאילנד|تايلاند|تایلند|थाईलैंड|থাইল্যান্ড|ไทย|タイ|泰国|泰國|태국
        TJ tacikistan|tadjikistan|tadjiquistão|tadschikistan|tadsjikistan|tadsíkistan|tadzjikistan|tadżykistan|tadžikija|tadžikistan
        TJ tadžikistāna|tagikistan|tajikistan|tayikistán|tádzsikisztán|τατζικιστάν|таджикистан|таџикистан|טג׳יקיסטן|تاجیکستان
        TJ طاجيكستان|ताजिकिस्तान|তাজিকিস্তান|ทาจิกิสถาน|タジキスタン|塔吉克|塔吉克斯坦|타지키스탄
        TK tokelau|tokelauöarna|tokelav|tókelá|τοκελάου|токелау|טוקלאו|توكيلاو|توکلائو|तोकेलाउ|টোকেলাউ|โตเกเลา|トケラウ|托克劳|托克勞群島|토켈라우
        TL austrumtimora|east timor|ida-timor|itä-timor|kelet-timor|oost-timor|rytų timoras|timor est|timor oriental|timor wschodni
        TL timor-leste|východní timor|východný timor|östtimor|øst-timor|τιμόρ-λέστε|восточный тимор|тимор лесте|тимор-лешті|טימור-לסטה
        TL تيمور - ليشتي|تیمور-لسته|तिमोर-लेस्त|তিমুর-লেস্তে|ติมอร์-เลสเต|东帝汶|東ティモール|東帝汶|동티모르
        TM turcomenistão|turkmenistan|turkmenistāna|turkménsko|turkmėnistanas|türkmenisztán|τουρκμενιστάν|туркменистан|туркменістан
        TM טורקמניסטן|تركمانستان|ترکمنستان|तुर्कमेनिस्तान|তুর্কমেনিস্তান|เติร์กเมนิสถาน|トルクメニスタン|土库曼斯坦|土庫曼|투르크메니스탄
        TN tuneesia|tunesien|tunesië|tunezja|tunisas|tunisia|tunisie|tunisien|tunisija|tunisko|tunizija|tunus|tunézia|túnez|túnis
        TN τυνησία|тунис|туніс|תוניסיה|تونس|ट्यूनीशिया|তিউনিসিয়া|ตูนิเซีย|チュニジア|突尼斯|突尼西亞|튀니지
        TO tonga|τόνγκα|тонга|טונגה|تونغا|تونگا|টোঙ্গা|ตองกา|トンガ|東加|汤加|통가
        TR thổ nhĩ kỳ|turchia|turcia|turcja|turecko|turkey|turki|turkiet|turkija|turkije|turkiye|turkki|turquie|turquía|turska|turčija
        TR tyrkia|tyrkiet|tyrkland|törökország|türgi|türkei|τουρκία|туреччина|турска|турция|טורקיה|تركيا|ترکیه|तुर्किये|তুরস্ক|ตุรกี
        TR トルコ|土耳其|튀르키예
        TT trinidad|trinidad & tobago|trinidad a tobago|trinidad dan tobago|trinidad e tobago|trinidad en tobago|trinidad i tobago
        TT trinidad in tobago|trinidad ja tobago|trinidad och tobago|trinidad og tobago|trinidad und tobago|trinidad ve tobago
        TT trinidad và tobago|trinidad y tobago|trinidad és tobago|trinidad și tobago|trinidadas ir tobagas|trinidāda un tobāgo
        TT trinité-et-tobago|trynidad i tobago|τρινιντάντ και τομπάγκο|тринидад и тобаго|тринідад і тобаго|טרינידד וטובגו
        TT ترينيداد وتوباغو|ترینیداد و توباگو|त्रिनिदाद और टोबैगो|ত্রিনিদাদ ও টোবাগো|ตรินิแดดและโตเบโก|トリニダード・トバゴ|千里達及托巴哥|特立尼达和多巴哥
        TT 트리니다드 토바고
        TV tuvalu|τουβαλού|тувалу|טובאלו|توفالو|تووالو|तुवालू|টুভালু|ตูวาลู|ツバル|吐瓦魯|图瓦卢|투발루
        TW chinese taipei|republic of china|roc|taivanas|taivāna|taiwan|taiwan province of china|taiwan r o c|tajvan|tajwan|tayvan
        TW taívan|tchaj-wan|đài loan|ταϊβάν|тайван|тайвань|тајван|טייוואן|تايوان|تایوان|ताइवान|তাইওয়ান|ไต้หวัน|台湾|台灣|대만
        TZ tansaania|tansania|tanzania|tanzania the united republic of|tanzania united republic of|tanzanie|tanzanija|tanzanya
        TZ united republic of tanzania|τανζανία|танзания|танзанија|танзанія|טנזניה|تانزانیا|تنزانيا|तंज़ानिया|তাঞ্জানিয়া|แทนซาเนีย
        TZ タンザニア|坦尚尼亞|坦桑尼亚|탄자니아
        UA oekraïne|ucraina|ucrania|ukraina|ukraine|ukrajina|ukrajna|ukrayna|ουκρανία|украйна|україна|украјина|אוקראינה|أوكرانيا
        UA اوکراین|यूक्रेन|ইউক্রেন|ยูเครน|ウクライナ|乌克兰|烏克蘭|우크라이나
        UG oeganda|ouganda|uganda|ουγκάντα|уганда|אוגנדה|أوغندا|اوگاندا|युगांडा|উগান্ডা|ยูกันดา|ウガンダ|乌干达|烏干達|우간다
        UM abd küçük harici adaları|amerikanische überseeinseln|amerikanske oversøiske øer|asv mazās aizjūras salas
        UM az usa lakatlan külbirtokai|các tiểu đảo xa của hoa kỳ|dalekie wyspy mniejsze stanów zjednoczonych
        UM ilhas menores distantes dos eua|illes menors allunyades dels estats units|insulele îndepărtate ale s.u.a.
        UM islas menores alejadas de ee. uu.|isole minori esterne degli stati uniti|jungtinių valstijų mažosios tolimosios salos
        UM kepulauan terluar as|kepulauan terpencil a.s.|kleine afgelegen eilanden van de verenigde staten|mali udaljeni otoci sad-a
        UM menšie odľahlé ostrovy usa|menší odlehlé ostrovy usa|smáeyjar bandaríkjanna|stranski zunanji otoki združenih držav
        UM u.s. outlying islands|usa:s yttre öar|usas ytre øyer|yhdysvaltain erillissaaret|îles mineures éloignées des états-unis
        UM ühendriikide hajasaared|απομακρυσμένες νησίδες ηπα|внешние малые о-ва|віддалені острови сша|отдалечени острови на сащ
        UM удаљена острва сад|האיים המרוחקים הקטנים של ארה״ב|جزایر دورافتادهٔ ایالات متحده|جزر الولايات المتحدة النائية
        UM यू॰एस॰ आउटलाइंग द्वीपसमूह|মার্কিন যুক্তরাষ্ট্রের পার্শ্ববর্তী দ্বীপপুঞ্জ|หมู่เกาะรอบนอกของสหรัฐอเมริกา|合衆国領有小離島|美国本土外小岛屿
        UM 美國本土外小島嶼|미국령 해외 제도
        US ameerika ühendriigid|america|amerika birleşik devletleri|amerika serikat|amerika syarikat|amerikas savienotās valstis
        US bandaríkin|eeuu|egyesült államok|estados unidos|estados unidos de america|estats units|etats unis d amerique|eua|hoa kỳ
        US jungtinės valstijos|sjedinjene američke države|spojené státy|stany zjednoczone|statele unite ale americii|stati uniti
        US the states|u s|united states|united states of america|usa|vereinigte staaten|vereinigte staaten von amerika
        US verenigde staten|yhdysvallat|združene države amerike|états-unis|ηνωμένες πολιτείες|соединенные штаты|сполучені штати
        US съединени щати|сједињене државе|ארצות הברית|الولايات المتحدة|ایالات متحده|संयुक्त राज्य|মার্কিন যুক্তরাষ্ট্র|สหรัฐอเมริกา
        US アメリカ合衆国|美国|美國|미국
        UY uruguai|uruguaj|uruguay|urugvaj|urugvaja|urugvajus|urugwaj|úrúgvæ|ουρουγουάη|уругвай|уругвај|אורוגוואי|أورغواي|اروگوئه
        UY उरूग्वे|উরুগুয়ে|อุรุกวัย|ウルグアイ|乌拉圭|烏拉圭|우루과이
        UZ oezbekistan|ouzbékistan|usbekistan|uzbekistan|uzbekistanas|uzbekistāna|uzbequistão|özbekistan|üzbegisztán|ουζμπεκιστάν
        UZ узбекистан|אוזבקיסטן|أوزبكستان|ازبکستان|उज़्बेकिस्तान|উজবেকিস্তান|อุซเบกิสถาน|ウズベキスタン|乌兹别克斯坦|烏茲別克|우즈베키스탄
        VA cidade do vaticano|città del vaticano|ciudad del vaticano|ciutat del vaticà|holy see|holy see vatican city state
        VA kota vatican|statul cetății vaticanului|thành vatican|vaticaanstad|vatican|vatican city|vatikaani|vatikano miesto valstybė
        VA vatikanstadt|vatikanstaten|vatikán|vatikāns|vatíkanið|watykan|état de la cité du vatican|βατικανό|ватикан|הוותיקן|الفاتيكان
        VA واتیکان|वेटिकन सिटी|ভ্যাটিকান সিটি|นครวาติกัน|バチカン市国|梵蒂冈|梵蒂岡|바티칸 시국
        VC s:t vincent och grenadinerna|saint vincent dan grenadine|saint vincent dan grenadines|saint vincent e grenadine
        VC saint vincent en de grenadines|saint vincent i grenadyny|saint vincent i les grenadines|saint vincent ja grenadiinid
        VC saint vincent ja grenadiinit|saint vincent og grenadinerne|saint vincent ve grenadinler
        VC saint vincent és a grenadine-szigetek|saint vincent și grenadinele|saint-vincent-et-les grenadines
        VC san vicente y las granadinas|sankti vinsent og grenadíneyjar|sentvinsenta un grenadīnas|st. vincent & grenadines
        VC st. vincent og grenadinene|st. vincent und die grenadinen|st. vincent và grenadines|svatý vincenc a grenadiny
        VC sveti vincencij in grenadine|sveti vincent i grenadini|svätý vincent a grenadíny|são vicente e granadinas
        VC šventasis vincentas ir grenadinai|άγιος βικέντιος και γρεναδίνες|сейнт винсънт и гренадини|сент винсент и гренадини
        VC сент-винсент и гренадины|сент-вінсент і гренадіни|סנט וינסנט והגרנדינים|سانت فنسنت وجزر غرينادين|سنت وینسنت و گرنادین
        VC सेंट विंसेंट और ग्रेनाडाइंस|সেন্ট ভিনসেন্ট ও গ্রেনাডিনস|เซนต์วินเซนต์และเกรนาดีนส์|セントビンセント及びグレナディーン諸島|圣文森特和格林纳丁斯|聖文森及格瑞那丁
        VC 세인트빈센트그레나딘
        VE bolivarian republic of venezuela|venecuēla|venesúela|venezuela|venezuela bolivarian republic of|wenezuela|βενεζουέλα
        VE венесуела|венесуэла|венецуела|ונצואלה|فنزويلا|ونزوئلا|वेनेज़ुएला|ভেনেজুয়েলা|เวเนซุเอลา|ベネズエラ|委內瑞拉|委内瑞拉|베네수엘라
        VG bresku jómfrúaeyjar|brit virgin-szigetek|britanski deviški otoki|britanski djevičanski otoci|britanya virjin adaları
        VG briti neitsisaared|britische jungferninseln|british virgin islands|britse maagdeneilanden|britské panenské ostrovy
        VG brittiläiset neitsytsaaret|brittiska jungfruöarna|britu virdžīnas|brytyjskie wyspy dziewicze|de britiske jomfruøer
        VG de britiske jomfruøyene|didžiosios britanijos mergelių salos|ilhas virgens britânicas|illes verges britàniques
        VG insulele virgine britanice|islas vírgenes británicas|isole vergini britanniche|kepulauan virgin britania raya
        VG kepulauan virgin british|quần đảo virgin thuộc anh|virgin islands british|îles vierges britanniques
        VG βρετανικές παρθένες νήσοι|британска девичанска острва|британски вирджински острови|британські віргінські острови
        VG איי הבתולה הבריטיים|جزایر ویرجین بریتانیا|جزر فيرجن البريطانية|ब्रिटिश वर्जिन द्वीपसमूह|ব্রিটিশ ভার্জিন দ্বীপপুঞ্জ
        VG หมู่เกาะบริติชเวอร์จิน|英属维尔京群岛|英屬維京群島|英領ヴァージン諸島|영국령 버진아일랜드
        VI abd virjin adaları|americké panenské ostrovy|amerikaanse maagdeneilanden|amerikai virgin-szigetek
        VI amerikanische jungferninseln|amerikanska jungfruöarna|američki djevičanski otoci|ameriški deviški otoki|asv virdžīnas
        VI bandarísku jómfrúaeyjar|de amerikanske jomfruøer|de amerikanske jomfruøyene|ilhas virgens americanas
        VI illes verges dels estats units|insulele virgine americane|islas vírgenes de ee. uu.|isole vergini americane
        VI jungtinių valstijų mergelių salos|kepulauan virgin a.s.|kepulauan virgin amerika serikat|quần đảo virgin thuộc hoa kỳ
        VI united states virgin islands|us virgin islands|usa neitsisaared|virgin islands us|wyspy dziewicze stanów zjednoczonych
        VI yhdysvaltain neitsytsaaret|îles vierges des états-unis|αμερικανικές παρθένες νήσοι|американски вирджински острови
        VI америчка девичанска острва|віргінські острови|איי הבתולה של ארצות הברית|جزایر ویرجین ایالات متحده|جزر فيرجن الأمريكية
        VI यू॰एस॰ वर्जिन द्वीपसमूह|মার্কিন যুক্তরাষ্ট্রীয় ভার্জিন দ্বীপপুঞ্জ|หมู่เกาะเวอร์จินของสหรัฐอเมริกา|米領ヴァージン諸島|美属维尔京群岛|美屬維京群島
        VI 미국령 버진아일랜드
        VN socialist republic of vietnam|viet nam|vietnamas|vietnã|vijetnam|vjetnama|wietnam|βιετνάμ|вʼєтнам|виетнам|вијетнам|вьетнам
        VN וייטנאם|فيتنام|ویتنام|वियतनाम|ভিয়েতনাম|เวียดนาม|ベトナム|越南|베트남
        VU vanuatu|βανουάτου|вануату|ונואטו|فانواتو|وانواتو|वनुआतू|ভানুয়াটু|วานูอาตู|バヌアツ|瓦努阿图|萬那杜|바누아투
        WF kepulauan wallis dan futuna|volisa un futunas salas|volisas ir futūna|wallis & futuna|wallis a futuna|wallis dan futuna
        WF wallis e futuna|wallis en futuna|wallis i futuna|wallis in futuna|wallis ja futuna|wallis og futuna|wallis und futuna
        WF wallis ve futuna|wallis và futuna|wallis y futuna|wallis és futuna|wallis și futuna|wallis- och futunaöarna
        WF wallis- og fútúnaeyjar|wallis-et-futuna|γουάλις και φουτούνα|валис и футуна|уолис и футуна|уоллис и футуна|уолліс і футуна
        WF איי ווליס ופוטונה|جزر والس وفوتونا|والیس و فوتونا|वालिस और फ़्यूचूना|ওয়ালিস ও ফুটুনা|วาลลิสและฟุตูนา|ウォリス・フツナ|瓦利斯和富图纳
        WF 瓦利斯群島和富圖那群島|왈리스-푸투나 제도
        WS samoa|szamoa|σαμόα|самоа|סמואה|ساموا|समोआ|সামোয়া|ซามัว|サモア|萨摩亚|薩摩亞|사모아
        XK kosova|kosovas|kosovo|kosowo|koszovó|κοσσυφοπέδιο|косово|קוסובו|كوسوفو|کوزوو|कोसोवो|কসোভো|โคโซโว|コソボ|科索沃|코소보
        YE iêmen|jeemen|jemen|jemena|jemenas|yaman|yemen|υεμένη|йемен|ємен|јемен|תימן|اليمن|یمن|यमन|ইয়েমেন|เยเมน|イエメン|也门|葉門|예멘
        YT majota|majotas|majotta|mayotte|μαγιότ|майот|майотта|мајот|מאיוט|مايوت|مایوت|मायोते|মায়োত্তে|มายอต|マヨット|馬約特島|马约特|마요트
        ZA africa de sud|afrika selatan|afrique du sud|dienvidāfrikas republika|dél-afrikai köztársaság|etelä-afrikka|güney afrika
        ZA jihoafrická republika|južnoafrička republika|južnoafriška republika|južná afrika|lõuna-aafrika vabariik|nam phi
        ZA pietų afrika|republika południowej afryki|south africa|sudáfrica|suður-afríka|sydafrika|sør-afrika|südafrika|zuid-afrika
        ZA áfrica do sul|νότια αφρική|південно-африканська республіка|южна африка|южно-африканская республика|јужноафричка република
        ZA דרום אפריקה|افریقای جنوبی|جنوب أفريقيا|दक्षिण अफ़्रीका|দক্ষিণ আফ্রিকা|แอฟริกาใต้|南アフリカ|南非|남아프리카
        ZM sambia|zambia|zambie|zambija|zambiya|ζάμπια|замбия|замбија|замбія|זמביה|زامبيا|زامبیا|ज़ाम्बिया|জাম্বিয়া|แซมเบีย|ザンビア|尚比亞
        ZM 赞比亚|잠비아
        ZW simbabve|simbabwe|zimbabue|zimbabve|zimbabwe|ζιμπάμπουε|зимбабве|зімбабве|זימבבואה|زيمبابوي|زیمبابوه|ज़िम्बाब्वे
        ZW জিম্বাবোয়ে|ซิมบับเว|ジンバブエ|津巴布韦|辛巴威|짐바브웨
        """
}
