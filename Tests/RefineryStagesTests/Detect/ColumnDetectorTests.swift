import CSV
import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Detector of columns") struct ColumnDetectorTests {
    @Test(
        "the head noun of a header decides",
        arguments: ["Phone Type", "Email Status", "Address Type", "Contact ID", "Company LinkedIn Url", "Lead Source", "email_verified"])
    func headNoun(header: String) {
        let values = ["Mobile", "Work", "Home", "Mobile", "Work"]
        #expect(meanings([header], values.map { [$0] }) == [.extra])
    }

    @Test("values win over a header that lies") func lyingHeader() {
        let zips = ["60601", "60614", "02134", "94105", "10001", "77002"]
        let rows = zips.map { ["Chicago", $0, ""] }
        #expect(meanings(["city", "state", "zipcode"], rows)[1] == .field(.zipCode, nil))
    }

    @Test("the same header is a person or a firm by its values") func names() {
        let rest = [["312-555-0101", "a@example.com"], ["312-555-0102", "b@example.com"], ["773-555-0188", "c@example.com"]]
        let persons = ["Mary Johnson", "Robert Smith", "Linda Garcia"]
        let firms = ["Johnson Plumbing Inc", "First National Bank", "Garcia & Sons LLC"]
        #expect(meanings(["Name", "Phone", "Email"], zip(persons, rest).map { [$0] + $1 })[0] == .field(.contactName, nil))
        #expect(meanings(["Name", "Phone", "Email"], zip(firms, rest).map { [$0] + $1 })[0] == .field(.businessName, nil))
    }

    @Test("a file without a header is read by its values") func noHeader() throws {
        let found = try HeaderDetection.find(in: Self.firms, overrides: [], hasHeader: nil, requiresPhone: true)
        #expect(found.headerRecordIndex == nil)
        #expect(
            Set(found.mapping.fields).isSuperset(of: [.businessName, .businessAddress, .state, .zipCode, .businessPhone, .businessEmail]))
    }

    @Test("a nearly empty column loses against a filled one") func emptyColumn() throws {
        let header = ["Company Name", "Company Phone", "Phone"]
        let rows = (0..<20).map { ["Acme \($0) Inc", $0 == 0 ? "312-442-0990" : "", "312-442-09\(10 + $0)"] }
        let found = try HeaderDetection.find(in: [header] + rows, overrides: [], hasHeader: nil, requiresPhone: true)
        #expect(found.mapping.column(of: .businessPhone) == 2)
    }

    @Test(
        "roles follow the words of the header",
        arguments: [
            ("Fax", DetectedColumn.Meaning.field(.fax, nil)), ("Mobile Phone", .field(.directPhone, .mobile)),
            ("Direct Phone", .field(.directPhone, .direct)), ("Home Phone", .field(.otherPhones, .home)),
            ("Toll Free", .field(.otherPhones, .tollFree)), ("Phone 2", .field(.otherPhones, .second)),
        ])
    func phoneRoles(header: String, meaning: DetectedColumn.Meaning) {
        let rows = [["312-442-0990"], ["773-442-0991"], ["415-442-0992"]]
        #expect(meanings([header], rows) == [meaning])
    }

    @Test("the second line of an address, a mailing city, a second e-mail, a ZIP's last digits") func otherRoles() {
        let headers = ["Company", "Address 1", "Address 2", "City", "Mailing City", "Zip", "Zip4", "Email", "Email 2"]
        let rows = (0..<6).map { row in
            [
                "Acme \(row) LLC", "\(row + 10) Main St", "Suite \(row + 100)", "Chicago", "Evanston", "60601", "120\(row)",
                "info\(row)@example.com", "sales\(row)@example.com",
            ]
        }
        let found = meanings(headers, rows)
        #expect(found[2] == .field(.businessAddress, .line2))
        #expect(found[4] == .field(.city, .mailing))
        #expect(found[6] == .field(.zip4, nil))
        #expect(found[8] == .field(.otherEmails, nil))
    }

    @Test("says why, how sure, and gives examples") func evidence() throws {
        let columns = ColumnDetector(region: "US").columns(["E-Mail", "Notes"], sample([["joe@acme.com", ""], ["amy@acme.com", ""]]))
        let email = try #require(columns.first)
        #expect(email.best.confidence > DetectedColumn.sure)
        #expect(email.evidence.contains("header \"E-Mail\""))
        #expect(email.evidence.contains("100 % of the values are e-mail addresses"))
        #expect(email.fill == 1)
        #expect(email.distinct == 2)
        #expect(email.examples == ["joe@acme.com", "amy@acme.com"])
        #expect(columns[1].fill == 0)
        #expect(columns[1].evidence == ["no values"])
    }

    @Test("the words of a sparse toll-free column are dialled") func vanityNumbers() {
        let words = ["1-800-FLOWERS", "", "", "800-GOT-JUNK", "", "1-888-PLUMBER", "", "", "", ""]
        let rows = words.enumerated().map { ["Acme \($0) LLC", "312-442-09\(10 + $0)", $1] }
        #expect(meanings(["Company", "Phone", "Toll Free"], rows)[2] == .field(.otherPhones, .tollFree))
        let codes = ["800-ABC-XYZ", "", "811-HELPDESK", "A800-123456"].map { [$0] }
        #expect(meanings(["Part Number"], codes) == [.extra])
    }

    @Test("says why a part of a number is one") func partEvidence() throws {
        let columns = ColumnDetector(region: "US").columns(["Phone", "Ext"], sample([["312-442-0990", "12"], ["773-442-0991", "104"]]))
        #expect(columns[1].best.meaning == .field(.phoneExtension, nil))
        #expect(columns[1].evidence == ["header \"Ext\""])
    }

    @Test("gives the same answer for the same file") func deterministic() {
        let headers = ["Company", "Street", "City", "State", "Zip", "Phone", "Email"]
        let first = ColumnDetector(region: "US").columns(headers, sample(Self.firms))
        #expect(ColumnDetector(region: "US").columns(headers, sample(Self.firms)) == first)
    }

    private static let firms = [
        ["Johnson Plumbing Inc", "12 Main St", "Chicago", "IL", "60601", "(312) 442-0990", "info@johnson.example.com"],
        ["First National Bank", "800 Oak Avenue", "Benicia", "CA", "94510", "(707) 297-0211", "desk@fnb.example.com"],
        ["Garcia & Sons LLC", "4 Elm Street", "Austin", "TX", "78701", "(512) 442-0990", "garcia@example.com"],
        ["Blue Lake Bakery LLC", "77 Lake Dr", "Denver", "CO", "80202", "(303) 442-0990", "hello@bluelake.example.com"],
    ]

    private func sample(_ rows: [[String]]) -> RowSample {
        var sample = RowSample(columnCount: rows[0].count)
        for row in rows { sample.append(row) }
        return sample
    }

    private func meanings(_ headers: [String], _ rows: [[String]]) -> [DetectedColumn.Meaning] {
        ColumnDetector(region: "US").columns(headers, sample(rows)).map(\.best.meaning)
    }
}

