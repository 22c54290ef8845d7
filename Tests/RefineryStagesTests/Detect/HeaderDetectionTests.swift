import Testing

import RefineryModel

@testable import RefineryStages

@Suite("Header of a vendor") struct VendorHeaderTests {
    @Test("the schema with fifteen plain names maps whole") func mission() throws {
        let mapping = try map(
            "Company Name,Contact Name,Email Address,Street Address,City,State,Zip Code,County,Area Code,Phone Number,Website URL,Number of Employees,"
                + "Annual Revenue,SIC Code,SIC Description")
        #expect(
            mapping.fields == [
                .businessName, .contactName, .businessEmail, .businessAddress, .city, .state, .zipCode, .county, .areaCode, .businessPhone,
                .website,
                .employeeCount, .annualRevenue, .sicCode, .sicDescription,
            ])
    }

    @Test("the snake_case schema maps each name to itself") func snakeCase() throws {
        let header =
            "business_name,industry,employee_count,annual_revenue,business_phone,business_email,website,business_address,city,state,zip_code,sic_code,"
            + "naics_code,year_established,business_type"
        #expect(try map(header).fields.map(\.rawValue).joined(separator: ",") == header)
    }

    @Test("every field is known by its own name") func ownNames() throws {
        #expect(try map(Field.allCases.map(\.rawValue).joined(separator: ",")).fields == Field.allCases)
    }

    @Test(
        "the three generations of USBizData map whole",
        arguments: [
            "Company Name,Address,City,State,Zip,County,Phone,Contact First,Contact Last,Title,Direct Phone,Email,Website,Employee Range,Annual Sales,"
                + "SIC Code,Industry",
            "Company Name,Address,City,State,Zip,County,Phone,Contact First,Contact Last,Title,Direct Phone,Email,Website,Employee Count,Annual Sales,"
                + "SIC Code,Industry",
        ])
    func usBizData(header: String) throws {
        #expect(
            try map(header).fields == [
                .businessName, .businessAddress, .city, .state, .zipCode, .county, .businessPhone, .firstName, .lastName, .title,
                .directPhone, .businessEmail,
                .website, .employeeCount, .annualRevenue, .sicCode, .industry,
            ])
    }

    @Test("the oldest generation of USBizData maps whole") func usBizDataOld() throws {
        #expect(
            try map(
                "Company,Address,City,State,Zip,County,Phone,Website,Contact,Title,Direct Phone,Email,Sales,Employees,SIC Code,Industry"
            ).fields == [
                .businessName, .businessAddress, .city, .state, .zipCode, .county, .businessPhone, .website, .contactName, .title,
                .directPhone,
                .businessEmail, .annualRevenue, .employeeCount, .sicCode, .industry,
            ])
    }

    @Test("Salesgenie: combined phone, never the fax; primary SIC before the numbered one") func salesgenie() throws {
        let mapping = try map(
            "Date List Produced,Record Expiration Date,Company Name,Mailing Address,Mailing City,Mailing State,Mailing Zip Code,Mailing Zip 4,"
                + "Credit Rating Score,Location Employee Size Range,IUSA Number,Executive Last Name,Executive First Name,Executive Gender,Executive Title,"
                + "Fax Number Combined,Phone Number Combined,Primary SIC Code,Primary SIC Code Description,Location Sales Volume Range,SIC Code 1,"
                + "SIC Code Description 1,Lead Status,Tags")
        #expect(
            mapping.names(of: .businessPhone, .sicCode, .sicDescription) == [
                "Phone Number Combined", "Primary SIC Code", "Primary SIC Code Description",
            ])
        #expect(
            mapping.names(of: .zip4, .employeeCount, .annualRevenue) == [
                "Mailing Zip 4", "Location Employee Size Range", "Location Sales Volume Range",
            ])
        #expect(mapping.names(of: .firstName, .lastName, .title) == ["Executive First Name", "Executive Last Name", "Executive Title"])
        #expect(mapping.names(of: .fax) == ["Fax Number Combined"])
        #expect(mapping.columns.contains(.extra(name: "IUSA Number")))
    }

    @Test("Data Axle: the ZIP's last four digits apart, the phone beside a fax") func dataAxle() throws {
        let mapping = try map(
            "Company Name,Executive First Name,Executive Last Name,Address,City,State,ZIP Code,ZIP Four,County,Phone Number Combined,Fax Number Combined,"
                + "Location Employee Size Actual,Location Employee Size Range,Location Sales Volume Actual,Primary SIC Code,Primary NAICS,Company Website,"
                + "Year Established")
        #expect(mapping.names(of: .zipCode, .zip4) == ["ZIP Code", "ZIP Four"])
        #expect(mapping.names(of: .employeeCount, .annualRevenue) == ["Location Employee Size Actual", "Location Sales Volume Actual"])
        #expect(mapping.names(of: .naicsCode, .website, .yearEstablished) == ["Primary NAICS", "Company Website", "Year Established"])
    }

    @Test("D&B Hoovers: the eight-digit SIC, sales in dollars, and no D-U-N-S number as a phone") func hoovers() throws {
        let mapping = try map(
            "D-U-N-S® Number,Company Name,Tradestyle,Address Line 1,City,State Or Province,Postal Code,Phone,URL,Sales (USD),Employees (Single Site),"
                + "Employees (All Sites),US 8-Digit SIC Code,US 8-Digit SIC Description")
        #expect(mapping.names(of: .annualRevenue, .employeeCount) == ["Sales (USD)", "Employees (All Sites)"])
        #expect(mapping.names(of: .sicCode, .sicDescription) == ["US 8-Digit SIC Code", "US 8-Digit SIC Description"])
        #expect(mapping.columns[0] == .extra(name: "D-U-N-S® Number"))
        #expect(mapping.columns[9] == .field(.annualRevenue, multiplier: 1))
    }

    @Test("ZoomInfo: a revenue in thousands is multiplied") func zoomInfo() throws {
        let mapping = try map(
            "First Name,Last Name,Job Title,Direct Phone Number,Mobile phone,Email Address,Company Name,Website,Company HQ Phone,Revenue (in 000s USD),"
                + "Revenue Range,Employees,Employee Range,Primary Industry,Company Street Address,Company City,Company State,Company Zip Code"
        )
        #expect(mapping.columns[9] == .field(.annualRevenue, multiplier: 1000))
        #expect(mapping.names(of: .businessPhone, .directPhone) == ["Company HQ Phone", "Direct Phone Number"])
        #expect(mapping.names(of: .employeeCount, .industry) == ["Employees", "Primary Industry"])
    }

    @Test(
        "a unit in the header is the multiplier of the revenue",
        arguments: [
            ("Revenue (in 000s USD)", 1000), ("Annual Revenue (in thousands)", 1000), ("Sales ($ Millions)", 1_000_000),
            ("Sales Volume (000)", 1000),
            ("Annual Sales in 000s", 1000), ("Annual Revenue (USD)", 1), ("Revenue", 1),
        ])
    func multiplier(header: String, expected: Int64) throws {
        #expect(try map("Company,Phone,\(header)").columns[2] == .field(.annualRevenue, multiplier: expected))
    }

    @Test("Apollo: of seven phones the company's and the direct one; the account owner is no contact") func apollo() throws {
        let mapping = try map(
            "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Account Owner,First Phone,Work Direct Phone,Home Phone,Mobile Phone,"
                + "Corporate Phone,Other Phone,# Employees,Industry,Website,City,State,Country,Company Address,Company City,Company State,Company Country,"
                + "Company Phone,Annual Revenue")
        #expect(mapping.names(of: .businessPhone, .directPhone) == ["Company Phone", "Work Direct Phone"])
        #expect(mapping.names(of: .businessName, .businessEmail, .employeeCount) == ["Company", "Email", "# Employees"])
        #expect(mapping.names(of: .city, .state) == ["Company City", "Company State"])
        #expect(mapping.column(of: .contactName) == nil)
        #expect(mapping.columns.contains(.extra(name: "Account Owner")))
        let others = mapping.columns.enumerated().filter { $0.element.field == .otherPhones }
        #expect(others.map { mapping.names[$0.offset] } == ["First Phone", "Home Phone", "Mobile Phone", "Corporate Phone", "Other Phone"])
        #expect(others.map(\.element.role) == [.second, .home, .mobile, .second, .second])
    }

    @Test("the breweries' and the early childhood centres' headers need no help") func openData() throws {
        let breweries = try map(
            "id,name,brewery_type,street,city,state,postal_code,website_url,phone,created_at,updated_at,country,longitude,latitude")
        #expect(
            breweries.names(of: .businessName, .businessAddress, .zipCode, .website) == ["name", "street", "postal_code", "website_url"])
        let chicago = try map(
            "Id,Source,Site name,Address,Zip,Phone,Fax,Program Name,Agency,Director,Website,Executive Director,Email Address,Column,Column2"
        )
        #expect(chicago.names(of: .businessName, .zipCode, .businessPhone) == ["Site name", "Zip", "Phone"])
        #expect(chicago.names(of: .businessEmail, .contactName) == ["Email Address", "Executive Director"])
    }

    @Test("a file of domains maps once it is allowed to have no phone") func domains() throws {
        let header = "Domain name,Domain type,Organization name,Suborganization name,City,State,Security contact email"
        #expect(throws: MappingError.fieldsMissing([.businessPhone], headers: header.split(separator: ",").map(String.init))) {
            try map(header)
        }
        let mapping = try map(header, requiresPhone: false)
        #expect(
            mapping.names(of: .website, .businessName, .businessEmail) == ["Domain name", "Organization name", "Security contact email"])
    }

    @Test("a name is the business when nothing better is, else the contact") func name() throws {
        #expect(try map("Name,Phone").fields == [.businessName, .businessPhone])
        #expect(try map("Name,Company,Phone").fields == [.contactName, .businessName, .businessPhone])
    }

    @Test("a fax is never a phone, however it is written", arguments: ["Fax", "Fax Phone", "Phone (Fax)", "Telephone/Fax", "fax_number"])
    func fax(header: String) {
        #expect(throws: MappingError.self) { try map("Company,City,\(header)") }
    }

    @Test(
        "traces of owners and addresses are never stored",
        arguments: [
            "owner_trace_data", "Owner Trace Data", "addressTraceHistory", "OWNERSHIP HISTORY", "trace-verification", "ownership_history_2",
        ])
    func neverStored(header: String) throws {
        #expect(try map("Company,Phone,\(header)").columns[2] == .neverStored(name: header))
        #expect(throws: MappingError.neverStored(header)) {
            try map("Company,Phone,\(header)", [MappingOverride(column: .named(header), target: .extra)])
        }
        #expect(throws: MappingError.neverStored(header)) {
            try map("Company,Phone,\(header)", [MappingOverride(column: .numbered(3), target: .field(.title))])
        }
    }

    @Test(
        "case, punctuation and spaces of a header do not matter",
        arguments: ["COMPANY NAME", "company_name", "CompanyName", " Company-Name: ", "\u{FEFF}Company Name"])
    func spelling(header: String) throws {
        #expect(try map("\(header),Phone").columns[0].field == .businessName)
    }

    @Test("blank and repeated headers get names of their own") func distinctNames() throws {
        let mapping = try map("Company,Phone,Notes,,Notes,Notes_2,,Notes")
        #expect(mapping.names == ["Company", "Phone", "Notes", "column_4", "Notes_3", "Notes_2", "column_7", "Notes_4"])
    }
}

