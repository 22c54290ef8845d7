import Testing

@testable import CSV

/// Lists of firms as they are written in several countries, and the encodings that such lists came in.
enum LegacyTexts {
    struct Sample: Sendable, CustomTestStringConvertible {
        let text: String
        let encoding: String
        var testDescription: String { "\(encoding): \(text.prefix(24))" }
        var bytes: [UInt8] { CSVEncoding(named: encoding)!.bytes(of: text) }
    }

    static let polish = """
        Firma,Ulica,Miasto,Telefon
        Piekarnia Żółtowski,ul. Świętokrzyska 12,Łódź,+48 42 555 01 01
        Usługi Księgowe Wójcik,ul. Długa 3,Kraków,+48 12 555 01 02
        Zakład Pogrzebowy Jędrzejczak,ul. Źródlana 8,Częstochowa,+48 34 555 01 03

        """
    static let czech = """
        Firma,Ulice,Město,Telefon
        Pekařství U Zlatého lva,Dlouhá třída 12,Hradec Králové,+420 495 555 101
        Truhlářství Dvořák,Nádražní 5,Plzeň,+420 377 555 102
        Účetní kancelář Němcová,Křížová 8,Ústí nad Labem,+420 475 555 103

        """
    static let hungarian = """
        Cég,Cím,Város,Telefon
        Kertész és Fia Kőműves Kft.,Fő utca 12,Győr,+36 96 555 101
        Napsütés Fűszerbolt,Petőfi Sándor út 5,Székesfehérvár,+36 22 555 102

        """
    static let russian = """
        Компания,Адрес,Город,Телефон
        ООО «Северный ветер»,ул. Ленина 12,Екатеринбург,+7 343 555-01-01
        Кафе Берёзка,Невский проспект 5,Санкт-Петербург,+7 812 555-01-02
        Строительная фирма Дом,ул. Садовая 8,Москва,+7 495 555-01-03

        """
    static let greek = """
        Επωνυμία,Διεύθυνση,Πόλη,Τηλέφωνο
        Αρτοποιείο Παπαδόπουλος,Ερμού 12,Αθήνα,+30 210 555 0101
        Ταβέρνα Ο Γιώργος,Τσιμισκή 5,Θεσσαλονίκη,+30 2310 555 102

        """
    static let turkish = """
        Şirket,Adres,Şehir,Telefon
        Güneş Fırın ve Pastane,Cumhuriyet Caddesi 12,İstanbul,+90 212 555 01 01
        Yıldız Muhasebe Ltd. Şti.,Atatürk Bulvarı 5,Eskişehir,+90 222 555 01 02

        """
    static let french = """
        Société,Adresse,Ville,Téléphone
        Boulangerie Noël,12 rue de l'Église,Besançon,03 81 55 01 01
        Garage Léger & Frères,5 allée des Chênes,Évreux,02 32 55 01 02
        Café de la Gare,8 place du Marché,Orléans,02 38 55 01 03

        """
    static let english = """
        Company,Address,City,Phone
        Joe’s Pizza – “The Best”,12 Main St,Boston,617-555-0101
        Martha’s Flowers,5 Oak Ave,Salem,978-555-0102

        """
    static let spanish = """
        Empresa,Dirección,Ciudad,Teléfono
        Panadería Núñez,Calle Peñón 12,Málaga,952 55 01 01
        Talleres Ibáñez,Avenida de España 5,Cádiz,956 55 01 02

        """
    static let german = """
        Firma,Straße,Ort,Telefon
        Bäckerei Müller,Lange Straße 12,Köln,0221 555 0101
        Schlüsseldienst Böhm,Am Brühl 5,Nürnberg,0911 555 0102

        """
    static let japanese = """
        会社名,住所,市,電話番号
        株式会社さくら商事,千代田区丸の内1-2-3,東京都,03-5555-0101
        有限会社ヤマダ電気,北区梅田4-5-6,大阪市,06-5555-0102

        """
    static let chinese = """
        公司名称,地址,城市,电话
        北京东方贸易有限公司,朝阳区建国路12号,北京,010-55550101
        上海新华书店,黄浦区南京东路5号,上海,021-55550102

        """
    static let taiwanese = """
        公司名稱,地址,城市,電話
        台北國際貿易有限公司,信義區松仁路12號,台北市,02-5555-0101
        高雄海鮮餐廳,前金區中正四路5號,高雄市,07-555-0102

        """
    static let korean = """
        회사명,주소,도시,전화
        한국무역 주식회사,강남구 테헤란로 12,서울,02-555-0101
        부산해산물식당,해운대구 우동 5,부산,051-555-0102

        """

    static let samples: [Sample] = [
        (polish, ["windows-1250", "iso-8859-2", "ibm852"]), (czech, ["windows-1250", "iso-8859-2"]),
        (hungarian, ["windows-1250", "iso-8859-2"]), (russian, ["windows-1251", "koi8-r", "ibm866"]),
        (greek, ["windows-1253"]), (turkish, ["windows-1254"]), (french, ["windows-1252", "macintosh", "ibm850"]),
        (english, ["windows-1252", "macintosh"]), (spanish, ["windows-1252", "macintosh"]),
        (german, ["windows-1252", "macintosh", "ibm850"]),
        (french + "Bricolage du Cœur,3 rue Haute,Lens,03 21 55 01 01\n", ["iso-8859-15"]),
        (japanese, ["shift_jis", "euc-jp"]), (chinese, ["gb18030"]), (taiwanese, ["big5"]), (korean, ["euc-kr"]),
    ].flatMap { text, encodings in encodings.map { Sample(text: text.replacing("«", with: "\"").replacing("»", with: "\""), encoding: $0) }
    }
}

extension CSVEncoding {
    /// `text` in an encoding of one or two bytes a character: the other way round than it is decoded.
    func bytes(of text: String) -> [UInt8] {
        var codes: [Unicode.Scalar: [UInt8]] = [:]
        func add(_ bytes: [UInt8]) {
            let scalars = bytes.withUnsafeBufferPointer { string($0) }.unicodeScalars
            if scalars.count == 1, scalars.first != "\u{FFFD}", codes[scalars.first!] == nil { codes[scalars.first!] = bytes }
        }
        for byte in UInt8.min...UInt8.max { add([byte]) }
        if text.unicodeScalars.contains(where: { codes[$0] == nil }) {
            for lead in 0x81...UInt8.max { for trail in 0x40...UInt8.max { add([lead, trail]) } }
        }
        return text.unicodeScalars.flatMap { codes[$0] ?? [UInt8(ascii: "?")] }
    }
}
