import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStages

@Suite("Refiner") struct RefinerTests {
    private static let header =
        "Company Name,Contact Name,Email Address,Street Address,City,State,Zip Code,County,Area Code,Phone Number,Website URL,"
        + "Number of Employees,Annual Revenue,SIC Code,SIC Description"

    /// One row under the usual header.
    private func refine(_ row: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> RefinedRows {
        try RefinedRows(header: Self.header, rows: [row], change)
    }

    @Test("makes a record of a row, every field in its column") func whole() throws {
        let refined = try refine(
            #"  Acme   "Best" Co ,Jane  Doe,Jane.Doe@ACME.example,1 Main St.,boston,Massachusetts,2110,Suffolk,617,555-0123 x12,WWW.Acme.Example/,5 to 9,"$500,000 - $1 Million",752,Test Labs"#
        )
        #expect(refined.rejects.isEmpty)
        let record = try #require(refined.records.first)
        let expected: [(String, String?)] = [
            ("id", "\(3 << 32 + 11)"), ("row_number", "11"), ("contact_name", "Jane Doe"), ("business_email", "jane.doe@acme.example"),
            ("phone_e164", "+16175550123"), ("phone_extension", "12"), ("phone_status", "valid"), ("direct_phone_e164", nil),
            ("business_address", "1 Main St."), ("city", "boston"), ("state", "MA"), ("zip_code", "02110"), ("county", "Suffolk"),
            ("employee_count", "5"), ("employee_count_high", "9"), ("employee_count_text", "5 to 9"), ("annual_revenue", "500000"),
            ("annual_revenue_high", "1000000"), ("annual_revenue_text", "$500,000 - $1 Million"), ("sic_description", "Test Labs"),
            ("extra", nil), ("processing_errors", nil), ("year_established", nil), ("business_name", #"Acme "Best" Co"#),
        ]
        for (column, text) in expected { #expect(record[column] == text, "\(column)") }
        #expect(record["website"]?.contains("acme.example") == true)
        #expect(record["sic_code"]?.hasSuffix("752") == true)
    }

    /// Texts of which each field can read one.
    private static let specimens = ["Acme", "jo@a.example", "617 555 0123", "7311", "MA", "02110", "www.acme.example", "541810", "1987"]

    @Test("brings each field of a file to its column", arguments: Field.allCases.filter { !$0.isPart })
    func fields(field: Field) throws {
        let header = field == .businessName ? "business_name,note" : "business_name,\(field.rawValue)"
        let found = try Self.specimens.contains { text in
            // Of further phones and e-mails the first one would take the place of what is missing.
            let first = field == .otherPhones ? "212 555 0100" : field == .otherEmails ? "first@a.example" : ""
            let row = (field == .businessName ? "\(text)," : "Some Firm,\(text)") + ",\(first)"
            let refined = try RefinedRows(
                header: "\(header),first",
                overrides: [
                    "#2=\(field == .businessName ? "extra" : field.rawValue)",
                    "#3=\(field == .otherPhones ? "business_phone" : field == .otherEmails ? "business_email" : "extra")",
                ], rows: [row])
            return refined.records.first?[field.column.rawValue] != nil
        }
        #expect(found, "\(field.rawValue) comes to nothing")
    }

    @Test("keeps a contact with a malformed e-mail that has a phone or an address, with a warning, unless it is to be strict")
    func malformedEmail() throws {
        for row in ["Acme,,not an address,,,,,,,6175550123,,,,,", "Acme,,not an address,1 Main St,Boston,MA,02108,,,,,,,,"] {
            let refined = try refine(row)
            #expect(refined.rejects.isEmpty, "\(row)")
            #expect(refined.records.first?["business_email"] == nil)
            #expect(refined.records.first?["processing_errors"]?.contains("email_malformed") == true)
        }
        let row = "Acme,,not an address,,,,,,,6175550123,,,,,"
        for change: (inout ImportOptions) -> Void in [{ $0.strictFields = [.businessEmail] }, { $0.requiredFields = [.businessEmail] }] {
            #expect(try refine(row, change).rejects.map(\.code) == [.emailMalformed])
        }
    }

    @Test(
        "where it is to be strict, a phone that cannot be called and a place that cannot be read reject a row that is reached otherwise",
        arguments: [
            (Field.businessPhone, "Acme,,a@b.example,,,,,,,12,,,,,", IssueCode.phoneInvalid),
            (.businessAddress, "Acme,,a@b.example,1 Main St,Boston,Nowhere,02108,,,6175550123,,,,,", .stateUnknown),
            (.businessAddress, "Acme,,a@b.example,1 Main St,Boston,MA,x,,,6175550123,,,,,", .zipMalformed),
        ])
    func strict(about field: Field, row: String, code: IssueCode) throws {
        #expect(try refine(row).rejects.isEmpty)
        #expect(try refine(row) { $0.strictFields = [field] }.rejects.map(\.code) == [code])
        let other: Field = field == .businessPhone ? .businessAddress : .businessPhone
        #expect(try refine(row) { $0.strictFields = [other] }.rejects.isEmpty)
    }

    @Test(
        "rejects a row that cannot become a record, with field, value and code",
        arguments: [
            (",,a@b.example,,,,,,,6175550123,,,,,", IssueCode.businessNameMissing, "business_name" as String?, nil as String?),
            ("N/A,,a@b.example,,,,,,,6175550123,,,,,", .businessNameMissing, "business_name", nil),
            ("Acme,,not an address,,,,,,,,,,,,", .emailMalformed, "business_email", "not an address"),
            ("Acme,Jo", .rowTooShort, nil, nil),
            ("Acme,,a@b.example,,,,,,,6175550123,,,,,,shifted", .rowTooLong, nil, nil),
        ])
    func rejects(row: String, code: IssueCode, field: String?, value: String?) throws {
        let refined = try refine(row)
        #expect(refined.records.isEmpty)
        let reject = try #require(refined.rejects.first)
        #expect(reject.code == code)
        #expect(reject.field?.rawValue == field)
        #expect(value == nil || reject.value == value)
        #expect(reject.raw == row)
        #expect(reject.row == 11)
        #expect(reject.byteOffset == 1000)
        #expect(reject.message.hasSuffix("."))
    }

    @Test("keeps a record with an invalid phone, unless a phone is required") func invalidPhone() throws {
        let row = "Acme,,a@b.example,,,,,,,123,,,,,"
        let kept = try refine(row)
        #expect(kept.records.first?["phone_status"] == "invalid")
        #expect(kept.records.first?["phone_e164"] == nil)
        #expect(kept.records.first?["processing_errors"] == #"[{"code":"phone_invalid","field":"business_phone","value":"123"}]"#)
        let rejected = try refine(row) { $0.requiredFields = [.businessPhone] }
        #expect(rejected.rejects.map(\.code) == [.phoneInvalid])
        #expect(rejected.rejects.map(\.value) == ["123"])
        let missing = try refine("Acme,,a@b.example,,,,,,,,,,,,") { $0.requiredFields = [.businessPhone] }
        #expect(missing.rejects.map(\.code) == [.phoneMissing])
    }

    @Test(
        "rejects what lacks a required field",
        arguments: [
            (Field.businessEmail, IssueCode.emailMissing), (.city, .fieldMissing), (.employeeCount, .fieldMissing),
            (.sicCode, .fieldMissing),
        ])
    func required(field: Field, code: IssueCode) throws {
        let refined = try refine("Acme,,,,,,,,,6175550123,,,,,") { $0.requiredFields = [field] }
        #expect(refined.rejects.map(\.code) == [code])
        #expect(refined.rejects.map(\.field) == [field])
    }

    @Test(
        "drops what cannot be parsed and says so on the record, and never guesses",
        arguments: [
            ("Acme,,,,,Nowhere,,,,6175550123,,,,,", "state", "state_unknown"),
            ("Acme,,,,,,1234567,,,6175550123,,,,,", "zip_code", "zip_malformed"),
            ("Acme,,,,,,,,,6175550123,not a site,,,,", "website", "website_malformed"),
            ("Acme,,,,,,,,,6175550123,,many,,,", "employee_count", "employee_count_malformed"),
            ("Acme,,,,,,,,,6175550123,,,a lot,,", "annual_revenue", "annual_revenue_malformed"),
            ("Acme,,,,,,,,,6175550123,,,,x1,", "sic_code", "sic_malformed"),
        ])
    func warnings(row: String, field: String, code: String) throws {
        let record = try #require(try refine(row).records.first)
        #expect(record[field] == nil)
        #expect(record["processing_errors"]?.contains(#""code":"\#(code)","field":"\#(field)""#) == true, "\(record)")
    }

    @Test("lets empty cells behind the last column pass, for they shift nothing") func trailingDelimiters() throws {
        let refined = try refine("Acme,,a@b.example,,,,,,,6175550123,,,,,,,,")
        #expect(refined.records.count == 1)
    }

    @Test("reads a row in Windows-1252 among rows in UTF-8, and notes it") func mixedEncodings() throws {
        let rows = [Array("Zoë,zoe@a.example".utf8), Array("Z".utf8) + [0xF6] + Array("b,b@a.example".utf8)]
        let refined = try RefinedRows(header: "Company Name,Email", rows: rows)
        #expect(refined.records.map { $0["business_name"] } == ["Zoë", "Zöb"])
        #expect(refined.records.map { $0["processing_errors"] } == [nil, #"[{"code":"not_utf8"}]"#])
    }

    @Test("leaves NUL bytes out of records and rejects, and notes it") func nul() throws {
        let rows = [Array("Ac\0me,a@b.example".utf8), Array(",\0a@b.example".utf8)]
        let refined = try RefinedRows(header: "Company Name,Email", rows: rows)
        #expect(refined.records.first?["business_name"] == "Acme")
        #expect(refined.records.first?["processing_errors"] == #"[{"code":"nul_bytes_dropped"}]"#)
        #expect(refined.rejects.map(\.raw) == [",a@b.example"])
    }

    @Test("keeps columns without a field as JSON under their names") func extras() throws {
        let refined = try RefinedRows(
            header: "Company Name,Email,Größe,Say \"it\",Empty", rows: [#"Acme,a@b.example,5 µm,"a ""b"" \ c",-"#, "Beta,b@b.example,,,"])
        let json = try #require(refined.records.first?["extra"])
        let object = try JSONDecoder().decode([String: PrintedJSON].self, from: Data(json.utf8))
        #expect(object["Größe"] == .text("5 µm"))
        #expect(object.values.contains(.text(#"a "b" \ c"#)))
        #expect(refined.records[1]["extra"] == nil)
    }

    @Test("stores nothing of a trace column: not in records, not in rejects, the shape kept") func neverStored() throws {
        let header = "Company Name,owner_trace_data,Email,address_trace_history,City"
        let refined = try RefinedRows(
            header: header,
            rows: [
                "Acme,SECRET1,a@b.example,SECRET2,Boston", #","SECRET ""1"", x",a@b.example,"SECRET2","Bos,ton""#,
                "Acme,SECRET1,nonsense,SECRET2,Boston", "Acme,SECRET1", "SECRET1,a@b.example,SECRET2,Boston",
                "Acme,shift,SECRET1,a@b.example,SECRET2,Boston",
            ])
        #expect(refined.records.count == 1)
        #expect(refined.rejects.map(\.raw) == [#",,a@b.example,,"Bos,ton""#, "Acme,,nonsense,,Boston", ",", ",,,", "Acme,,,,,"])
        let everything = "\(refined.records) \(refined.rejects)"
        #expect(!everything.contains("SECRET"), "\(everything)")
        let ignored = try RefinedRows(header: "Company Name,Email,Notes", overrides: ["Notes=ignore"], rows: [",a@b.example,SECRET"])
        #expect(ignored.rejects.map(\.raw) == [",a@b.example,"])
    }

    @Test("gives rows with the same e-mail and phone one fingerprint, however they are written") func fingerprints() throws {
        let same = try RefinedRows(
            header: "Company Name,Email,Phone,Direct Phone",
            rows: ["A,Jo@X.example,(617) 555-0123,", "B, jo@x.EXAMPLE ,1-617-555-0123,", "C,jo@x.example,,6175550123"])
        #expect(Set(same.fingerprints).count == 1)
        let different = try RefinedRows(
            header: "Company Name,Email,Phone,Street,Zip",
            rows: [
                "A,jo@x.example,6175550123,,", "A,,6175550123,,", "A,jo@x.example,,,", "A,,,1 Main,02110", "A,,,2 Main,02110",
                "B,,,1 Main,02110",
            ])
        #expect(Set(different.fingerprints).count == 6)
        let folded = try RefinedRows(header: "Company Name,Email,Street,Zip", rows: ["A.B.C.,,1 Main,02110", "ABC,,1 Main,02110-1234"])
        #expect(Set(folded.fingerprints).count == 1)
    }

    @Test("refuses bytes that hold another number of rows than was counted") func rowCount() throws {
        #expect(throws: RefineError.rowCountMismatch(expected: 1, found: 2)) {
            _ = try RefinedRows(header: "Company Name,Email", rows: ["A,a@b.example\nB,b@b.example"])
        }
    }

    @Test("gives the same for a row, whatever rows stand before it") func independence() throws {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        let rows = [
            "Acme,Jo,jo@a.example,1 Main,Boston,MA,02110,,617,555-0123,a.example,5,$1M,7311,Ads", ",,,,,,,,,,,,,,", "short",
            "Zoë,,bad@,,,,,,,,,,,,",
            #""Quo""ted, Inc",,q@a.example,,,,,,,,,,,,"#, "Acme,,,,,,,,,12,,,,,",
        ]
        let alone = try rows.map { try RefinedRows(header: Self.header, rows: [$0]) }
        for _ in 0..<20 {
            let order = rows.indices.shuffled(using: &generator)
            let together = try RefinedRows(header: Self.header, rows: order.map { rows[$0] })
            #expect(together.rejects.map(\.code) == order.flatMap { alone[$0].rejects.map(\.code) }, "seed \(seed)")
            #expect(together.fingerprints == order.flatMap { alone[$0].fingerprints }, "seed \(seed)")
            #expect(
                together.records.map { $0["processing_errors"] } == order.flatMap { alone[$0].records.map { $0["processing_errors"] } },
                "seed \(seed)")
        }
    }
}
