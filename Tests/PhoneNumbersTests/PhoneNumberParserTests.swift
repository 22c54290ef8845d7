import Testing

@testable import PhoneNumbers

@Suite("Phone number parser") struct PhoneNumberParserTests {
    /// `+1…`, `+1…;ext=…`, with `…` behind the first of several; `empty`, or the fault's code.
    private func read(_ text: String, region: String = "US") throws -> String {
        switch try PhoneNumberParser(region: region).parse(text) {
        case .empty: "empty"
        case .valid(let number, let isFirst):
            number.e164 + (number.extensionText.map { ";ext=\($0)" } ?? "") + (isFirst ? " …" : "")
        case .invalid(let fault): fault.rawValue
        }
    }

    @Test(
        "reads every usual way to write a North American number",
        arguments: [
            "3125550123", "(312) 555-0123", "312-555-0123", "312.555.0123", "312 555 0123", "312/555-0123", "+13125550123",
            "+1 (312) 555-0123", "1-312-555-0123", "13125550123", "1 (312) 555 0123", "  312-555-0123\t", "(312)555-0123",
            "[312] 555-0123", "312 - 555 - 0123", "++1 312 555 0123", "+1 1 312 555 0123",
        ])
    func usual(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    @Test(
        "reads what spreadsheets and exports leave around a number",
        arguments: [
            "'+1 312-555-0123", "'3125550123", "=\"3125550123\"", "\"312-555-0123\"", "3125550123.0", "13125550123.0", "3125550123.00",
            "3125550123,0", "tel:+1-312-555-0123", "\u{202A}+1 312-555-0123\u{202C}", "(312)\u{A0}555-0123", "312\u{2013}555\u{2011}0123",
            "\u{FEFF}3125550123", "312-555-0123\n", "312•555•0123", "312-555-0123,", "; 312-555-0123", "\0" + "312-555-0123\0",
        ])
    func exported(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    @Test("reads the digits of other scripts", arguments: ["３１２－５５５－０１２３", "＋１（３１２）５５５０１２３", "٣١٢٥٥٥٠١٢٣", "३१२ ५५५ ०१२३"])
    func otherScripts(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    @Test("takes the decimals of a spreadsheet for no digits") func decimals() throws {
        #expect(try read("312555012.0") == "too_short")
        #expect(try read("31255501.00") == "too_short")
        #expect(try read("312.555.0123.0") == "too_long")
        #expect(try read("312.555.012.0") == "+13125550120")
    }

    @Test("never repairs scientific notation", arguments: ["3.34387E+13", "3.12556E+09", "3,12556E+09", "3.125550123e9", "3.12556E+09 "])
    func exponent(text: String) throws {
        #expect(try read(text) == "spreadsheet_exponent")
    }

    @Test(
        "reads extensions",
        arguments: [
            "312-555-0123 x12", "312-555-0123x12", "312-555-0123 X 12", "312-555-0123 ext. 12", "312-555-0123 ext 12",
            "312-555-0123 Ext: 12",
            "312-555-0123 extension 12", "312-555-0123 extn 12", "312-555-0123 #12", "312-555-0123#12", "+1-312-555-0123;ext=12",
            "312-555-0123, x12", "312-555-0123, ext. 12", "tel:+1-312-555-0123;ext=12", "3125550123ext12", "312-555-0123 ext #12",
            "312-555-0123 x12 (office)", "(312) 555-0123 ｘ１２",
        ])
    func extensions(text: String) throws {
        #expect(try read(text) == "+13125550123;ext=12")
    }

    @Test("reads no extension where there are no digits for it, or too many") func oddExtensions() throws {
        #expect(try read("312-555-0123 x") == "+13125550123")
        #expect(try read("312-555-0123 ext.") == "+13125550123")
        #expect(try read("312-555-0123 ext 123456789012345") == "+13125550123;ext=123456789012345")
        #expect(try read("312-555-0123 ext 1234567890123456") == "extension_too_long")
        #expect(try read("312-555-0123 x3125550199") == "extension_too_long")
        #expect(try read("312-555-0123 x12-13") == "not_a_number")
        #expect(try read("312-555-0123 #12 #13") == "not_a_number")
        #expect(try read("312-555-0123 x12 x13") == "not_a_number")
        #expect(try read("312-555-0123 x12/13") == "+13125550123;ext=12 …")
    }

    @Test(
        "never turns a remark into digits",
        arguments: [
            "312-555-0123 (cell)", "(cell) 312-555-0123", "312-555-0123 cell", "312-555-0123 (main)", "312-555-0123 - Office",
            "Phone: 312-555-0123",
            "312-555-0123 (ask for Bob)", "Main Office 312-555-0123", "312-555-0123 M", "TOLL FREE: (312) 555-0123",
            "(Toll-Free) 312-555-0123",
        ])
    func remarks(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    @Test("reads a vanity number that is exactly as long as one dials") func vanity() throws {
        #expect(try read("1-800-FLOWERS") == "+18003569377")
        #expect(try read("800-GO-FEDEX") == "+18004633339")
        #expect(try read("+1 800 flowers") == "+18003569377")
        #expect(try read("312-555-HOME") == "+13125554663")
        #expect(try read("1-800-MATTRESS") == "unknown_words")
        #expect(try read("1-800-FLOWER") == "unknown_words")
        #expect(try read("1-100-FLOWERS") == "no_such_area_code")
        #expect(try read("FLOWERS") == "letters_only")
    }

    @Test(
        "takes unknown words for no number",
        arguments: ["312-555-0123 ab", "1800 Market St", "Suite 3125550123", "312 Oak Lane", "see 312-555-0123", "800 GO FEDEX now"])
    func unknownWords(text: String) throws {
        #expect(try read(text) == "unknown_words")
    }

    @Test("takes the first valid of several numbers and says so") func several() throws {
        for separator in [" / ", "/", ";", "; ", ", ", "|", "\n", "\r\n", " or ", " and ", " & ", " OR ", " \\ ", " C: ", " (office) "] {
            #expect(try read("312-555-0123\(separator)312-555-0199") == "+13125550123 …", "separator \(separator.debugDescription)")
            #expect(try read("555-0123\(separator)312-555-0199") == "+13125550199 …", "separator \(separator.debugDescription)")
            #expect(try read("3125550123\(separator)(312) 555-0199") == "+13125550123 …", "separator \(separator.debugDescription)")
        }
        #expect(try read("O: 312-555-0123 C: 312-555-0199") == "+13125550123 …")
        #expect(try read("312-555-0123 x1 / 312-555-0199 x2") == "+13125550123;ext=1 …")
        #expect(try read("312-555-0123/4") == "+13125550123 …")
        #expect(try read("3125550123;3125550199") == "+13125550123 …")
        #expect(try read("555-0123 / 555-0199") == "too_short")
    }

    @Test(
        "counts placeholders and remarks as no second number",
        arguments: ["N/A; 312-555-0123", "312-555-0123 / none", "312-555-0123; 0000000", "312-555-0123, main"])
    func oneOfOne(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    /// All numbers of a cell, each with its extension and what the cell says of it.
    private func all(_ text: String, region: String? = nil) throws -> [String] {
        var found: [String] = []
        var text = text
        let parser = try PhoneNumberParser()
        let region = try region.map { code throws(PhoneNumberError) in try PhoneRegion(code) }
        _ = text.withUTF8 { bytes in
            parser.read(bytes, in: region) { number, label in
                found.append(number.e164 + (number.extensionText.map { ";ext=\($0)" } ?? "") + (label.map { " \($0)" } ?? ""))
            }
        }
        return found
    }

    @Test("parts two numbers that nothing but a blank stands between, where there is one way to")
    func parted() throws {
        #expect(try read("312-555-0123 312-555-0199") == "+13125550123 …")
        #expect(try all("312 555 0123 312 555 0199") == ["+13125550123", "+13125550199"])
        #expect(try all("(312) 555-0123 (312) 555-0199 1-312-555-0177") == ["+13125550123", "+13125550199", "+13125550177"])
        #expect(try all("+1 312 555 0123 +44 20 7946 0958") == ["+13125550123", "+442079460958"])
        #expect(try all("+977 1-4443718+977 1-4446729,,") == ["+97714443718", "+97714446729"])
        #expect(try all("020 7946 0958 020 7946 0959", region: "GB") == ["+442079460958", "+442079460959"])
        #expect(try read("31255501233125550199") == "too_long")
        #expect(try read("312-555-0123 555-0199") == "too_long")
        #expect(try read("312 555 0123 312 555") == "too_long")
    }

    @Test("gives all numbers of a cell, whatever parts them, in their order")
    func everyNumber() throws {
        for separator in [" / ", ";", ", ", " ::: ", "\n", "|", " or ", " & "] {
            #expect(try all("312-555-0123\(separator)312-555-0199") == ["+13125550123", "+13125550199"], "\(separator.debugDescription)")
        }
        #expect(try all("312-555-0123 x1; 555-0199; 312-555-0177") == ["+13125550123;ext=1", "+13125550177"])
        #expect(try all("nothing") == [])
    }

    @Test(
        "knows which number of a cell is what",
        arguments: [
            ("Fax: 312-555-0123", ["+13125550123 fax"]), ("312-555-0123 (fax)", ["+13125550123 fax"]),
            ("F: 312-555-0123", ["+13125550123 fax"]),
            ("Office Fax 312-555-0123", ["+13125550123 fax"]), ("312-555-0123 fax", ["+13125550123 fax"]),
            ("Fax 312-555-0123 / Tel 312-555-0199", ["+13125550123 fax", "+13125550199 voice"]),
            ("Tel/Fax 312-555-0123", ["+13125550123 voice"]), ("Tel & Fax: 312-555-0123", ["+13125550123 voice"]),
            ("Tel:\nFax: 312-555-0123", ["+13125550123 fax"]),
            ("O: 312-555-0123 C: 312-555-0199 H: 312-555-0177", ["+13125550123 main", "+13125550199 mobile", "+13125550177 home"]),
            ("312-555-0123 cell 312-555-0199 home", ["+13125550123 mobile", "+13125550199 home"]),
            ("312-555-0123 (office) 312-555-0199 (cell)", ["+13125550123 main", "+13125550199 mobile"]),
            ("Tél. 312-555-0123", ["+13125550123 voice"]), ("Móvil 312-555-0123", ["+13125550123 mobile"]),
            ("toll free 800-555-0123", ["+18005550123 tollFree"]), ("312-555-0123 direct", ["+13125550123 direct"]),
        ])
    func labels(text: String, expected: [String]) throws {
        #expect(try all(text) == expected)
    }

    @Test("a cell of faxes alone holds no phone") func faxAlone() throws {
        #expect(try read("Fax: 312-555-0123") == "empty")
        #expect(try read("Fax: 312-555-0123; 312-555-0199") == "+13125550199 …")
    }

    @Test("reads the digits that are dialled behind ; and ,, as an extension, and no number as one")
    func dialled() throws {
        #expect(try read("312-555-0123;215") == "+13125550123;ext=215")
        #expect(try read("312-555-0123,,215") == "+13125550123;ext=215")
        #expect(try read("312-555-0123,,,0042") == "+13125550123;ext=0042")
        #expect(try read("312-555-0123;215; 312-555-0199") == "+13125550123;ext=215 …")
        #expect(try read("312-555-0123,215") == "+13125550123 …")
        #expect(try read("312-555-0123;5550199") == "+13125550123 …")
    }

    @Test("reads each cell in a region of its own, so that ten digits of another country never become American")
    func regionOfCell() throws {
        #expect(try all("81 8355 0123") == ["+18183550123"])
        #expect(try all("81 8355 0123", region: "MX") == ["+528183550123"])
        #expect(try all("91665 50123", region: "IN") == ["+919166550123"])
        #expect(try all("312-555-0123", region: "GB") == [])
        #expect(try all("+1 312 555 0123", region: "GB") == ["+13125550123"])
        #expect(try all("312-555-0123", region: "CA") == ["+13125550123"])
    }

    @Test("no mark that nobody sees makes a number invalid", arguments: ["+1\u{FE0E}-312-555-0123", "312\u{3164}555\u{3164}0123"])
    func unseen(text: String) throws {
        #expect(try read(text) == "+13125550123")
    }

    @Test(
        "takes every way to write nothing for empty",
        arguments: [
            "", " ", "-", "--", ".", "NA", "N/A", "n/a", "#N/A", "N.A.", "None", "null", "NOT AVAILABLE", "Unknown", "(blank)", "000000",
            "0000000000",
            "000-000-0000", "(000) 000-0000", "(___) ___-____", "( )   -", "0", "?", "TBD", "\u{A0}", "\n", "\"\"", "N/A / N/A", ";",
            "=\"\"", "nan",
        ])
    func empty(text: String) throws {
        #expect(try read(text) == "empty")
    }

    @Test("says what is wrong") func faults() throws {
        #expect(try read("555-0123") == "too_short")
        #expect(try read("310-1234", region: "CA") == "too_short")
        #expect(try read("78-379-2916") == "too_short")
        #expect(try read("312-555-01234") == "too_long")
        #expect(try read("+1 312 555 012") == "too_short")
        #expect(try read("+1 312 555 01234") == "too_long")
        #expect(try read("1234567890") == "no_such_area_code")
        #expect(try read("(999) 555-0123") == "no_such_area_code")
        #expect(try read("312-155-0123") == "no_such_exchange")
        #expect(try read("1-312-055-0123") == "no_such_exchange")
        #expect(try read("+999 12345678") == "no_such_country_code")
        #expect(try read("+44 20") == "too_short")
        #expect(try read("+44 99 9999 9999") == "unassigned")
        #expect(try read("info@example.com") == "letters_only")
        #expect(try read("ask the front desk") == "letters_only")
        #expect(try read("$312-555-0123") == "not_a_number")
        #expect(try read("312-555+0123") == "not_a_number")
        #expect(try read("312:555:0123") == "not_a_number")
        #expect(try read("312-555\0-0123") == "not_a_number")
        #expect(try read(String(repeating: "5", count: 600)) == "too_long")
        #expect(try read(String(repeating: "5", count: 6000)) == "too_long")
    }

    @Test("every fault has a message of its own, without digits of the number")
    func messages() {
        #expect(Set(PhoneNumberFault.allCases.map(\.message)).count == PhoneNumberFault.allCases.count)
        #expect(PhoneNumberFault.allCases.allSatisfy { $0.message.hasSuffix(".") })
    }

    @Test("takes fictional numbers for valid, as the metadata does") func fictional() throws {
        #expect(try read("312-555-0123") == "+13125550123")
    }

    @Test(
        "knows the area codes that have come since 2022",
        arguments: [
            "227", "235", "274", "324", "327", "329", "350", "353", "363", "369", "472", "557", "645", "686", "728", "730", "738", "748",
            "821", "835",
            "975", "983",
        ])
    func newAreaCodes(area: String) throws {
        #expect(try read("\(area)-210-4567") == "+1\(area)2104567")
        #expect(try read("+1 1 \(area) 210 4567") == "+1\(area)2104567")
        #expect(try read("001 \(area) 210 4567", region: "GB") == "+1\(area)2104567")
    }

    @Test("knows the three exchanges that are valid in part") func partial() throws {
        #expect(try read("246-521-1999") == "+12465211999")
        #expect(try read("246-521-2000") == "no_such_exchange")
        #expect(try read("246-522-0000") == "+12465220000")
        #expect(try read("246-522-1000") == "no_such_exchange")
        #expect(try read("876-606-0999") == "+18766060999")
        #expect(try read("876-606-1000") == "no_such_exchange")
    }

    @Test("reads foreign numbers behind a plus or an international prefix") func foreign() throws {
        #expect(try read("+44 20 7946 0958") == "+442079460958")
        #expect(try read("+44 (0)20 7946 0958 ext 004") == "+442079460958;ext=004")
        #expect(try read("011 44 20 7946 0958") == "+442079460958")
        #expect(try read("+49 (0) 30 / 901820") == "+4930901820")
        #expect(try read("+39 06 698 12345") == "+390669812345")
        #expect(try read("44 20 7946 0958") == "too_long")
        #expect(try read("020 7946 0958") != "+442079460958")
    }

    @Test("reads national numbers as a caller in its region dials them") func regions() throws {
        #expect(try read("020 7946 0958", region: "GB") == "+442079460958")
        #expect(try read("020 7946 0958 / 020 7946 0959", region: "gb") == "+442079460958 …")
        #expect(try read("030/901820", region: "DE") == "+4930901820")
        #expect(try read("+1 312 555 0123", region: "GB") == "+13125550123")
        #expect(try read("1-800-FLOWERS", region: "GB") == "unknown_words")
        #expect(try read("312-555-0123", region: "CA") == "+13125550123")
        #expect(try read("422-5678", region: "BS") == "+12424225678")
        #expect(try read("422-5678", region: "US") == "too_short")
    }

    @Test("refuses a region without a numbering plan", arguments: ["", "XX", "USA", "U", "1!", "ÄÖ", "001", "U\0"])
    func unknownRegion(region: String) {
        #expect(throws: PhoneNumberError.unknownRegion(region)) { try PhoneNumberParser(region: region) }
    }

    @Test("says how old its knowledge is") func metadata() {
        #expect(PhoneNumberMetadata.northAmericanRelease.split(separator: ".").count == 3)
        #expect(PhoneNumberMetadata.worldwideRelease?.split(separator: ".").allSatisfy { Int($0) != nil } == true)
    }
}
