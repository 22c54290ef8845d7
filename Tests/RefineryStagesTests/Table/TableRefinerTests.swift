import RefineryModel
import Testing

@testable import RefineryStages

@Suite("A submitted table, refined once more") struct TableRefinerTests {
    private func rows(_ text: String, _ choices: ReadingChoices = ReadingChoices()) throws -> [TableRow] {
        let bytes = Array(text.utf8)
        let inspection = try SourceInspection(beginning: bytes, choices)
        let options = ImportOptions(format: inspection.format, mapping: inspection.mapping, requiredFields: [], style: WritingStyle())
        let plan = ImportPlan(id: ImportID(), number: 1, source: SourceLocation(uri: "", bytes: Int64(bytes.count)), options: options)
        let start = Int(inspection.format.firstRowOffset)
        let count = text.split(separator: "\n").count - 1
        let span = BatchSpan(offset: Int64(start), length: bytes.count - start, firstRow: 1, rowCount: count)
        return try bytes[start...].withUnsafeBufferPointer {
            try TableRefiner(plan, currentYear: 2026).rows(of: span, $0, refusing: [])
        }
    }

    @Test("has all cells normalized; of a contact that is told by its address alone all but the street") func address() throws {
        let rows = try rows(
            """
            Company,Contact,Phone,Street,City,State,Zip
            ACME PLUMBING LLC,,(312) 555-0123,12 NORTH MAIN STREET,SPRINGFIELD,illinois,62701
            BOLT LLC,ANN LEE,,12 NORTH MAIN STREET,SPRINGFIELD,illinois,62701
            Coil LLC,N/A,,14 N Main St,Springfield,IL,62701

            """)
        #expect(
            rows.map { $0.record?.cells ?? [] } == [
                ["Acme Plumbing LLC", "", "+13125550123", "12 N Main St", "Springfield", "IL", "62701"],
                ["Bolt LLC", "Ann Lee", "", "12 NORTH MAIN STREET", "Springfield", "IL", "62701"],
                ["Coil LLC", "", "", "14 N Main St", "Springfield", "IL", "62701"],
            ])
    }

    @Test("keeps all cells where nothing but all of them tells the contact") func whole() throws {
        var choices = ReadingChoices()
        choices.requiresPhone = false
        let rows = try rows("Company,Company Type,Notes\nKEYSTONE GUILD,  a   guild,x\nOtherwood Guild,a guild,y\n", choices)
        #expect(
            rows.map { $0.record?.cells ?? [] } == [["KEYSTONE GUILD", "  a   guild", "x"], ["Otherwood Guild", "a guild", "y"]])
    }
}
