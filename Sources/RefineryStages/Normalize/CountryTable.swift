/// Countries: names in the usual languages, codes, decimal signs.
///
/// Written by scripts/generate-country-table from Babel 2.19.0.
///
/// Source: Unicode Common Locale Data Repository, © Unicode, Inc., Unicode License v3 (docs/licences/unicode-3.0.txt); codes of ISO 3166-1.
enum CountryTable {
    /// Pairs of ISO 3166-1 alpha-3 and alpha-2.
    static let threeLetterCodes = """
        ABW AW AFG AF AGO AO AIA AI ALA AX ALB AL AND AD ANT CW ARE AE ARG AR ARM AM ASC AC ASM AS ATA AQ ATF TF ATG AG AUS AU
        AUT AT AZE AZ BDI BI BEL BE BEN BJ BES BQ BFA BF BGD BD BGR BG BHR BH BHS BS BIH BA BLM BL BLR BY BLZ BZ BMU BM BOL BO
        BRA BR BRB BB BRN BN BTN BT BUR MM BVT BV BWA BW CAF CF CAN CA CCK CC CHE CH CHL CL CHN CN CIV CI CMR CM COD CD COG CG
        COK CK COL CO COM KM CPT CP CPV CV CRI CR CUB CU CUW CW CXR CX CYM KY CYP CY CZE CZ DDR DE DEU DE DGA DG DJI DJ DMA DM
        DNK DK DOM DO DZA DZ ECU EC EGY EG ERI ER ESH EH ESP ES EST EE ETH ET FIN FI FJI FJ FLK FK FRA FR FRO FO FSM FM FXX FR
        GAB GA GBR GB GEO GE GGY GG GHA GH GIB GI GIN GN GLP GP GMB GM GNB GW GNQ GQ GRC GR GRD GD GRL GL GTM GT GUF GF GUM GU
        GUY GY HKG HK HMD HM HND HN HRV HR HTI HT HUN HU IDN ID IMN IM IND IN IOT IO IRL IE IRN IR IRQ IQ ISL IS ISR IL ITA IT
        JAM JM JEY JE JOR JO JPN JP KAZ KZ KEN KE KGZ KG KHM KH KIR KI KNA KN KOR KR KWT KW LAO LA LBN LB LBR LR LBY LY LCA LC
        LIE LI LKA LK LSO LS LTU LT LUX LU LVA LV MAC MO MAF MF MAR MA MCO MC MDA MD MDG MG MDV MV MEX MX MHL MH MKD MK MLI ML
        MLT MT MMR MM MNE ME MNG MN MNP MP MOZ MZ MRT MR MSR MS MTQ MQ MUS MU MWI MW MYS MY MYT YT NAM NA NCL NC NER NE NFK NF
        NGA NG NIC NI NIU NU NLD NL NOR NO NPL NP NRU NR NTZ SA NZL NZ OMN OM PAK PK PAN PA PCN PN PER PE PHL PH PLW PW PNG PG
        POL PL PRI PR PRK KP PRT PT PRY PY PSE PS PYF PF QAT QA REU RE ROU RO RUS RU RWA RW SAU SA SCG RS SDN SD SEN SN SGP SG
        SGS GS SHN SH SJM SJ SLB SB SLE SL SLV SV SMR SM SOM SO SPM PM SRB RS SSD SS STP ST SUN RU SUR SR SVK SK SVN SI SWE SE
        SWZ SZ SXM SX SYC SC SYR SY TAA TA TCA TC TCD TD TGO TG THA TH TJK TJ TKL TK TKM TM TLS TL TMP TL TON TO TTO TT TUN TN
        TUR TR TUV TV TWN TW TZA TZ UGA UG UKR UA UMI UM URY UY USA US UZB UZ VAT VA VCT VC VEN VE VGB VG VIR VI VNM VN VUT VU
        WLF WF WSM WS XKK XK YEM YE YMD YE YUG RS ZAF ZA ZAR CD ZMB ZM ZWE ZW
        """

    /// Countries whose numbers have a decimal comma.
    static let decimalCommas = """
        AD AL AM AO AR AT AW AX BE BF BG BI BJ BL BN BO BR BY CD CF CG CI CL CM CO CR CV CY CZ DE DJ DK DZ EA EC EE ES FI FO FR
        GA GE GF GL GN GP GQ GR GW HR HT HU IC ID IS IT KG KZ LA LB LT LU LV LY MA MC MD MF MK MQ MR MU MZ NA NC NL NO PF PL PM
        PT RE RO RU RW SC SE SI SJ SK SM SN SR ST TG TJ TL TM TN TR UA UY VA VE VN WF XK YT ZA
        """