@Suite("Header in another language") struct ForeignHeaderTests {
    @Test("maps without help in German, Spanish and French")
    func languages() throws {
        let german = try map(
            "Firma,Ansprechpartner,Vorname,Nachname,Telefon,Mobil,E-Mail,Straße,PLZ,Ort,Webseite,Mitarbeiter,Umsatz,Branche,Gründungsjahr")
        #expect(
            german.fields == [
                .businessName, .contactName, .firstName, .lastName, .businessPhone, .directPhone, .businessEmail, .businessAddress,
                .zipCode,
                .city, .website, .employeeCount, .annualRevenue, .industry, .yearEstablished,
            ])
        let spanish = try map("Empresa,Teléfono,Correo electrónico,Dirección,Ciudad,Estado,Código postal,Sitio web")
        #expect(
            spanish.fields == [.businessName, .businessPhone, .businessEmail, .businessAddress, .city, .state, .zipCode, .website])
        let french = try map("Société,Téléphone,Courriel,Adresse,Ville,Code postal,Site web")
        #expect(french.fields == [.businessName, .businessPhone, .businessEmail, .businessAddress, .city, .zipCode, .website])
    }

    @Test(
        "is known with and without its special letters, in any case",
        arguments: [
            ("FIRMENNAME", Field.businessName), ("Unternehmen", .businessName), ("STRASSE", .businessAddress),
            ("Strasse", .businessAddress),
            ("Telefonnummer", .businessPhone), ("E-Mail-Adresse", .businessEmail), ("Postleitzahl", .zipCode), ("Stadt", .city),
            ("Internet", .website), ("Mitarbeiterzahl", .employeeCount), ("Entreprise", .businessName), ("TELEFONO", .businessPhone),
            ("Direccion", .businessAddress), ("societe", .businessName),
        ])
    func spelling(header: String, field: Field) throws {
        #expect(HeaderSynonyms.rank(of: HeaderKey(header), for: field) != nil)
    }

    @Test("stands behind an English one") func ranking() throws {
        let mapping = try map("Firma,Company,Telefon,Phone,Bundesland,Land,State")
        #expect(mapping.names(of: .businessName, .businessPhone, .state) == ["Company", "Phone", "State"])
        #expect(mapping.names(of: .country) == ["Land"])
    }

    @Test("takes a bare list of numbers when the business name is waived") func withoutName() throws {
        let numbers = [["312-555-0101"], ["312-555-0102"]]
        let phone = try [MappingOverride("#1=business_phone")]
        #expect(throws: MappingError.fieldsMissing([.businessName], headers: ["column_1"])) {
            try HeaderDetection.find(in: numbers, overrides: phone, hasHeader: nil, requiresPhone: true)
        }
        let found = try HeaderDetection.find(in: numbers, overrides: phone, hasHeader: nil, requiresName: false, requiresPhone: true)
        #expect(found.headerRecordIndex == nil)
        #expect(found.mapping.fields == [.businessPhone])
    }

    @Test("maps 100,000 columns in little more than ten times the time of 10,000", .timeLimit(.minutes(10))) func manyColumns() throws {
        func time(of columns: Int) throws -> Duration {
            let header = ["Company", "Phone"] + (0..<columns).map { "Measure \($0)" }
            let start = ContinuousClock.now
            let found = try HeaderDetection.find(in: [header], overrides: [], hasHeader: true, requiresPhone: true)
            #expect(found.columnCount == columns + 2)
            return ContinuousClock.now - start
        }
        // What looks at all other columns for each takes a hundred times as long. Tests beside it take turns of the processor.
        let few = try min(time(of: 10_000), time(of: 10_000))
        #expect(try time(of: 100_000) < few * 50)
    }

    @Test("is found below lines that are not the header") func preamble() throws {
        let records = [
            ["Adressliste Mittelstand", "", "", ""], ["Stand: 01.03.2026", "Quelle: Musterverlag (erfunden)", "", ""],
            ["Firma", "E-Mail", "Telefon", "Ort"], ["Bäckerei Grünwald GmbH", "info@gruenwald.example.com", "+49 30 23125001", "Berlin"],
        ]
        let found = try HeaderDetection.find(in: records, overrides: [], hasHeader: nil, requiresPhone: true)
        #expect(found.headerRecordIndex == 2)
        #expect(found.mapping.fields == [.businessName, .businessEmail, .businessPhone, .city])
    }
}

