import RefineryModel
import Testing

@testable import RefineryStages

/// All of a contact's numbers and addresses, by rows.
@Suite("Phones and e-mails of a row") struct RowContactsTests {
    private static let header = "Company,Phone,Direct,Second,Cell,Fax,Ext,Mail,Mail2"
    private static let overrides = [
        "Company=business_name", "Phone=business_phone", "Direct=direct_phone", "Second=other_phones", "Cell=other_phones:mobile",
        "Fax=fax",
        "Ext=extension", "Mail=business_email", "Mail2=other_emails",
    ]

    private func refine(_ rows: String...) throws -> RefinedRows {
        try RefinedRows(header: Self.header, overrides: Self.overrides, rows: rows)
    }

    private func record(_ row: String) throws -> [String: String] {
        try #require(try refine(row).records.first)
    }

    @Test("keep every number, each once, the first of each kind in its column, with their roles") func all() throws {
        let record = try record("Acme,312-555-0101,312-555-0102,312-555-0103,312-555-0104,312-555-0105,9,a@a.example,b@a.example")
        #expect(record["phone_e164"] == "+13125550101")
        #expect(record["phone_extension"] == "9")
        #expect(record["direct_phone_e164"] == "+13125550102")
        #expect(record["direct_phone_extension"] == nil)
        #expect(record["other_phones"] == "+13125550103\n+13125550104")
        #expect(record["other_phone_roles"] == "second\nmobile")
        #expect(record["fax"] == "+13125550105")
        #expect(record["business_email"] == "a@a.example")
        #expect(record["other_emails"] == "b@a.example")
        #expect(record["phone_status"] == "valid")
        #expect(record["processing_errors"] == nil)
    }

