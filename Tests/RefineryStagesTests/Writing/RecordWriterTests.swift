import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStages

@Suite("Records as people write them") struct RecordWriterTests {
    private static let file = "Company,Contact,Email,Phone,Street,City,State\n"
    private static let loud =
        file + "ACME PLUMBING LLC,\"O'BRIEN, MARY\",,312-555-0123,12 NORTH MAIN STREET SUITE 4,ST LOUIS,MO\n"
        + "MÜLLER & SÖHNE GMBH,ANN & BOB LEE,,,1 ELM AVENUE,CHICAGO,IL\nZed Inc,,,,,,\n"

    private final class Rows: RecordSink {
        private(set) var values: [[String: String]] = []
        private(set) var fingerprints: [Fingerprint] = []
        private(set) var rewritten: [[String]] = []

        func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
            values.append(Dictionary(uniqueKeysWithValues: draft.description.map { ($0.column.rawValue, $0.text) }))
            fingerprints.append(fingerprint)
            rewritten.append(draft.rewritten.map { "\($0.column.rawValue): \(String(decoding: $0.before, as: UTF8.self))" })
        }

        func reject(_ reject: RowReject) {}
    }

    private func refined(_ style: WritingStyle?) throws -> Rows {
        let bytes = Array(Self.loud.utf8)
        let inspection = try SourceInspection(beginning: bytes, ReadingChoices())
        let options = ImportOptions(format: inspection.format, mapping: inspection.mapping, style: style)
        let plan = ImportPlan(id: ImportID(), number: 1, source: SourceLocation(uri: "", bytes: Int64(bytes.count)), options: options)
        let start = Int(inspection.format.firstRowOffset)
        let span = BatchSpan(offset: Int64(start), length: bytes.count - start, firstRow: 1, rowCount: 3)
        let rows = Rows()
        try bytes[start...].withUnsafeBufferPointer { try Refiner(plan, currentYear: 2026).refine(span, $0, into: rows) }
        return rows
    }

    @Test("names, order and streets change, what was there is kept beside it, and nobody becomes another") func written() throws {
        let (before, after) = (try refined(nil), try refined(WritingStyle()))
        #expect(before.values[0]["business_name"] == "ACME PLUMBING LLC" && before.rewritten.allSatisfy(\.isEmpty))
        let expected = [
            "business_name": "Acme Plumbing LLC", "contact_name": "Mary O'Brien", "business_address": "12 N Main St Ste 4",
            "city": "St Louis", "state": "MO",
        ]
        for (column, text) in expected { #expect(after.values[0][column] == text) }
        #expect(
            after.rewritten[0] == [
                "business_name: ACME PLUMBING LLC", "contact_name: O'BRIEN, MARY", "city: ST LOUIS",
                "business_address: 12 NORTH MAIN STREET SUITE 4",
            ])
        #expect(after.values[1]["business_name"] == "Müller & Söhne GmbH")
        #expect(after.values[1]["processing_errors"]?.contains("two_persons") == true)
        #expect(after.rewritten[2].isEmpty)
        // Imports of older programs, and of this one, find the same records.
        #expect(before.fingerprints == after.fingerprints)
    }

    @Test("what stands before and behind a name is kept apart too, and what a column of its own says comes first") func parts() throws {
        let rows = try RefinedRows(
            header: "Company,Contact,Salutation,Suffix,Phone",
            rows: [
                "Acme,DR. JOHN SMITH JR.,,,312-555-0123", "Bolt,JOHN SMITH,MR.,PHD,312-555-0124",
                "Coil,john smith md,prof.,III,312-555-0125",
                "Dent,Mary Jones,N/A,,312-555-0126",
            ]
        ) { $0.style = WritingStyle() }
        let parts = rows.records.map { [$0["name_prefix"], $0["contact_name"], $0["name_suffix"]] }
        #expect(
            parts == [
                ["Dr.", "Dr. John Smith Jr.", "Jr."], ["Mr.", "John Smith", "PhD"], ["Prof.", "John Smith MD", "III"],
                [nil, "Mary Jones", nil],
            ])
    }

    @Test("capitals stay with one option, accents go with another") func options() throws {
        let kept = try refined(WritingStyle(keepsCase: true))
        #expect(kept.values[0]["business_name"] == "ACME PLUMBING LLC")
        #expect(kept.values[0]["contact_name"] == "MARY O'BRIEN")
        #expect(kept.values[0]["business_address"] == "12 N MAIN St Ste 4")
        let stripped = try refined(WritingStyle(stripsAccents: true))
        #expect(stripped.values[1]["business_name"] == "Muller & Sohne GmbH")
        #expect(stripped.fingerprints == kept.fingerprints)
    }

    @Test("options of older programs mean what they meant") func older() throws {
        let options = try refinedOptions()
        var object = try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(options)) as? [String: Any])
        #expect(object["style"] != nil)
        object["style"] = nil
        let older = try JSONDecoder().decode(ImportOptions.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(older.style == nil)
    }

    private func refinedOptions() throws -> ImportOptions {
        let inspection = try SourceInspection(beginning: Array(Self.loud.utf8), ReadingChoices())
        return ImportOptions(format: inspection.format, mapping: inspection.mapping, style: WritingStyle())
    }
}