@Suite("Search for the header") struct HeaderSearchTests {
    private let header = ["Company Name", "City", "Phone", "Email"]
    private let rows = [["Acme", "Chicago", "(312) 555-0123", "joe@acme.com"], ["Beta", "Benicia", "707-297-0211", ""]]

    @Test("skips a preamble") func preamble() throws {
        let records = [["List produced for Acme, Inc."], [""], ["Company:", "Acme Data"], ["Count:", "2", "", ""], header] + rows
        #expect(try find(records).headerRecordIndex == 4)
    }

    @Test("finds none behind the twentieth record") func tooLate() {
        let records = [[String]](repeating: ["Preamble text", "", "", ""], count: 20) + [header] + rows
        #expect(throws: MappingError.noHeader(searched: 20, columnCount: 4)) { try find(records) }
    }

    @Test("is not misled by data that happen to be words of a header") func dataWithWords() throws {
        let row = ["Website", "Company", "312-555-0123", "Owner", "Phone"]
        #expect(throws: MappingError.noHeader(searched: 2, columnCount: 5)) { try find([row, row]) }
        #expect(try find([["Company", "Type", "Phone", "Title", "Site"], row, row]).headerRecordIndex == 0)
    }

    @Test("finds a header in words it does not know, so that the error can name them") func unknownWords() {
        let records = [["Yritys", "Kunta", "Puhelin"], ["Acme", "Turku", "0221 123456"], ["Beta", "Oulu", "0228 123456"]]
        #expect(throws: MappingError.fieldsMissing([.businessName], headers: ["Yritys", "Kunta", "Puhelin"])) {
            try find(records)
        }
    }

    @Test("follows the user: with a header, without one, by column numbers") func told() throws {
        #expect(throws: MappingError.noHeader(searched: 2, columnCount: 2)) { try find([["a", "b"], ["c", "d"]]) }
        let numbers = try [MappingOverride("#1=business_name"), MappingOverride("#3=business_phone"), MappingOverride("#4=ignore")]
        for hasHeader in [nil, false] {
            let found = try find(rows, numbers, hasHeader: hasHeader)
            #expect(found.headerRecordIndex == nil)
            #expect(
                found.mapping.columns == [
                    .field(.businessName, multiplier: 1), .extra(name: "column_2"), .field(.businessPhone, multiplier: 1),
                    .neverStored(name: "column_4"),
                ])
        }
        #expect(try find([["A", "B", "C", "D"]] + rows, numbers, hasHeader: true).headerRecordIndex == 0)
    }

    @Test("recognizes a header by the names the user gives") func byOverride() throws {
        let overrides = try [MappingOverride("Yritys=business_name"), MappingOverride("puhelin=business_phone")]
        let found = try find([["Lista"], ["Yritys", "Kunta", "Puhelin"], ["Acme", "Turku", "0221 123456"]], overrides)
        #expect(found.headerRecordIndex == 1)
        #expect(found.mapping.fields == [.businessName, .businessPhone])
    }

    @Test("an override takes a field from the column that had it") func overrideWins() throws {
        let rows = [["Acme Inc", "Acme", "(312) 555-0123", "(312) 555-0124"], ["Beta LLC", "Beta", "707-297-0211", "707-297-0212"]]
        let found = try find(
            [["Company", "DBA", "Phone", "Mobile"]] + rows, [MappingOverride("DBA=business_name"), MappingOverride("Phone=extra")])
        #expect(found.mapping.columns[0] == .extra(name: "Company"))
        #expect(found.mapping.fields == [.businessName, .directPhone])
    }

    @Test("fits the header to its rows: blank columns at the end go, blank cells at the end of every row get a name") func width() throws {
        #expect(try find([header + ["", ""]] + rows).columnCount == 4)
        #expect(try find([header] + rows.map { $0 + [""] }).mapping.names.last == "column_5")
        #expect(try find([header] + rows.map { $0 + ["x"] }).columnCount == 4)
    }

    @Test("an empty file and a file of blanks say so") func empty() {
        #expect(throws: MappingError.empty) { try find([]) }
        #expect(throws: MappingError.empty) { try find([["", " "], [""]]) }
    }

    @Test("a header alone maps") func headerOnly() throws {
        #expect(try find([header]).mapping.fields == [.businessName, .city, .businessPhone, .businessEmail])
    }

    @Test("what stands before and behind a person's name is told from what stands so beside streets and numbers") func besideNames() throws
    {
        let mapping = try map(
            "Company,Salutation,First Name,Last Name,Suffix,Street Name,Street Suffix,Phone Prefix,Phone,name_prefix_2,Email Suffix Code")
        #expect(mapping.names(of: .namePrefix, .nameSuffix) == ["Salutation", "Suffix"])
        let german = try map("Firma,Anrede,Vorname,Nachname,Telefon")
        #expect(german.names(of: .namePrefix) == ["Anrede"])
    }

    @Test(
        "a list of rejects means what the file meant, roles too",
        arguments: [
            ("Company,Phone,Mobile,Home Phone,Phone 2,Fax,Email,Personal Email,Address,Address 2,City", []),
            (
                "Firm,Tel A,Tel B,Tel C,Tel D,Mail A,Mail B",
                [
                    "Firm=business_name", "Tel A=business_phone", "Tel B=direct_phone:mobile", "Tel C=other_phones:home",
                    "Tel D=other_phones:home",
                    "Mail A=business_email", "Mail B=other_emails:personal",
                ]
            ),
            ("Company,Phone,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mobile,Ext,Direct Ext", ["Direct Ext=extension:direct"]),
            ("Company,Where,More,Phone,Mobile", ["Where=business_address:full", "More=business_address:line2", "Mobile=extra"]),
            ("Company,Revenue (in 000s USD),Phone,Cell Phone,Toll Free,Notes", ["Notes=ignore", "Cell Phone=other_phones:mobile"]),
            ("Account,Prefix,First,Last,Suffix,Assistant Phone,Work Phone,Other Phone,Other Email", []),
        ] as [(String, [String])])
    func rejectRoles(header: String, overrides: [String]) throws {
        let mapping = try map(header, overrides.map { try MappingOverride($0) })
        let names = RejectColumns.names + [TableColumns.line] + RejectColumns.header(of: mapping)
        let again = try HeaderDetection.find(in: [names], overrides: [], hasHeader: true, requiresPhone: false).mapping
        let meant = again.columns.dropFirst(6).map { ColumnMeans($0) }
        #expect(meant == mapping.columns.map { ColumnMeans($0) }, "\(names)")
    }

    /// What becomes of a column, whatever it is called.
    private struct ColumnMeans: Equatable {
        let field: Field?
        let role: ColumnRole?
        let multiplier: Int64

        init(_ use: ColumnUse) {
            (field, role) = (use.field, use.role)
            if case .field(_, let times, _) = use { multiplier = times } else { multiplier = 1 }
        }
    }

    @Test(
        "a header in two lines, the second one in another language, is one",
        arguments: [
            (
                [["Company", "Phone", "City"], ["公司名称", "电话", "城市"], ["Acme", "010-1234567", "Oslo"], ["Bolt", "010-7654321", "Rome"]], 2
            ),
            (
                [
                    ["Firma", "Telefon", "Ort"], ["Company", "Phone", "City"], ["Acme", "010-1234567", "Oslo"],
                    ["Bolt", "010-7654321", "Rome"],
                ], 2
            ),
            // Rows in another script, with data and without; a header that is repeated; a row that lacks its number.
            ([["Company", "Phone", "City"], ["腾讯", "010-1234567", "深圳"], ["阿里", "010-7654321", "杭州"], ["百度", "010-7654322", "北京"]], 1),
            ([["Company", "City", "Contact"], ["腾讯", "深圳", "马化腾"], ["阿里", "杭州", "马云"], ["百度", "北京", "李彦宏"]], 1),
            ([["Company", "Phone"], ["company", "PHONE"], ["Acme", "010-1234567"], ["Bolt", "010-7654321"]], 1),
            (
                [["Company", "Phone", "City"], ["Acme", "", "Oslo"], ["Bolt", "010-7654321", "Rome"], ["Coil", "010-7654322", "Rome"]], 1
            ),
        ] as [([[String]], Int)])
    func twoLines(records: [[String]], firstRow: Int) throws {
        var choices = ReadingChoices()
        choices.requiresPhone = false
        #expect(try HeaderDetection.place(in: records, choices).firstRow == firstRow)
    }

    @Test("survives a header of ten thousand columns") func tenThousandColumns() {
        let headers = (1...10_000).map { "Field \($0)" }
        let error = #expect(throws: MappingError.self) { try find([headers], hasHeader: true) }
        #expect((error?.summary.count ?? .max) < 3000)
    }

    private func find(_ records: [[String]], _ overrides: [MappingOverride] = [], hasHeader: Bool? = nil) throws -> DetectedHeader {
        try HeaderDetection.find(in: records, overrides: overrides, hasHeader: hasHeader, requiresPhone: true)
    }
}

private func map(_ header: String, _ overrides: [MappingOverride] = [], requiresPhone: Bool = true) throws -> Mapping {
    let columns = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return try HeaderDetection.find(in: [columns], overrides: overrides, hasHeader: true, requiresPhone: requiresPhone).mapping
}

extension Mapping {
    /// The headers of the columns that hold these fields.
    fileprivate func names(of fields: Field...) -> [String?] {
        fields.map { column(of: $0).map { names[$0] } }
    }
}
