import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Text as a formula") struct TextFormulaTests {
    @Test(
        "means what stands in its quotes",
        arguments: [
            (#"="0123""#, "0123"), (#"="Slate, ""Stone"" & Co""#, #"Slate, "Stone" & Co"#), (#"="""#, ""),
            (#"=HYPERLINK("x")"#, #"=HYPERLINK("x")"#),
            (#"="a"&"b""#, #"="a"&"b""#), (#"=""#, #"=""#), ("=", "="), ("0123", "0123"),
        ])
    func text(cell: String, expected: String) {
        #expect(TextFormula.text(of: cell) == expected)
    }

    @Test("is undone in every field, and in cells that are no field") func everyField() throws {
        let refined = try RefinedRows(
            header: "Company,Email,Website,City,Phone,Zip,Notes",
            rows: [
                #""=""Slate, Stone""","=""desk@slate.example""",="slate.example",="Waco",="254-555-0101",="02110",="7""#
            ])
        let record = try #require(refined.records.first)
        #expect(record["business_name"] == "Slate, Stone")
        #expect(record["business_email"] == "desk@slate.example")
        #expect(record["website"] == "slate.example")
        #expect(record["city"] == "Waco")
        #expect(record["phone_e164"] == "+12545550101")
        #expect(record["zip_code"] == "02110")
        #expect(record["extra"] == #"{"Notes":"7"}"#)
    }

    @Test("a row that was encoded twice says so") func encodedTwice() throws {
        let refined = try RefinedRows(header: "Company,Phone", rows: ["CafÃ© RenÃ©e,312-555-0101", "Plain,312-555-0102"]) {
            $0.format.isEncodedTwice = true
        }
        #expect(refined.records.map { $0["business_name"] } == ["Café Renée", "Plain"])
        #expect(refined.records.map { $0["processing_errors"] } == [#"[{"code":"encoded_twice"}]"#, nil])
    }
}