    @Test("a second column stands in where the first is empty or invalid, and an invalid one is said") func standIn() throws {
        let empty = try record("Acme,,,312-555-0103,312-555-0104,,9,,b@a.example")
        #expect(empty["phone_e164"] == "+13125550103")
        #expect(empty["phone_extension"] == nil, "the extension is that of another number")
        #expect(empty["direct_phone_e164"] == "+13125550104")
        #expect(empty["other_phones"] == nil)
        #expect(empty["business_email"] == "b@a.example")
        #expect(empty["phone_status"] == "valid")
        let invalid = try record("Acme,123,n/a,312-555-0103,,,,nonsense,b@a.example")
        #expect(invalid["phone_e164"] == "+13125550103")
        #expect(invalid["phone_status"] == "valid")
        #expect(invalid["business_email"] == "b@a.example")
        #expect(
            invalid["processing_errors"]
                == #"[{"code":"email_malformed","field":"business_email","value":"nonsense"},{"code":"phone_invalid","field":"business_phone","value":"123"}]"#
        )
        let mobile = try RefinedRows(
            header: "Company,Phone,Cell", overrides: ["Cell=other_phones:mobile"], rows: ["A,,312-555-0104", "B,312-555-0101,312-555-0104"])
        #expect(mobile.records.map { $0["phone_e164"] } == ["+13125550104", "+13125550101"])
        #expect(mobile.records.map { $0["other_phones"] } == [nil, "+13125550104"])
    }

    @Test("several values of a cell all arrive, none twice") func cells() throws {
        let record = try record(
            "Acme,O: 312-555-0101 C: 312-555-0104,,312-555-0101 312-555-0103,312-555-0104;312-555-0199,,,A@a.example; b@a.example,\"b@a.example, c@a.example\""
        )
        #expect(record["phone_e164"] == "+13125550101")
        #expect(record["direct_phone_e164"] == "+13125550104", "the first mobile number stands in for the direct phone")
        #expect(record["other_phones"] == "+13125550103\n+13125550199")
        #expect(record["business_email"] == "a@a.example")
        #expect(record["other_emails"] == "b@a.example\nc@a.example")
    }

    @Test("a fax is never a phone, wherever it stands, and no other number is lost for it") func fax() throws {
        let cell = try record("Acme,Fax: 312-555-0105,,,,,,,")
        #expect(cell["fax"] == "+13125550105")
        #expect(cell["phone_e164"] == nil)
        #expect(cell["phone_status"] == "missing")
        let both = try record("Acme,Fax 312-555-0105 / Tel 312-555-0101,,312-555-0105,,,,,")
        #expect(both["phone_e164"] == "+13125550101")
        #expect(both["other_phones"] == nil, "a number that answers as a fax is not called")
        let two = try record("Acme,312-555-0101,,,,312-555-0105; 312-555-0106,,,")
        #expect(two["fax"] == "+13125550105")
        #expect(two["processing_errors"] == #"[{"code":"several_values","field":"fax","value":"+13125550106"}]"#)
        let required = try RefinedRows(header: "Company,Phone", rows: ["Acme,Fax: 312-555-0105"]) { $0.requiredFields = [.businessPhone] }
        #expect(required.rejects.map(\.code) == [.phoneMissing])
    }

    @Test("toll-free numbers among further ones are known by themselves") func tollFree() throws {
        #expect(try record("Acme,312-555-0101,,800-555-0103,,,,,")["other_phone_roles"] == "toll_free")
    }

    @Test(
        "an extension of its own column is read as people write it",
        arguments: [
            ("204", "204"), ("x204", "204"), ("Ext. 0204", "0204"), ("204.0", "204"), ("#9", "9"), ("", nil), ("0", nil), ("N/A", nil),
        ])
    func extensions(cell: String, expected: String?) throws {
        let record = try record("Acme,312-555-0101,,,,,\(cell),,")
        #expect(record["phone_extension"] == expected)
        #expect(record["processing_errors"] == nil)
    }

    @Test("the extension in the cell wins, and what is none is said") func oddExtensions() throws {
        #expect(try record("Acme,312-555-0101 x7,,,,,204,,")["phone_extension"] == "7")
        let odd = try record("Acme,312-555-0101,,,,,ask Bob,,")
        #expect(odd["phone_extension"] == nil)
        #expect(odd["processing_errors"]?.contains("ask Bob") == true)
    }

    @Test("each of two columns of extensions belongs to the phone before it, or to the one that its role says") func twoExtensions() throws
    {
        for (header, overrides) in [
            ("Company,Phone,Ext,Direct,Ext2", ["Ext=extension", "Ext2=extension"]),
            ("Company,Phone,Ext2,Ext,Direct", ["Ext=extension", "Ext2=extension:direct"]),
        ] {
            let isApart = header.hasSuffix("Ext2")
            let refined = try RefinedRows(
                header: header, overrides: overrides + ["Direct=direct_phone"],
                rows: [isApart ? "Acme,312-555-0101,1,312-555-0102,2" : "Acme,312-555-0101,2,1,312-555-0102"])
            #expect(refined.records.first?["phone_extension"] == "1", "\(header)")
            #expect(refined.records.first?["direct_phone_extension"] == "2", "\(header)")
        }
    }

    @Test("rows with equal numbers are one, whichever column they came from") func fingerprints() throws {
        let same = try refine(
            "Acme,312-555-0103,,,,,,a@a.example,", "Acme,,,312-555-0103,,,,a@a.example,", "Acme,123,,312-555-0103,,,,,A@a.example")
        #expect(Set(same.fingerprints).count == 1)
        let different = try refine("Acme,312-555-0103,,,,,,a@a.example,", "Acme,312-555-0101,,312-555-0103,,,,a@a.example,")
        #expect(Set(different.fingerprints).count == 2)
    }

    @Test("no two rows of different people become one, though they share further numbers and addresses") func people() throws {
        let header = "Company,Person,Phone,Phone2,Mail,Mail2"
        let overrides = ["Person=contact_name", "Phone2=other_phones", "Mail=business_email", "Mail2=other_emails"]
        let rows = ["Acme,Jo Day,,312-555-0101,,", "Acme,Bo Ray,312-555-0101,,,", "Acme,Al Kay,12,312-555-0101,,"]
        let refined = try RefinedRows(header: header, overrides: overrides, rows: rows)
        #expect(Set(refined.fingerprints).count == rows.count)
    }

    @Test("a strict e-mail is asked of what stands in, too") func strict() throws {
        let header = "Company,Mail,Mail2"
        let overrides = ["Mail=business_email", "Mail2=other_emails"]
        let refined = try RefinedRows(header: header, overrides: overrides, rows: ["A,bad,b@a.example", "B,bad,worse"]) {
            $0.requiredFields = [.businessEmail]
        }
        #expect(refined.records.map { $0["business_email"] } == ["b@a.example"])
        #expect(refined.rejects.map(\.code) == [.emailMalformed])
    }
}
