import RefineryModel
import Testing

@testable import RefineryStages

/// What the country of a row does to its phones, its postcode and its state; addresses in one cell.
@Suite("Place of a row") struct RowPlaceTests {
    private static let header = "Company,Phone,City,State,Zip,Country"

    private func record(_ row: String, region: String = "US") throws -> [String: String] {
        try #require(
            try RefinedRows(header: Self.header, overrides: ["Country=country"], rows: [row]) { $0.region = region }.records.first)
    }

    @Test(
        "is where its numbers are dialled",
        arguments: [
            ("Monterrey Tools,81 8355 0123,,,,Mexico", "+528183550123", "MX"), ("Prints,91665 50123,,,,IND", "+919166550123", "IN"),
            ("Lamps,020 7946 0022,,,,UK", "+442079460022", "GB"), ("Teas,416-555-0101,,,,CA", "+14165550101", "CA"),
            ("Oats,937-555-0101,,,,U.S.A.", "+19375550101", "US"), ("Oats,937-555-0101,,,,", "+19375550101", nil),
            ("Far,+1 937 555 0101,,,,Germany", "+19375550101", "DE"),
        ] as [(String, String, String?)])
    func phones(row: String, phone: String, country: String?) throws {
        let record = try record(row)
        #expect(record["phone_e164"] == phone)
        #expect(record["country"] == country)
    }

    @Test("makes a number that is impossible in it invalid, with a warning, though it is valid at home") func impossible() throws {
        let record = try record("Far,312-555-0101,,,,United Kingdom")
        #expect(record["phone_e164"] == nil)
        #expect(record["phone_status"] == "invalid")
        #expect(record["processing_errors"] == #"[{"code":"phone_invalid","field":"business_phone","value":"312-555-0101"}]"#)
    }

    @Test("keeps postcodes and states of other countries as they are") func foreign() throws {
        let german = try record("Acme,,Dresden,Sachsen,1067,Deutschland")
        #expect(german["zip_code"] == "1067")
        #expect(german["state"] == "Sachsen")
        #expect(german["processing_errors"] == nil)
        let british = try record("Acme,,London,Greater London,sw1a 1aa,England")
        #expect(british["zip_code"] == "sw1a 1aa")
        let canadian = try record("Acme,,Toronto,Ontario,m5v2t6,Canada")
        #expect(canadian["zip_code"] == "M5V 2T6")
        #expect(canadian["state"] == "ON")
        let home = try record("Acme,,Boston,Massachusetts,2108,")
        #expect(home["zip_code"] == "02108")
        #expect(home["state"] == "MA")
    }

    @Test("is the region where the row says nothing") func region() throws {
        let record = try record("Acme,030 901820,Berlin,Berlin,10115.0,", region: "DE")
        #expect(record["phone_e164"] == "+4930901820")
        #expect(record["zip_code"] == "10115")
        #expect(record["state"] == "Berlin")
        #expect(record["country"] == nil)
        #expect(try self.record("Acme,(312) 555-0101,Chicago,Ill.,60601,USA", region: "DE")["state"] == "IL")
    }

    @Test("that is no country is said, and changes nothing") func unknown() throws {
        for text in ["Atlantis", "NA"] {
            let record = try record("Acme,312-555-0101,,,,\(text)")
            #expect(record["phone_e164"] == "+13125550101")
            #expect(record["country"] == nil)
            #expect(record["processing_errors"] == #"[{"code":"country_unknown","field":"country","value":"\#(text)"}]"#)
        }
    }

    @Test("reads a whole address into its parts, which those of own columns precede") func whole() throws {
        let header = "Company,Address,Zip"
        let rows = [
            #"Acme,"5 Harbor Dr, Suite 4, Duluth, MN 55802, USA","#, #"Acme,"5 Harbor Dr, Duluth, MN 55802",55803"#,
            "Acme,\"9 Quay St\r\nSeattle, WA 98101\",", #"Acme,"Marienplatz 1, 80331 München, Germany","#, "Acme,Suite 4,",
        ]
        let records = try RefinedRows(header: header, overrides: ["Address=business_address:full"], rows: rows).records
        #expect(
            records.map { $0["business_address"] } == [
                "5 Harbor Dr, Suite 4", "5 Harbor Dr", "9 Quay St", "Marienplatz 1, 80331 München, Germany", "Suite 4",
            ])
        #expect(records.map { $0["city"] } == ["Duluth", "Duluth", "Seattle", nil, nil])
        #expect(records.map { $0["state"] } == ["MN", "MN", "WA", nil, nil])
        #expect(records.map { $0["zip_code"] } == ["55802", "55803", "98101", "80331", nil])
        #expect(records.map { $0["country"] } == ["US", nil, nil, "DE", nil])
    }

    @Test("puts a second line behind the first") func secondLine() throws {
        let records = try RefinedRows(
            header: "Company,Line2,Address,Phone", overrides: ["Line2=business_address:line2", "Address=business_address"],
            rows: ["A,Suite 4,1 Main St,", "B,,1 Main St,", "C,Suite 4,,312-555-0101", "D,1 Main St,1 Main St,", "E,N/A,1 Main St,"]
        ).records
        #expect(records.map { $0["business_address"] } == ["1 Main St, Suite 4", "1 Main St", "Suite 4", "1 Main St", "1 Main St"])
    }

    @Test("takes the state out of a city that names it") func cityAndState() throws {
        let austin = try record(#"Acme,312-555-0101,"Austin, TX 78701",,,"#)
        #expect([austin["city"], austin["state"], austin["zip_code"]] == ["Austin", "TX", "78701"])
        let capital = try record(#"Acme,312-555-0101,"Washington, D.C.",DC,,"#)
        #expect([capital["city"], capital["state"]] == ["Washington", "DC"])
        let other = try record(#"Acme,312-555-0101,"Portland, Maine",OR,,"#)
        #expect([other["city"], other["state"]] == ["Portland, Maine", "OR"], "two states are not decided")
        #expect(try record(#"Acme,312-555-0101,"Cincinnati,",OH,,"#)["city"] == "Cincinnati")
        #expect(try record(#"Acme,,"München, Schwabing",,,DE"#)["city"] == "München, Schwabing")
    }

    @Test("writes its numbers as its country does, unless the column says otherwise") func numbers() throws {
        let header = "Company,Phone,Revenue,Country"
        let rows = ["A,,850.000,Germany", "B,,850.000,", "C,,\"850,000\","]
        let byCountry = try RefinedRows(header: header, overrides: ["Country=country"], rows: rows) { $0.requiredFields = [] }
        #expect(byCountry.records.map { $0["annual_revenue"] } == ["850000", "850", "850000"])
        let byColumn = try RefinedRows(header: header, overrides: ["Country=country"], rows: rows) {
            $0.requiredFields = []
            $0.format.decimalSigns = [.annualRevenue: .comma]
        }
        #expect(byColumn.records.map { $0["annual_revenue"] } == ["850000", "850000", "850"])
    }
}
