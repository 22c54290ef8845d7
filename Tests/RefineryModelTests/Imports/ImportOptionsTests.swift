import Foundation
import Testing

@testable import RefineryModel

@Suite("Import options") struct ImportOptionsTests {
    private let options = ImportOptions(
        format: SourceFormat(
            encoding: "windows-1252", delimiter: "\t", firstRowOffset: 1 << 40, isSingleColumn: true, escapesWithBackslash: true),
        mapping: Mapping(
            columns: [.field(.annualRevenue, multiplier: 1000), .extra(name: "Größe"), .neverStored(name: "owner_trace_data")],
            names: ["Revenue (000s)", "Größe", "owner_trace_data"]),
        region: "CH", batchSize: 7, rowBytesMax: 99, rowsPerRun: 2000, rejectRateMax: 0.125, requiredFields: [.businessPhone, .city],
        onDuplicate: .fill)

    @Test("come back from JSON as they were") func roundTrip() throws {
        let decoded = try JSONDecoder().decode(ImportOptions.self, from: try JSONEncoder().encode(options))
        #expect(decoded == options)
        var bare = options
        bare.rowsPerRun = nil
        bare.rejectRateMax = nil
        #expect(try JSONDecoder().decode(ImportOptions.self, from: try JSONEncoder().encode(bare)) == bare)
    }

    @Test("are written with the names that SQL reads") func names() throws {
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(options)) as? [String: Any]
        #expect(
            Set(object?.keys.map { $0 } ?? [])
                == [
                    "format", "mapping", "region", "batch_size", "row_bytes_max", "rows_per_run", "reject_rate_max", "required_fields",
                    "on_duplicate",
                ])
        #expect(object?["rows_per_run"] as? Int == 2000)
    }
}