@Suite("Words of headers") struct HeaderWordsTests {
    @Test(
        "are found in every dress",
        arguments: [
            "Phone Number", "phone_number", "PhoneNumber", "PHONE-NUMBER", "phone.number", "phonenumber", "Telefonnummer", "Phone #",
        ])
    func dress(header: String) { #expect(words(header).concepts == ["PHONE", "NUMBER"]) }

    @Test("that were cut off are completed where only one thing can be meant") func cut() {
        #expect(words("Email Addres").concepts == ["EMAIL", "ADDRESS"])
    }

    @Test("of two scripts are those of the one that is known better") func scripts() {
        #expect(words("Name / 名称").words == ["name"])
        #expect(words("Business Address(營業地址)").words == ["business", "address"])
        #expect(words("电话 (QQ) 2").concepts == ["PHONE"] && words("电话 (QQ) 2").number == 2)
        #expect(words("Телефон Xyz").concepts == ["PHONE"] && words("Qwe 名x").words.count == 2)
    }

    @Test("name what the header is about: the last noun, or the one before of") func head() {
        #expect(words("Phone Type").head == "TYPE")
        #expect(words("Nom de l'entreprise").head == "NAME")
        #expect(words("Revenue (in 000s USD)").head == "REVENUE")
    }

    @Test("keep numbers apart") func numbers() {
        #expect(words("phone2").number == 2)
        #expect(words("Address Line 1").number == 1)
    }

    private func words(_ header: String) -> HeaderWords { HeaderWords(header, HeaderDictionary()) }
}

@Suite("Sample of rows") struct RowSamplerTests {
    @Test("is taken from all over the file, whole rows alone") func spread() throws {
        let lines = (0..<40_000).map { "\($0),Firm \($0),\"a, b\"\n" }
        let bytes = Array(lines.joined().utf8)
        let sampler = RowSampler(CSVFormat(), columnCount: 3)
        let beginning = 64 * 1024
        let sample = sampler.sample(bytes[..<beginning], isWholeFile: false, windows: Int64(beginning)..<Int64(bytes.count)) {
            offset, count in
            Array(bytes[Int(offset)..<min(bytes.count, Int(offset) + count)])
        }
        let numbers = sample.withColumns { cells in cells(0).compactMap { Int(String(decoding: $0, as: UTF8.self)) } }
        let names = sample.withColumns { cells in cells(1).map { String(decoding: $0, as: UTF8.self) } }
        #expect(numbers.count == sample.rowCount)
        #expect(zip(numbers, names).allSatisfy { $1 == "Firm \($0)" })
        #expect(numbers.contains { $0 < 100 } && numbers.contains { $0 > 20_000 } && numbers.contains { $0 > 35_000 })
        #expect(sample.rowCount <= 250)
    }
}