    /// A line is a code and names of it, parted by `|`: the first half of the countries.
    static let names = """
        AC ascension|ascension adası|ascension island|ascension-eyja|ascension-saari|ascension-sziget|ascensioni saar|ascensionøen
        AC dangun žengimo sala|debesbraukšanas sala|ilha de ascensão|illa de l’ascensió|insula ascension|isla de la ascensión
        AC isola ascensione|otok ascension|otok uzašašća|pulau ascension|wyspa wniebowstąpienia|île de l’ascension|đảo ascension
        AC νήσος ασενσιόν|о-в вознесения|острво асенсион|остров възнесение|острів вознесіння|האי אסנשן|جزایر آسنسیون|جزيرة أسينشيون
        AC असेंशन द्वीप|অ্যাসেনশন দ্বীপপুঞ্জ|เกาะแอสเซนชัน|アセンション島|阿森松岛|阿森松島|어센션섬
        AD andora|andorra|andorre|ανδόρα|андора|андорра|אנדורה|أندورا|एंडोरा|আন্ডোরা|อันดอร์รา|アンドラ|安道尔|安道爾|안도라
        AE apvienotie arābu emirāti|araabia ühendemiraadid|arabiemiirikunnat|birleşik arap emirlikleri
        AE các tiểu vương quốc ả rập thống nhất|de forenede arabiske emirater|de forente arabiske emirater|dubai
        AE egyesült arab emírségek|emirados árabes unidos|emiratele arabe unite|emirates|emirati arabi uniti|emiratos árabes unidos
        AE emirats àrabs units|emiriah arab bersatu|förenade arabemiraten|jungtiniai arabų emyratai|sameinuðu arabísku furstadæmin
        AE spojené arabské emiráty|u a e|ujedinjeni arapski emirati|uni emirat arab|united arab emirates|vereinigte arabische emirate
        AE verenigde arabische emiraten|združeni arabski emirati|zjednoczone emiraty arabskie|émirats arabes unis
        AE ηνωμένα αραβικά εμιράτα|оаэ|обʼєднані арабські емірати|обединени арабски емирства|уједињени арапски емирати
        AE איחוד האמירויות הערביות|الإمارات العربية المتحدة|امارات متحدهٔ عربی|संयुक्त अरब अमीरात|সংযুক্ত আরব আমিরাত
        AE สหรัฐอาหรับเอมิเรตส์|アラブ首長国連邦|阿拉伯联合酋长国|阿拉伯聯合大公國|아랍에미리트
        AF afeganistão|afganistanas|afganistán|afganistāna|afganisztán|afghanistan|αφγανιστάν|авганистан|афганистан|афганістан
        AF אפגניסטן|أفغانستان|अफ़गानिस्तान|আফগানিস্তান|อัฟกานิสถาน|アフガニスタン|阿富汗|아프가니스탄
        AG antigua|antigua & barbuda|antigua a barbuda|antigua dan barbuda|antigua e barbuda|antigua en barbuda|antigua i barbuda
        AG antigua ja barbuda|antigua och barbuda|antigua og barbuda|antigua und barbuda|antigua ve barbuda|antigua và barbuda
        AG antigua y barbuda|antigua és barbuda|antigua și barbuda|antigua-et-barbuda|antigva i barbuda|antigva in barbuda
        AG antigva ir barbuda|antigva un barbuda|antígva og barbúda|αντίγκουα και μπαρμπούντα|антигва и барбуда|антигуа и барбуда
        AG антигуа і барбуда|אנטיגואה וברבודה|آنتیگوا و باربودا|أنتيغوا وبربودا|एंटिगुआ और बरबुडा|অ্যান্টিগুয়া ও বারবুডা
        AG แอนติกาและบาร์บูดา|アンティグア・バーブーダ|安地卡及巴布達|安提瓜和巴布达|앤티가 바부다
        AI angilija|angilja|anguila|anguilla|angvila|angvilla|ανγκουίλα|ангвила|ангилья|ангуила|ангілья|אנגווילה|آنگویلا|أنغويلا
        AI एंग्विला|অ্যাঙ্গুইলা|แองกวิลลา|アンギラ|安圭拉|安奎拉|앵귈라
        AL albaania|albania|albanie|albanien|albanija|albánsko|arnavutluk|αλβανία|албания|албанија|албанія|אלבניה|آلبانی|ألبانيا
        AL अल्बानिया|আলবেনিয়া|แอลเบเนีย|アルバニア|阿尔巴尼亚|阿爾巴尼亞|알바니아
        AM armeenia|armenia|armenien|armenija|arménie|arménsko|ermenistan|örményország|αρμενία|армения|вірменія|јерменија|ארמניה
        AM أرمينيا|ارمنستان|आर्मेनिया|আর্মেনিয়া|อาร์เมเนีย|アルメニア|亚美尼亚|亞美尼亞|아르메니아
        AO angola|αγκόλα|ангола|אנגולה|آنگولا|أنغولا|अंगोला|অ্যাঙ্গোলা|แองโกลา|アンゴラ|安哥拉|앙골라
        AQ antarctica|antarctique|antarktida|antarktika|antarktis|antarktisz|antarktyda|antartide|antartika|antártida|nam cực
        AQ suðurskautslandið|ανταρκτική|антарктида|антарктик|антарктика|אנטארקטיקה|أنتاركتيكا|جنوبگان|अंटार्कटिका|অ্যান্টার্কটিকা
        AQ แอนตาร์กติกา|南极洲|南極|南極洲|남극 대륙
        AR argentiina|argentina|argentine|argentinien|argentinië|argentyna|arjantin|αργεντινή|аргентина|аржентина|ארגנטינה|آرژانتین
        AR الأرجنتين|अर्जेंटीना|আর্জেন্টিনা|อาร์เจนตินา|アルゼンチン|阿根廷|아르헨티나
        AS ameerika samoa|american samoa|americká samoa|amerikaans-samoa|amerikai szamoa|amerikan samoa|amerikan samoası
        AS amerikanisch-samoa|amerikansk samoa|amerikanska samoa|amerikos samoa|ameriška samoa|asv samoa|bandaríska samóa
        AS samoa americana|samoa americane|samoa amerika|samoa amerykańskie|samoa américaines|samoa thuộc mỹ|αμερικανική σαμόα
        AS американска самоа|американское самоа|американське самоа|америчка самоа|סמואה האמריקנית|ساموآی امریکا|ساموا الأمريكية
        AS अमेरिकी समोआ|আমেরিকান সামোয়া|อเมริกันซามัว|米領サモア|美属萨摩亚|美屬薩摩亞|아메리칸 사모아
        AT austria|austrija|austurríki|ausztria|autriche|avstrija|avusturya|itävalta|oostenrijk|rakousko|rakúsko|republik österreich
        AT österreich|österrike|østerrike|østrig|αυστρία|австрия|австрія|аустрија|אוסטריה|اتریش|النمسا|ऑस्ट्रिया|অস্ট্রিয়া|ออสเตรีย
        AT オーストリア|奥地利|奧地利|오스트리아
        AU austraalia|australia|australie|australien|australija|ausztrália|avstralija|avustralya|ástralía|αυστραλία|австралия
        AU австралія|аустралија|אוסטרליה|أستراليا|استرالیا|ऑस्ट्रेलिया|অস্ট্রেলিয়া|ออสเตรเลีย|オーストラリア|澳大利亚|澳洲|오스트레일리아
        AW aruba|αρούμπα|аруба|ארובה|أروبا|अरूबा|আরুবা|อารูบา|アルバ|荷屬阿魯巴|阿鲁巴|아루바
        AX ahvenamaa|ahvenanmaa|alandski otoki|alandų salos|ilhas aland|illes åland|insulele åland|islas aland|isole åland
        AX kepulauan aland|olandes salas|quần đảo åland|wyspy alandzkie|álandseyjar|åland|åland adaları|åland islands|åland-szigetek
        AX ålandinseln|ålandski otoci|ålandy|îles åland|νήσοι όλαντ|аландские о-ва|аландські острови|оландска острва|оландски острови
        AX איי אולנד|جزایر آلاند|جزر آلاند|एलैंड द्वीपसमूह|অলান্ড দ্বীপপুঞ্জ|หมู่เกาะโอลันด์|オーランド諸島|奥兰群岛|奧蘭群島|올란드 제도
        AZ aserbaidschan|aserbaidžaan|aserbajdsjan|aserbaídsjan|azerbaidžan|azerbaidžanas|azerbaidžāna|azerbaigian|azerbaijan
        AZ azerbaijão|azerbaiyán|azerbajdzjan|azerbajdzsán|azerbaycan|azerbaïdjan|azerbeidzjan|azerbejdżan|ázerbájdžán|αζερμπαϊτζάν
        AZ азербайджан|азербејџан|אזרבייג׳ן|أذربيجان|جمهوری آذربایجان|अज़रबैजान|আজারবাইজান|อาเซอร์ไบจาน|アゼルバイジャン|亞塞拜然|阿塞拜疆|아제르바이잔
        BA bosna a hercegovina|bosna i hercegovina|bosna in hercegovina|bosna-hersek|bosnia|bosnia & herzegovina
        BA bosnia dan herzegovina|bosnia ed erzegovina|bosnia ja hertsegoviina|bosnia ja hertsegovina|bosnia và herzegovina
        BA bosnia y herzegovina|bosnia și herțegovina|bosnia-hercegovina|bosnie-herzégovine|bosnien och hercegovina
        BA bosnien und herzegowina|bosnien-hercegovina|bosnija ir hercegovina|bosnija un hercegovina|bosnië en herzegovina
        BA bosnía og hersegóvína|bosznia-hercegovina|bośnia i hercegowina|bòsnia i hercegovina|bósnia e herzegovina
        BA βοσνία - ερζεγοβίνη|босна и херцеговина|босния и герцеговина|боснія і герцеговина|בוסניה והרצגובינה|البوسنة والهرسك
        BA بوسنی و هرزگوین|बोस्निया और हर्ज़ेगोविना|বসনিয়া ও হার্জেগোভিনা|บอสเนียและเฮอร์เซโกวีนา|ボスニア・ヘルツェゴビナ|波士尼亞與赫塞哥維納|波斯尼亚和黑塞哥维那
        BA 보스니아 헤르체고비나
        BB barbade|barbados|barbadosa|barbadosas|μπαρμπέιντος|барбадос|ברבדוס|باربادوس|بربادوس|बारबाडोस|বার্বাডোজ|บาร์เบโดส|バルバドス|巴巴多斯
        BB 巴貝多|바베이도스
        BD bangladesch|bangladesh|bangladess|bangladesz|bangladeša|bangladešas|bangladés|μπανγκλαντές|бангладеш|בנגלדש|بنغلاديش
        BD بنگلادش|बांग्लादेश|বাংলাদেশ|บังกลาเทศ|バングラデシュ|孟加拉|孟加拉国|방글라데시
        BE belgia|belgicko|belgien|belgija|belgio|belgique|belgium|belgië|belçika|bélgica|βέλγιο|белгия|белгија|бельгия|бельгія|בלגיה
        BE بلجيكا|بلژیک|बेल्जियम|বেলজিয়াম|เบลเยียม|ベルギー|比利时|比利時|벨기에
        BF burkina fasas|burkina faso|burquina faso|μπουρκίνα φάσο|буркина фасо|буркіна-фасо|בורקינה פאסו|بوركينا فاسو|بورکینافاسو
        BF बुर्किना फ़ासो|বুরকিনা ফাসো|บูร์กินาฟาโซ|ブルキナファソ|布吉納法索|布基纳法索|부르키나파소
        BG bolgarija|bugarska|bulgaaria|bulgaria|bulgarie|bulgarien|bulgarije|bulgaristan|bulgārija|bulharsko|bułgaria|βουλγαρία
        BG болгария|болгарія|бугарска|българия|בולגריה|بلغارستان|بلغاريا|बुल्गारिया|বুলগেরিয়া|บัลแกเรีย|ブルガリア|保加利亚|保加利亞|불가리아
        BH bahrain|bahrajn|bahreina|bahreinas|bahreyn|bahreïn|baréin|μπαχρέιν|бахрейн|בחריין|البحرين|بحرین|बहरीन|বাহারিন|บาห์เรน|バーレーン
        BH 巴林|바레인
        BI burundi|burundija|burundis|μπουρούντι|бурунди|бурунді|בורונדי|بوروندي|بوروندی|बुरुंडी|বুরুন্ডি|บุรุนดี|ブルンジ|布隆迪|蒲隆地|부룬디
        BJ benin|benina|beninas|μπενίν|бенин|бенін|בנין|بنين|بنین|बेनिन|বেনিন|เบนิน|ベナン|貝南|贝宁|베냉
        BL saint-barthélemy|san bartolomé|sankti bartólómeusareyjar|sen bartelemi|senbartelmī|st. barthélemy|svatý bartoloměj
        BL sveti bartolomej|são bartolomeu|άγιος βαρθολομαίος|свети бартоломеј|сен бартелеми|сен-бартелемі|סנט ברתולומיאו|سان بارتليمي
        BL سن بارتلمی|सेंट बार्थेलेमी|সেন্ট বার্থেলেমি|เซนต์บาร์เธเลมี|サン・バルテルミー|圣巴泰勒米|聖巴瑟米|생바르텔레미
        BM bermuda|bermudas|bermudes|bermudi|bermudu salas|bermudy|bermúdaeyjar|βερμούδες|бермуди|бермудски острови|бермудские о-ва
        BM бермудські острови|ברמודה|برمودا|बरमूडा|বারমুডা|เบอร์มิวดา|バミューダ|百慕大|百慕達|버뮤다
        BN brunei|brunei darussalam|brunej|bruneja|brunėjus|μπρουνέι|бруней|бруней даруссалам|брунеј|ברוניי|برونئی|بروناي|ब्रूनेई
        BN ব্রুনেই|บรูไน|ブルネイ|文莱|汶萊|브루나이
        BO boliivia|bolivia|bolivia plurinational state of|bolivie|bolivien|bolivija|bolivya|boliwia|plurinational state of bolivia
        BO βολιβία|боливия|боливија|болівія|בוליביה|بوليفيا|بولیوی|बोलीविया|বলিভিয়া|โบลิเวีย|ボリビア|玻利維亞|玻利维亚|볼리비아
        BQ belanda caribbean|belanda karibia|ca-ri-bê hà lan|caraibi olandesi|carib neerlandès|caribbean netherlands|caribe neerlandés
        BQ caribisch nederland|de tidligere nederlandske antiller|holland karib-térség|insulele caraibe olandeze|karayip hollandası
        BQ karibian alankomaat|karibische niederlande|karibisk nederland|karibiska nederländerna|karibské holandsko
        BQ karibské nizozemsko|karibų nyderlandai|kariibi madalmaad|karipski otoci nizozemske|karíbahafshluti hollands
        BQ niderlandy karaibskie|nizozemski karibi|nīderlandes karību salas|pays-bas caribéens|países baixos caribenhos
        BQ ολλανδία καραϊβικής|бонэйр, синт-эстатиус и саба|карибска нидерландия|карибські нідерланди|карипска холандија
        BQ האיים הקריביים ההולנדיים|جزایر کارائیب هلند|هولندا الكاريبية|कैरिबियन नीदरलैंड|ক্যারিবিয়ান নেদারল্যান্ডস
        BQ เนเธอร์แลนด์แคริบเบียน|オランダ領カリブ|荷属加勒比区|荷蘭加勒比區|네덜란드령 카리브
        BR brasiilia|brasil|brasile|brasilia|brasilien|brazil|brazilija|brazilië|brazylia|brazília|brezilya|brésil|βραζιλία|бразил
        BR бразилия|бразилія|ברזיל|البرازيل|برزیل|ब्राज़ील|ব্রাজিল|บราซิล|ブラジル|巴西|브라질
        BS bahama|bahama-szigetek|bahamaeyjar|bahamalar|bahamas|bahames|bahami|bahamos|bahamu salas|bahamy|the bahamas|μπαχάμες
        BS багамські острови|багамы|бахами|бахамски острови|איי בהאמה|باهاما|جزر البهاما|बहामास|বাহামা দ্বীপপুঞ্জ|บาฮามาส|バハマ|巴哈馬|巴哈马
        BS 바하마
        BT bhoutan|bhutan|butanas|bután|butão|butāna|μπουτάν|бутан|בהוטן|بوتان|भूटान|ভুটান|ภูฏาน|ブータン|不丹|부탄
        BV bouvet adası|bouvet island|bouvet-sziget|bouveteiland|bouveteyja|bouvetinsel|bouvetov ostrov|bouvetov otok|bouvetön
        BV bouvetøen|bouvetøya|bouvetův ostrov|bouvet’ saar|bouvet’nsaari|buvē sala|ilha bouvet|illa bouvet|insula bouvet|isla bouvet
        BV isola bouvet|otok bouvet|pulau bouvet|wyspa bouveta|île bouvet|đảo bouvet|νήσος μπουβέ|о-в буве|острво буве|остров буве
        BV острів буве|האי בובה|جزيرة بوفيه|جزیرهٔ بووه|बोवेत द्वीप|বোভেট দ্বীপ|เกาะบูเว|ブーベ島|布威島|布韦岛|부베섬
        BW bocvana|botsuana|botsvana|botswana|μποτσουάνα|ботсвана|боцвана|בוטסואנה|بوتسوانا|बोत्स्वाना|বতসোয়ানা|บอตสวานา|ボツワナ|博茨瓦纳
        BW 波札那|보츠와나
        BY baltarusija|baltkrievija|belarus|belarusz|belorusija|białoruś|bielorrusia|bielorrússia|bielorusko|bielorussia|biélorussie
        BY bjelorusija|bělorusko|hvíta-rússland|valgevene|valko-venäjä|λευκορωσία|беларус|беларусь|белорусија|білорусь|בלארוס|بلاروس
        BY بيلاروس|बेलारूस|বেলারুশ|เบลารุส|ベラルーシ|白俄罗斯|白俄羅斯|벨라루스
        BZ belice|beliza|belizas|belize|belís|μπελίζ|белиз|белизе|беліз|בליז|بليز|بلیز|बेलीज़|বেলিজ|เบลีซ|ベリーズ|伯利兹|貝里斯|벨리즈
        CA can|canada|kanada|καναδάς|канада|קנדה|كندا|کانادا|कनाडा|কানাডা|แคนาดา|カナダ|加拿大|캐나다
        CC cocos|cocoseilanden|cocosøerne|ilhas cocos|illes cocos|insulele cocos|islas cocos|isole cocos|kepulauan cocos|kokosinseln
        CC kokosovi|kokosovi otoki|kokosové ostrovy|kokosu|kokosöarna|kokosøyene|kookossaared|kookossaaret|kókoseyjar|kókusz
        CC quần đảo cocos|wyspy kokosowe|îles cocos|νήσοι κόκος|кокосова|кокосови острови|кокосовые о-ва|кокосові|איי קוקוס
        CC جزایر کوکوس|جزر كوكوس|कोकोस|কোকোস|หมู่เกาะโคโคส|ココス(キーリング)諸島|科克斯（基靈）群島|科科斯（基林）群岛|코코스 제도
        CD congo - kinshasa|congo democratic republic of the|congo drc|congo the democratic republic of the
        CD democratic republic of congo|democratic republic of the congo|demokratična republika kongo|demokratyczna republika konga
        CD dr congo|drc|kongas-kinšasa|kongo - kinşasa|kongo dv|kongo-kinshasa|kongon demokraattinen tasavalta
        CD konžská demokratická republika|república democrática del congo|zaire|κονγκό - κινσάσα|конго - киншаса|конго – кіншаса
        CD קונגו - קינשאסה|الكونغو - كينشاسا|کنگو - کینشاسا|कांगो - किंशासा|কঙ্গো-কিনশাসা|คองโก - กินชาซา|コンゴ民主共和国(キンシャサ)|刚果（金）
        CD 剛果（金夏沙）|콩고-킨샤사
        CF centraal-afrikaanse republiek|central african republic|centralafrikanska republiken|centrinės afrikos respublika
        CF centrālāfrikas republika|cộng hòa trung phi|den centralafrikanske republik|den sentralafrikanske republikk
        CF kesk-aafrika vabariik|keski-afrikan tasavalta|közép-afrikai köztársaság|mið-afríkulýðveldið|orta afrika cumhuriyeti
        CF repubblica centrafricana|republica centrafricană|republik afrika tengah|republika środkowoafrykańska
        CF república centreafricana|república centroafricana|république centrafricaine|srednjeafriška republika
        CF srednjoafrička republika|středoafrická republika|zentralafrikanische republik|κεντροαφρικανική δημοκρατία
        CF централноафриканска република|централноафричка република|центрально-африканская республика|центральноафриканська республіка
        CF הרפובליקה המרכז-אפריקאית|جمهورية أفريقيا الوسطى|جمهوری افریقای مرکزی|मध्य अफ़्रीकी गणराज्य|মধ্য আফ্রিকান প্রজাতন্ত্র
        CF สาธารณรัฐแอฟริกากลาง|中央アフリカ共和国|中非共和国|中非共和國|중앙 아프리카 공화국
        CG congo|congo - brazzaville|congo republic of the|kongas-brazavilis|kongo - brazavil|kongo vabariik|kongo-brazzaville
        CG kongon tasavalta|konžská republika|republic of the congo|república do congo|κονγκό - μπραζαβίλ|конго - бразавил
        CG конго - браззавиль|конго – браззавіль|קונגו - ברזאויל|الكونغو - برازافيل|کنگو - برازویل|कांगो – ब्राज़ाविल
        CG কঙ্গো - ব্রাজাভিল|คองโก - บราซซาวิล|コンゴ共和国(ブラザビル)|刚果（布）|剛果（布拉薩）|콩고-브라자빌
        CH elveția|helvetia|i̇sviçre|schweiz|schweizerische eidgenossenschaft|suisse|suiza|suíça|suïssa|sveits|sveitsi|sviss|svizzera
        CH svájc|swiss|swiss confederation|switzerland|szwajcaria|thụy sĩ|zwitserland|švajčiarsko|šveicarija|šveice|švica|švicarska
        CH švýcarsko|ελβετία|швајцарска|швейцария|швейцарія|שווייץ|سوئیس|سويسرا|स्विट्ज़रलैंड|সুইজারল্যান্ড|สวิตเซอร์แลนด์|スイス|瑞士|스위스
        CI costa do marfim|costa d’avorio|cote divoire|dramblio kaulo krantas|elefántcsontpart|elevandiluurannik|elfenbenskusten
        CI elfenbenskysten|fílabeinsströndin|ivoorkust|ivory coast|kotdivuāra|norsunluurannikko|obala bjelokosti|pobrežie slonoviny
        CI pobřeží slonoviny|slonokoščena obala|ακτή ελεφαντοστού|кот д’ивоар|кот-дʼівуар|кот-д’ивуар|обала слоноваче|חוף השנהב
        CI ساحل العاج|ساحل عاج|कोत दिवुआर|কোট ডি‘আইভোর|โกตดิวัวร์|コートジボワール|科特迪瓦|象牙海岸|코트디부아르
        CK cook adaları|cook islands|cook-szigetek|cookeilanden|cooki saared|cookinsaaret|cookinseln|cookove ostrovy|cookovi otoci
        CK cookovi otoki|cookovy ostrovy|cooks-eyjar|cooköarna|cookøerne|cookøyene|ilhas cook|illes cook|insulele cook|islas cook
        CK isole cook|kepulauan cook|kuka salas|kuko salos|quần đảo cook|wyspy cooka|îles cook|νήσοι κουκ|кукова острва|о-ва кука
        CK острови кук|острови кука|איי קוק|جزایر کوک|جزر كوك|कुक द्वीपसमूह|কুক দ্বীপপুঞ্জ|หมู่เกาะคุก|クック諸島|库克群岛|庫克群島|쿡 제도
        CL chile|chili|cile|síle|tšiili|xile|şili|χιλή|чиле|чили|чилі|צ׳ילה|تشيلي|شیلی|चिली|চিলি|ชิลี|チリ|智利|칠레
        CM camarões|cameroon|cameroun|camerún|kameroen|kamerun|kamerūna|kamerūnas|καμερούν|камерун|קמרון|الكاميرون|کامرون|कैमरून
        CM ক্যামেরুন|แคเมอรูน|カメルーン|喀麥隆|喀麦隆|카메룬
        CN china|china mainland|chine|chiny|cina|hiina|kiina|kina|kinija|kitajska|mainland china|p r china|people s republic of china
        CN prc|tiongkok|trung quốc|xina|çin|κίνα|кина|китай|סין|الصين|چین|चीन|চীন|จีน|中国|中國|중국
        CO colombia|colombie|columbia|kolombia|kolombiya|kolumbia|kolumbie|kolumbien|kolumbija|κολομβία|колумбия|колумбија|колумбія
        CO קולומביה|كولومبيا|کلمبیا|कोलंबिया|কলম্বিয়া|โคลอมเบีย|コロンビア|哥伦比亚|哥倫比亞|콜롬비아
        CP clipperton|clipperton adası|clipperton island|clipperton-eyja|clipperton-insel|clipperton-sziget|clippertoni saar
        CP clippertoninsaari|clippertonön|clippertonøen|clippertonøya|clippertonův ostrov|ilha de clipperton|illa clipperton
        CP insula clipperton|isla clipperton|isola di clipperton|klipertona sala|klipertono sala|otok clipperton|pulau clipperton
        CP wyspa clippertona|île clipperton|đảo clipperton|νήσος κλίπερτον|о-в клиппертон|острво клипертон|остров клипертон
        CP острів кліппертон|האי קליפרטון|جزایر کلیپرتون|جزيرة كليبيرتون|क्लिपर्टन द्वीप|ক্লিপারটন দ্বীপপুঞ্জ|เกาะคลิปเปอร์ตัน
        CP クリッパートン島|克利珀顿岛|克里派頓島|클리퍼턴섬
        CR costa rica|kostaryka|kostaríka|κόστα ρίκα|коста рика|קוסטה ריקה|كوستاريكا|کاستاریکا|कोस्टारिका|কোস্টারিকা|คอสตาริกา|コスタリカ
        CR 哥斯大黎加|哥斯达黎加|코스타리카
        CU cuba|kuba|kuuba|κούβα|куба|קובה|كوبا|کوبا|क्यूबा|কিউবা|คิวบา|キューバ|古巴|쿠바
        CV cabo verde|cap verd|cap-vert|cape verde|capo verde|capul verde|grænhöfðaeyjar|kaapverdië|kaboverde|kap verde|kapp verde
        CV kapverdy|republika zielonego przylądka|roheneemesaared|tanjung verde|zelenortska republika|zelenortski otoki
        CV zöld-foki köztársaság|žaliasis kyšulys|πράσινο ακρωτήριο|зеленортска острва|кабо верде|כף ורדה|الرأس الأخضر|کیپ‌ورد
        CV केप वर्ड|কেপ ভার্দে|เคปเวิร์ด|カーボベルデ|佛得角|維德角|카보베르데
        CW curazao|curaçao|kirasao|kiurasao|κουρασάο|курасао|кюрасао|קוראסאו|كوراساو|کوراسائو|कुरासाओ|কুরাসাও|คูราเซา|キュラソー|库拉索|庫拉索
        CW 퀴라소
        CX božićni otok|christmas adası|christmas island|christmaseiland|christmasøya|ilha christmas|illa christmas|insula christmas
        CX isla de navidad|isola christmas|joulusaari|juleøen|julön|jólaey|jõulusaar|kalėdų sala|karácsony-sziget|pulau krismas
        CX pulau natal|vianočný ostrov|vánoční ostrov|weihnachtsinsel|wyspa bożego narodzenia|ziemsvētku sala|île christmas
        CX đảo giáng sinh|νήσος των χριστουγέννων|божићно острво|о-в рождества|остров рождество|острів різдва|אי חג המולד
        CX جزيرة كريسماس|جزیرهٔ کریسمس|क्रिसमस द्वीप|ক্রিসমাস দ্বীপ|เกาะคริสต์มาส|クリスマス島|圣诞岛|聖誕島|크리스마스섬
        CY chipre|chypre|cipar|ciper|cipro|cipru|ciprus|cypern|cypr|cyprus|kipra|kipras|kypr|kypros|küpros|kýpur|kıbrıs|siprus|síp
        CY xipre|zypern|κύπρος|кипар|кипр|кипър|кіпр|קפריסין|قبرس|قبرص|साइप्रस|সাইপ্রাস|ไซปรัส|キプロス|塞浦路斯|賽普勒斯|키프로스
        CZ cechia|cehia|ceko|ceska republika|chequia|csehország|czech republic|czechia|czechy|republique tcheque|séc|tchéquia|tchéquie
        CZ tjeckien|tjekkiet|tschechien|tschechische republik|tsjechië|tsjekkia|txèquia|tékkland|tšehhi|tšekki|çekya|čehija|čekija
        CZ česko|češka|τσεχία|чехия|чехія|чешка|צ׳כיה|التشيك|چک|चेकिया|চেকিয়া|เช็ก|チェコ|捷克|체코
        DE alemanha|alemania|alemanya|allemagne|almanya|brd|bundesrepublik deutschland|d|deutschland|duitsland
        DE federal republic of germany|germania|germany|jerman|nemčija|niemcy|njemačka|németország|německo|saksa|saksamaa|tyskland
        DE vokietija|vācija|þýskaland|đức|γερμανία|германия|немачка|німеччина|גרמניה|آلمان|ألمانيا|जर्मनी|জার্মানি|เยอรมนี|ドイツ|德国|德國
        DE 독일
        DG diego garcia|diego garsija|djego garsijas atols|ντιέγκο γκαρσία|диего гарсия|дијего гарсија|дієго-гарсія|דייגו גרסיה
        DG دييغو غارسيا|دیه‌گو گارسیا|डिएगो गार्सिया|দিয়েগো গার্সিয়া|ดิเอโกการ์เซีย|ディエゴガルシア島|迪亞哥加西亞島|迪戈加西亚岛|디에고 가르시아
        DJ cibuti|djibouti|djibuti|dschibuti|dzsibuti|dżibuti|džibutija|džibutis|džibutsko|gibuti|jibuti|yibuti|τζιμπουτί|джибути
        DJ джибуті|џибути|ג׳יבוטי|جيبوتي|جیبوتی|जिबूती|জিবুতি|จิบูตี|ジブチ|吉布地|吉布提|지부티
        DK danemarca|dania|danimarca|danimarka|danmark|danmörk|danska|denemarken|denmark|dinamarca|dánsko|dänemark|dānija|taani|tanska
        DK đan mạch|δανία|дания|данска|данія|דנמרק|الدانمرك|دانمارک|डेनमार्क|ডেনমার্ক|เดนมาร์ก|デンマーク|丹麥|丹麦|덴마크
        DM dominica|dominique|dóminíka|ντομίνικα|доминика|домініка|דומיניקה|دومينيكا|دومینیکا|डोमिनिका|ডোমিনিকা|โดมินิกา|ドミニカ国|多米尼克
        DM 도미니카
        DO cộng hòa dominica|den dominikanske republik|den dominikanske republikk|dominicaanse republiek|dominican rep
        DO dominican republic|dominik cumhuriyeti|dominikaani vabariik|dominikaaninen tasavalta|dominikai köztársaság|dominikana
        DO dominikanische republik|dominikanska republiken|dominikos respublika|dominikánská republika|dóminíska lýðveldið
        DO rep dominicana|repubblica dominicana|republica dominicana|republik dominica|republik dominika|république dominicaine
        DO δομινικανή δημοκρατία|доминиканска република|доминиканская республика|домініканська республіка|הרפובליקה הדומיניקנית
        DO جمهورية الدومينيكان|جمهوری دومینیکن|डोमिनिकन गणराज्य|ডোমেনিকান প্রজাতন্ত্র|สาธารณรัฐโดมินิกัน|ドミニカ共和国|多明尼加共和國|多米尼加共和国
        DO 도미니카 공화국
        DZ algeria|algerien|algeriet|algerije|algieria|algérie|aljazair|alsír|alžeeria|alžir|alžirija|alžyras|alžírsko|argelia|cezayir
        DZ αλγερία|алжир|אלג׳יריה|الجزائر|الجزایر|अल्जीरिया|আলজেরিয়া|แอลจีเรีย|アルジェリア|阿尔及利亚|阿爾及利亞|알제리
        EA ceuta & melilla|ceuta a melilla|ceuta dan melilla|ceuta e melilla|ceuta en melilla|ceuta et melilla|ceuta i melilla
        EA ceuta in melilla|ceuta ja melilla|ceuta och melilla|ceuta og melilla|ceuta und melilla|ceuta ve melilla|ceuta và melilla
        EA ceuta y melilla|ceuta és melilla|ceuta și melilla|seuta ir melila|seūta un melilja|θέουτα και μελίγια|сеута и мелилья
        EA сеута и мелия|сеута и мелиља|сеута і мелілья|סאוטה ומלייה|سبته و ملیله|سيوتا وميليلا|सेउटा और मेलिला|কুউটা এবং মেলিলা
        EA เซวตาและเมลียา|セウタ・メリリャ|休达及梅利利亚|休達與梅利利亞|세우타 및 멜리야
        EC ecuador|ekuador|ekvador|ekvadora|ekvadoras|ekwador|equador|équateur|ισημερινός|еквадор|эквадор|אקוודור|الإكوادور|اکوادور
        EC इक्वाडोर|ইকুয়েডর|เอกวาดอร์|エクアドル|厄瓜多|厄瓜多尔|에콰도르
        EE eesti|eistland|estija|estland|estonia|estonie|estonija|estonsko|estonya|igaunija|viro|észtország|εσθονία|естония|естонија
        EE естонія|эстония|אסטוניה|إستونيا|استونی|एस्टोनिया|এস্তোনিয়া|เอสโตเนีย|エストニア|愛沙尼亞|爱沙尼亚|에스토니아
        EG ai cập|egipat|egipt|egiptas|egipto|egiptus|egito|egitto|egyiptom|egypt|egyptaland|egypten|egypti|mesir|mısır|ägypten|égypte
        EG ēģipte|αίγυπτος|египат|египет|єгипет|מצרים|مصر|मिस्र|মিশর|อียิปต์|エジプト|埃及|이집트
        EH batı sahra|länsi-sahara|lääne-sahara|nyugat-szahara|rietumsahāra|saara ocidental|sahara barat|sahara occidental
        EH sahara occidentale|sahara occidentală|sahara zachodnia|tây sahara|vakarų sachara|vestsahara|vestur-sahara|västsahara
        EH westelijke sahara|western sahara|westsahara|zahodna sahara|západná sahara|západní sahara|δυτική σαχάρα|западна сахара
        EH западная сахара|західна сахара|סהרה המערבית|الصحراء الغربية|صحرای غربی|पश्चिमी सहारा|পশ্চিম সাহারা|ซาฮาราตะวันตก|西サハラ|西撒哈拉
        EH 서사하라
        ER eritre|eritrea|eritreea|eritreia|eritreja|erytrea|érythrée|ερυθραία|еритрея|еритреја|эритрея|אריתריאה|إريتريا|اریتره
        ER इरिट्रिया|ইরিত্রিয়া|เอริเทรีย|エリトリア|厄利垂亞|厄立特里亚|에리트리아
        ES espagne|espana|espanha|espanja|espanya|hispaania|hiszpania|ispanija|i̇spanya|kingdom of spain|sepanyol|spagna|spain|spania
        ES spanien|spanje|spanyol|spanyolország|spánn|tây ban nha|španielsko|španija|španjolska|španělsko|ισπανία|испания|шпанија
        ES іспанія|ספרד|إسبانيا|اسپانیا|स्पेन|স্পেন|สเปน|スペイン|西班牙|스페인
        ET ethiopia|etioopia|etiopie|etiopien|etiopija|etiopía|etiyopya|eþíópía|äthiopien|éthiopie|αιθιοπία|етиопия|етиопија|ефіопія
        ET эфиопия|אתיופיה|إثيوبيا|اتیوپی|इथियोपिया|ইথিওপিয়া|เอธิโอเปีย|エチオピア|埃塞俄比亚|衣索比亞|에티오피아
        FI finland|finlanda|finlande|finlandia|finlandiya|finnland|finnország|finska|finsko|phần lan|somija|soome|suomi|suomija
        FI φινλανδία|финландия|финляндия|финска|фінляндія|פינלנד|فنلاند|فنلندا|फ़िनलैंड|ফিনল্যান্ড|ฟินแลนด์|フィンランド|芬兰|芬蘭|핀란드
        FJ fidji|fidschi|fidzsi|fidži|fidžis|figi|fiji|fiyi|fídjíeyjar|φίτζι|фиджи|фиџи|фіджі|פיג׳י|فيجي|فیجی|फ़िजी|ফিজি|ฟิจิ|フィジー|斐济
        FJ 斐濟|피지
        FK falkland adaları|falkland islands|falkland-szigetek|falklandeilanden|falklandi saared|falklandinsaaret|falklandinseln
        FK falklandseyjar|falklandski otoci|falklandski otoki|falklandské ostrovy|falklandsöarna|falklandsøerne|falklandsøyene
        FK falklandy|folklando salos|folklenda salas|ilhas malvinas|illes falkland|insulele falkland|islas malvinas|isole falkland
        FK kepulauan falkland|quần đảo falkland|îles malouines|νήσοι φόκλαντ|фокландска острва|фолкландски острови|фолклендские о-ва
        FK фолклендські острови|איי פוקלנד|جزایر فالکلند|جزر فوكلاند|फ़ॉकलैंड द्वीपसमूह|ফকল্যান্ড দ্বীপপুঞ্জ|หมู่เกาะฟอล์กแลนด์
        FK フォークランド諸島|福克兰群岛|福克蘭群島|포클랜드 제도
        FM federated states of micronesia|micronesia|micronesia federated states of|micronezia|micronésie|mikroneesia|mikronesia
        FM mikronesiaføderasjonen|mikronesien|mikronezija|mikronezja|mikronezya|mikronésie|mikronézia|μικρονησία|микронезия
        FM микронезија|мікронезія|федеративные штаты микронезии|מיקרונזיה|ميكرونيزيا|میکرونزی|माइक्रोनेशिया|মাইক্রোনেশিয়া|ไมโครนีเซีย
        FM ミクロネシア連邦|密克罗尼西亚|密克羅尼西亞|미크로네시아
        FO faerské ostrovy|faeröer|farerų salos|faroe adaları|faroe islands|farski otoci|ferski otoki|feröer szigetek|färsaaret
        FO färöarna|färöer|fääri saared|færeyjar|færøerne|færøyene|fēru salas|ilhas faroé|illes fèroe|insulele feroe|islas feroe
        FO isole fær øer|kepulauan faroe|quần đảo faroe|wyspy owcze|îles féroé|νήσοι φερόες|фарерские о-ва|фарерські острови
        FO фарска острва|фарьорски острови|איי פארו|جزایر فارو|جزر فارو|फ़ेरो द्वीपसमूह|ফ্যারো দ্বীপপুঞ্জ|หมู่เกาะแฟโร|フェロー諸島|法罗群岛
        FO 法羅群島|페로 제도
        FR frakkland|france|france metropolitaine|francia|franciaország|francie|francija|francja|francuska|francúzsko|frankreich
        FR frankrig|frankrijk|frankrike|fransa|frança|franța|french republic|perancis|pháp|prancis|prancūzija|prantsusmaa|ranska
        FR γαλλία|франция|француска|франція|צרפת|فرانسه|فرنسا|फ़्रांस|ফ্রান্স|ฝรั่งเศส|フランス|法国|法國|프랑스
        GA gabon|gabona|gabonas|gabun|gabão|γκαμπόν|габон|גבון|الغابون|گابن|गैबॉन|গ্যাবন|กาบอง|ガボン|加彭|加蓬|가봉
        GB angleterre|apvienotā karaliste|birleşik krallık|bretland|britain|egyesült királyság|england|gb eng|gb nir|gb sct|gb wls
        GB great britain|grossbritannien|großbritannien|inggris raya|inghilterra|inglaterra|iso-britannia|jungtinė karalystė
        GB northern ireland|regatul unit|regne unit|regno unito|reino unido|royaume uni de grande bretagne|royaume-uni|schottland
        GB scotland|spojené království|spojené kráľovstvo|storbritannia|storbritannien|ujedinjeno kraljevstvo|uk|united kingdom
        GB united kingdom of great britain and northern ireland|vereinigtes königreich|verenigd koninkrijk|vương quốc anh|wales
        GB wielka brytania|združeno kraljestvo|ühendkuningriik|ηνωμένο βασίλειο|велика британія|великобритания|обединеното кралство
        GB уједињено краљевство|בריטניה|المملكة المتحدة|بریتانیا|यूनाइटेड किंगडम|যুক্তরাজ্য|สหราชอาณาจักร|イギリス|英国|英國|영국
        GD granada|grenada|grenade|γρενάδα|гренада|גרנדה|غرينادا|گرنادا|ग्रेनाडा|গ্রেনাডা|เกรเนดา|グレナダ|格林纳达|格瑞那達|그레나다
        GE georgia|georgien|gruusia|gruzie|gruzija|gruzja|gruzínsko|grúzia|géorgie|gürcistan|γεωργία|грузия|грузија|грузія|גאורגיה
        GE جورجيا|گرجستان|जॉर्जिया|জর্জিয়া|จอร์เจีย|ジョージア|喬治亞|格鲁吉亚|조지아
        GF francia guyana|francijas gviāna|francoska gvajana|francouzská guyana|francuska gijana|francúzska guyana|frans-guyana
        GF fransk guyana|franska guyana|franska gvæjana|fransız guyanası|französisch-guayana|french guiana|guaiana francesa
        GF guayana francesa|guiana francesa|guiana perancis|guiana thuộc pháp|gujana francuska|guyana francese|guyana franceză
        GF guyana prancis|guyane française|prancūzijos gviana|prantsuse guajaana|ranskan guayana|γαλλική γουιάνα|французская гвиана
        GF французька гвіана|француска гвајана|френска гвиана|גיאנה הצרפתית|غويانا الفرنسية|گویان فرانسه|फ़्रेंच गुयाना|ফরাসি গায়ানা
        GF เฟรนช์เกียนา|仏領ギアナ|法属圭亚那|法屬圭亞那|프랑스령 기아나
        GG gernsis|guernesey|guernsey|gērnsija|γκέρνζι|гернзи|гернси|гернсі|гърнзи|גרנזי|غيرنزي|گرنزی|गर्नसी|গার্নসি|เกิร์นซีย์|ガーンジー
        GG 根息|根西岛|건지
        GH gana|ghana|γκάνα|гана|גאנה|غانا|غنا|घाना|ঘানা|กานา|ガーナ|加纳|迦納|가나
        GI cebelitarık|gibilterra|gibraltar|gibraltaras|gibraltārs|γιβραλτάρ|гибралтар|гібралтар|גיברלטר|جبل طارق|جبل‌الطارق
        GI जिब्राल्टर|জিব্রাল্টার|ยิบรอลตาร์|ジブラルタル|直布罗陀|直布羅陀|지브롤터
        GL greenland|grenland|grenlande|grenlandia|grenlandija|groenland|groenlanda|groenlandia|grænland|grónsko|grönland|grönlanti
        GL gröönimaa|grønland|γροιλανδία|гренланд|гренландия|гренландія|גרינלנד|غرينلاند|گرینلند|ग्रीनलैंड|গ্রীনল্যান্ড|กรีนแลนด์
        GL グリーンランド|格陵兰|格陵蘭|그린란드
        GM gambia|gambie|gambija|gambiya|the gambia|γκάμπια|гамбия|гамбија|гамбія|גמביה|غامبيا|گامبیا|गाम्बिया|গাম্বিয়া|แกมเบีย|ガンビア
        GM 冈比亚|甘比亞|감비아
        GN gine|guinea|guineea|guiné|guinée|gvineja|gwinea|gínea|γουινέα|гвинея|гвинеја|гвінея|גינאה|غينيا|گینه|गिनी|গিনি|กินี|ギニア|几内亚
        GN 幾內亞|기니
        GP guadalupa|guadalupe|guadeloupe|guadelupa|gvadelup|gvadelupa|gvadelúpeyjar|gwadelupa|γουαδελούπη|гваделуп|гваделупа|גוואדלופ
        GP غوادلوب|گوادلوپ|ग्वाडेलूप|গুয়াদেলৌপ|กวาเดอลูป|グアドループ|瓜地洛普|瓜德罗普|과들루프
        GQ egyenlítői-guinea|ekvator ginesi|ekvatoriaal-guinea|ekvatorialguinea|ekvatorialna gvineja|ekvatoriālā gvineja
        GQ ekvatorska gvineja|equatoriaal-guinea|equatorial guinea|guinea ecuatorial|guinea ekuatorial|guinea equatorial
        GQ guinea equatoriale|guinea khatulistiwa|guinea xích đạo|guineea ecuatorială|guiné equatorial|guinée équatoriale
        GQ gwinea równikowa|miðbaugs-gínea|pusiaujo gvinėja|päiväntasaajan guinea|rovníková guinea|äquatorialguinea|ækvatorialguinea
        GQ ισημερινή γουινέα|екваториална гвинея|екваторијална гвинеја|екваторіальна гвінея|экваториальная гвинея|גינאה המשוונית
        GQ غينيا الاستوائية|گینهٔ استوایی|इक्वेटोरियल गिनी|নিরক্ষীয় গিনি|อิเควทอเรียลกินี|赤道ギニア|赤道几内亚|赤道幾內亞|적도 기니
        GR el|graikija|grecia|grecja|greece|grekland|griechenland|griekenland|grieķija|grikkland|grækenland|grèce|grécko|grčija|grčka
        GR görögország|hellas|hellenic republic|hy lạp|kreeka|kreikka|yunani|yunanistan|řecko|ελλάδα|греция|греція|грчка|гърция|יוון
        GR اليونان|یونان|यूनान|গ্রিস|กรีซ|ギリシャ|希腊|希臘|그리스
        GS dienviddžordžija un dienvidsendviču salas|déli-georgia és déli-sandwich-szigetek
        GS etelä-georgia ja eteläiset sandwichinsaaret|georgia de sud și insulele sandwich de sud|georgia del sud e sandwich australi
        GS georgia południowa i sandwich południowy|georgia selatan & kep. sandwich selatan|géorgie du sud-et-les îles sandwich du sud
        GS güney georgia ve güney sandwich adaları|ilhas geórgia do sul e sandwich do sul|illes geòrgia del sud i sandwich del sud
        GS islas georgia del sur y sandwich del sur|jižní georgie a jižní sandwichovy ostrovy|južna georgia i otoci južni sandwich
        GS južna georgia in južni sandwichevi otoki|južná georgia a južné sandwichove ostrovy
        GS kepulauan georgia selatan & sandwich selatan|lõuna-georgia ja lõuna-sandwichi saared|nam georgia & quần đảo nam sandwich
        GS pietų džordžija ir pietų sandvičo salos|south georgia & south sandwich islands|south georgia og de sydlige sandwichøer
        GS suður-georgía og suður-sandvíkureyjar|sydgeorgien och sydsandwichöarna|sør-georgia og sør-sandwichøyene
        GS südgeorgien und die südlichen sandwichinseln|zuid-georgia en zuidelijke sandwicheilanden
        GS νήσοι νότια γεωργία και νότιες σάντουιτς|південна джорджія та південні сандвічеві острови
        GS южна джорджия и южни сандвичеви острови|южная георгия и южные сандвичевы о-ва|јужна џорџија и јужна сендвичка острва
        GS ג׳ורג׳יה הדרומית ואיי סנדוויץ׳ הדרומיים|جورجيا الجنوبية وجزر ساندويتش الجنوبية|جورجیای جنوبی و جزایر ساندویچ جنوبی
        GS दक्षिण जॉर्जिया और दक्षिण सैंडविच द्वीपसमूह|দক্ষিণ জর্জিয়া ও দক্ষিণ স্যান্ডউইচ দ্বীপপুঞ্জ
        GS เกาะเซาท์จอร์เจียและหมู่เกาะเซาท์แซนด์วิช|サウスジョージア・サウスサンドウィッチ諸島|南乔治亚和南桑威奇群岛|南喬治亞與南三明治群島|사우스조지아 사우스샌드위치 제도
        GT guatemala|gvatemala|gwatemala|γουατεμάλα|гватемала|גואטמלה|غواتيمالا|گواتمالا|ग्वाटेमाला|গুয়াতেমালা|กัวเตมาลา|グアテマラ|危地马拉
        GT 瓜地馬拉|과테말라
        GU guam|guama|guamas|gvam|γκουάμ|гуам|גואם|غوام|گوام|गुआम|গুয়াম|กวม|グアム|关岛|關島|괌
        GW bisau gvinėja|bissau-guinea|gine-bissau|guinea-bissau|guinea-bisáu|guineea-bissau|guiné-bissau|guinée-bissau|gvineja bisau
        GW gvineja bissau|gvineja-bisava|gwinea bissau|gínea-bissá|γουινέα μπισάου|гвинея-бисау|гвинеја-бисао|гвінея-бісау|גינאה-ביסאו
        GW غينيا بيساو|گینهٔ بیسائو|गिनी-बिसाउ|গিনি-বিসাউ|กินี-บิสเซา|ギニアビサウ|几内亚比绍|幾內亞比索|기니비사우
        GY gajāna|guiana|gujana|guyana|gvajana|gvæjana|γουιάνα|гайана|гаяна|гвајана|גיאנה|غيانا|گویان|गुयाना|গায়ানা|กายอานา|ガイアナ|圭亚那
        GY 蓋亞那|가이아나
        HK hong kong dak tiongkok|hong kong sar|hong kong sar china|hong kong, rae da china|hongkong|hongkong kkt|hongkong sar kina
        HK hongkong sar van china|hongkong – kiinan erityishallintoalue|hongkong – oao číny|hongkong – zao číny
        HK hongkongi erihalduspiirkond|posebno upravno območje ljudske republike kitajske hongkong|pup hong kong kina
        HK r.a.s. chinoise de hong kong|r.a.s. hong kong, china|rae de hong kong|ras di hong kong|sar hongkong
        HK sonderverwaltungsregion hongkong|sra hongkong|sérstjórnarsvæðið hong kong
        HK ypatingasis administracinis kinijos regionas honkongas|çin hong kong öi̇b|đặc khu hành chính hồng kông, trung quốc
        HK ķīnas īpašās pārvaldes apgabals honkonga|χονγκ κονγκ εδπ κίνας|гонконг|гонконг, оар китаю|сар хонгконг
        HK хонконг, сар на китай|הונג קונג|هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین|هونغ كونغ الصينية|हाँग काँग|হংকং এসএআর চীন
        HK เขตปกครองพิเศษฮ่องกงแห่งสาธารณรัฐประชาชนจีน|中国香港特别行政区|中國香港特別行政區|中華人民共和国香港特別行政区|홍콩(중국 특별행정구)
        HM heard adası ve mcdonald adaları|heard en mcdonaldeilanden|heard island & mcdonald islands|heard island og mcdonald islands
        HM heard ja mcdonaldinsaaret|heard og mcdonaldseyjar|heard und mcdonaldinseln|heard- og mcdonaldøyene
        HM heard-sziget és mcdonald-szigetek|heardi ja mcdonaldi saared|heardov ostrov a macdonaldove ostrovy
        HM heardov otok in mcdonaldovi otoki|heardön och mcdonaldöarna|heardův ostrov a mcdonaldovy ostrovy|herdo ir makdonaldo salos
        HM hērda sala un makdonalda salas|ilhas heard e mcdonald|illes heard i mcdonald|insula heard și insulele mcdonald
        HM islas heard y mcdonald|isole heard e mcdonald|kepulauan heard & mcdonald|otoci heard i mcdonald
        HM pulau heard dan kepulauan mcdonald|quần đảo heard và mcdonald|wyspy heard i mcdonalda|îles heard-et-macdonald
        HM νήσοι χερντ και μακντόναλντ|о-ва херд и макдональд|острво херд и мекдоналдова острва|острови герд і макдоналд
        HM острови хърд и макдоналд|איי הרד ומקדונלד|جزيرة هيرد وجزر ماكدونالد|هرد و جزایر مک‌دونالد
        HM हर्ड द्वीप और मैकडोनॉल्ड द्वीपसमूह|হার্ড এবং ম্যাকডোনাল্ড দ্বীপপুঞ্জ|เกาะเฮิร์ดและหมู่เกาะแมกดอนัลด์|ハード島・マクドナルド諸島
        HM 赫德岛和麦克唐纳群岛|赫德島及麥唐納群島|허드 맥도널드 제도
        HN honduras|hondurasa|hondures|ονδούρα|гондурас|хондурас|הונדורס|هندوراس|होंडूरास|হন্ডুরাস|ฮอนดูรัส|ホンジュラス|宏都拉斯|洪都拉斯|온두라스
        HR chorvatsko|chorwacja|croacia|croatia|croatie|croazia|horvaatia|horvátország|horvātija|hrvatska|hrvaška|hırvatistan|kroasia
        HR kroatia|kroatien|kroatija|kroatië|κροατία|хорватия|хорватія|хрватска|хърватия|קרואטיה|كرواتيا|کرواسی|क्रोएशिया|ক্রোয়েশিয়া
        HR โครเอเชีย|クロアチア|克罗地亚|克羅埃西亞|크로아티아
        HT haiti|haitis|αϊτή|гаити|гаїті|хаити|האיטי|هائیتی|هايتي|हैती|হাইতি|เฮติ|ハイチ|海地|아이티
        HU hongarije|hongria|hongrie|hungaria|hungary|hungría|macaristan|madžarska|magyarország|maďarsko|mađarska|ungari|ungaria
        HU ungarn|ungern|ungheria|ungverjaland|ungārija|unkari|vengrija|węgry|ουγγαρία|венгрия|мађарска|угорщина|унгария|הונגריה
        HU مجارستان|هنغاريا|हंगरी|হাঙ্গেরি|ฮังการี|ハンガリー|匈牙利|헝가리
        IC canarias|canarische eilanden|canary islands|ilhas canárias|illes canàries|insulele canare|isole canarie|kanaari saared
        IC kanari|kanariansaaret|kanarieöarna|kanarische inseln|kanariske øer|kanariøyene|kanarski otoki|kanarya adaları|kanaríeyjar
        IC kanarų salos|kanári-szigetek|kanárské ostrovy|kanāriju salas|kepulauan canaria|kepulauan canary|quần đảo canary
        IC wyspy kanaryjskie|îles canaries|κανάριοι νήσοι|канарска острва|канарски острови|канарские о-ва|канарські острови
        IC האיים הקנריים|جزایر قناری|جزر الكناري|कैनेरी द्वीपसमूह|ক্যানারি দ্বীপপুঞ্জ|หมู่เกาะคานารี|カナリア諸島|加纳利群岛|加那利群島|카나리아 제도
        ID endonezya|indoneesia|indonesia|indonesien|indonezija|indonezja|indonésie|indonézia|ινδονησία|индонезия|индонезија|індонезія
        ID אינדונזיה|إندونيسيا|اندونزی|इंडोनेशिया|ইন্দোনেশিয়া|อินโดนีเซีย|インドネシア|印尼|印度尼西亚|인도네시아
        IE airija|eire|ierland|iirimaa|ireland|ireland republic of|irland|irlanda|irlande|irlandia|irlanti|irska|irsko
        IE republic of ireland|southern ireland|írország|īrija|ιρλανδία|ирландия|ирска|ірландія|אירלנד|أيرلندا|ایرلند|आयरलैंड
        IE আয়ারল্যান্ড|ไอร์แลนด์|アイルランド|愛爾蘭|爱尔兰|아일랜드
        IL iisrael|israel|israele|izrael|izraelis|izraēla|i̇srail|ισραήλ|израел|израиль|ізраїль|ישראל|إسرائيل|اسرائیل|इज़राइल|ইজরায়েল
        IL อิสราเอล|イスラエル|以色列|이스라엘
        IM ilha de man|illa de man|insula man|isla de man|isle of man|isola di man|man|man adası|man-sziget|mani saar|mansaari
        IM menas sala|meno sala|mön|ostrov man|otok man|pulau man|wyspa man|île de man|đảo man|νήσος του μαν|о-в мэн|острво ман
        IM остров ман|острів мен|האי מאן|جزيرة مان|جزیرهٔ من|आइल ऑफ़ मैन|আইল অফ ম্যান|เกาะแมน|マン島|曼島|马恩岛|맨섬
        IN bharat|hindistan|inde|india|indie|indien|indija|indland|intia|republic of india|ινδία|индия|индија|індія|הודו|الهند|هند
        IN भारत|ভারত|อินเดีย|ấn độ|インド|印度|인도
        IO bresku indlandshafseyjar|brit indiai-óceáni terület|britanski indijskooceanski teritorij
        IO britansko ozemlje v indijskem oceanu|britanya hint okyanusu toprakları|briti india ookeani ala
        IO britisches territorium im indischen ozean|british indian ocean territory|brits indische oceaanterritorium
        IO britské indickooceánske územie|britské indickooceánské území|brittiläinen intian valtameren alue
        IO brittiska territoriet i indiska oceanen|brytyjskie terytorium oceanu indyjskiego|det britiske territoriet i indiahavet
        IO det britiske territorium i det indiske ocean|indijas okeāna britu teritorija|indijos vandenyno britų sritis
        IO lãnh thổ ấn độ dương thuộc anh|teritoriul britanic din oceanul indian|territoire britannique de l’océan indien
        IO territori britànic de l’oceà índic|territorio britannico dell’oceano indiano|territorio británico del océano índico
        IO território britânico do oceano índico|wilayah inggris di samudra hindia|wilayah lautan hindi british
        IO βρετανικά εδάφη ινδικού ωκεανού|британска територия в индийския океан|британска територија индијског океана
        IO британская территория в индийском океане|британська територія в індійському океані|הטריטוריה הבריטית באוקיינוס ההודי
        IO الإقليم البريطاني في المحيط الهندي|قلمرو بریتانیا در اقیانوس هند|ब्रिटिश हिंद महासागरीय क्षेत्र
        IO ব্রিটিশ ভারত মহাসাগরীয় অঞ্চল|บริติชอินเดียนโอเชียนเทร์ริทอรี|英属印度洋领地|英屬印度洋領地|英領インド洋地域|영국령 인도양 지역
        IQ iraak|irak|irakas|iraq|iraque|irāka|ιράκ|ирак|ірак|עיראק|العراق|عراق|इराक|ইরাক|อิรัก|イラク|伊拉克|이라크
        IR iraan|iran|iran islamic republic of|iranas|irã|irāna|islamic republic of iran|ιράν|иран|іран|איראן|إيران|ایران|ईरान|ইরান
        IR อิหร่าน|イラン|伊朗|이란
        IS iceland|ijsland|island|islanda|islande|islandia|islandija|islanti|izland|i̇zlanda|ισλανδία|исланд|исландия|ісландія|איסלנד
        IS آيسلندا|ایسلند|आइसलैंड|আইসল্যান্ড|ไอซ์แลนด์|アイスランド|冰岛|冰島|아이슬란드
        IT itaalia|itali|italia|italie|italien|italija|italy|i̇talya|olaszország|taliansko|włochy|ιταλία|италия|италија|італія|איטליה
        IT إيطاليا|ایتالیا|इटली|ইতালি|อิตาลี|イタリア|意大利|義大利|이탈리아
        JE džersis|džērsija|jersey|τζέρζι|джерси|джерсі|джърси|џерзи|ג׳רזי|جرزی|جيرسي|जर्सी|জার্সি|เจอร์ซีย์|ジャージー|泽西岛|澤西島|저지
        JM giamaica|jamaica|jamaika|jamajka|jamaïque|τζαμάικα|ямайка|јамајка|ג׳מייקה|جامائیکا|جامايكا|जमैका|জামাইকা|จาเมกา|ジャマイカ|牙买加
        JM 牙買加|자메이카
        JO giordania|iordania|jordaania|jordan|jordania|jordanie|jordanien|jordanija|jordánsko|yordania|ürdün|ιορδανία|йордания
        JO йорданія|јордан|ירדן|اردن|الأردن|जॉर्डन|জর্ডন|จอร์แดน|ヨルダン|約旦|约旦|요르단
        JP giappone|jaapan|japan|japani|japon|japonia|japonija|japonska|japonsko|japonya|japão|japó|japāna|jepang|jepun|nhật bản
        JP ιαπωνία|япония|японія|јапан|יפן|اليابان|ژاپن|जापान|জাপান|ญี่ปุ่น|日本|일본
        KE keenia|kenia|kenija|kenya|keňa|quênia|κένυα|кения|кенија|кенія|קניה|كينيا|کنیا|केन्या|কেনিয়া|เคนยา|ケニア|肯亞|肯尼亚|케냐
        KG kirghizistan|kirghizstan|kirgisia|kirgisistan|kirgistan|kirgizija|kirgizistan|kirgizisztán|kirgizië|kirgizsko|kirgizstan
        KG kirgizstāna|kirguistán|kirguizstan|kyrgyz republic|kyrgyzstan|kârgâzstan|kõrgõzstan|kırgızistan|quirguistão|κιργιστάν
        KG киргизия|киргизстан|киргистан|קירגיזסטן|قرقیزستان|قيرغيزستان|किर्गिज़स्तान|কিরগিজস্তান|คีร์กีซสถาน|キルギス|吉尔吉斯斯坦|吉爾吉斯|키르기스스탄
        KH cambodge|cambodgia|cambodia|cambodja|cambogia|camboja|camboya|campuchia|kambodja|kambodscha|kambodsja|kambodzsa|kambodža
        KH kamboja|kamboçya|kambódía|kemboja|καμπότζη|камбоджа|камбоџа|קמבודיה|كمبوديا|کامبوج|कंबोडिया|কম্বোডিয়া|กัมพูชา|カンボジア|柬埔寨
        KH 캄보디아
        KI kiribati|kiribatis|quiribati|κιριμπάτι|кирибати|кірибаті|קיריבאטי|كيريباتي|کیریباتی|किरिबाती|কিরিবাতি|คิริบาส|キリバス|吉里巴斯
        KI 基里巴斯|키리바시
        KM comoras|comore|comore-szigetek|comoren|comorerne|comores|comoros|komoorid|komorai|komoren|komorene|komorerna|komori|komorit
        KM komorlar|komoro|komoru salas|komory|kómoreyjar|κομόρες|комори|коморска острва|коморски острови|коморы|קומורו|جزر القمر
        KM کومور|कोमोरोस|কমোরোস|คอโมโรส|コモロ|科摩罗|葛摩|코모로
        KN s:t kitts och nevis|saint kitts dan nevis|saint kitts e nevis|saint kitts en nevis|saint kitts i nevis|saint kitts ja nevis
        KN saint kitts og nevis|saint kitts ve nevis|saint kitts és nevis|saint kitts și nevis|saint-christophe-et-niévès
        KN san cristóbal y nieves|sankti kitts og nevis|sent kitsas ir nevis|sentkitsa un nevisa|st. kitts & nevis|st. kitts und nevis
        KN st. kitts và nevis|svatý kryštof a nevis|sveti kristofor i nevis|sveti krištof in nevis|svätý krištof a nevis
        KN são cristóvão e névis|σεν κιτς και νέβις|сейнт китс и невис|сент китс и невис|сент-кітс і невіс|סנט קיטס ונוויס
        KN سانت كيتس ونيفيس|سنت کیتس و نویس|सेंट किट्स और नेविस|সেন্ট কিটস ও নেভিস|เซนต์คิตส์และเนวิส|セントクリストファー・ネーヴィス|圣基茨和尼维斯
        KN 聖克里斯多福及尼維斯|세인트키츠 네비스
        KP corea del nord|corea del norte|coreea de nord|coreia do norte|corée du nord|democratic people s republic of korea|dprk
        KP korea democratic people s republic of|korea north|korea północna|korea utara|kuzey kore|noord-korea|nordkorea|north korea
        KP norður-kórea|pohjois-korea|põhja-korea|severna koreja|severná kórea|severní korea|sjeverna koreja|triều tiên|ziemeļkoreja
        KP észak-korea|šiaurės korėja|βόρεια κορέα|кндр|північна корея|северна корея|северна кореја|קוריאה הצפונית|كوريا الشمالية
        KP کرهٔ شمالی|उत्तर कोरिया|উত্তর কোরিয়া|เกาหลีเหนือ|北朝鮮|北韓|朝鲜|북한
        """
}
