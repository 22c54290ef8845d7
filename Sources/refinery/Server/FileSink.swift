internal import HTTPClient
internal import RefineryOperations

/// Where a file that a server sends goes, and how many records it has: lines, but for the header of CSV and what stands in quotes.
///
/// Written to by the client's thread, read behind the exchange.
final class FileSink: @unchecked Sendable {
    private let target: OutputTarget
    private var lines: Int64
    private var isQuoted = false
    private let isCSV: Bool

    init(_ target: OutputTarget, isCSV: Bool) {
        self.target = target
        self.isCSV = isCSV
        lines = isCSV ? -1 : 0
    }

    var records: Int64 { max(0, lines) }

    func write(_ bytes: [UInt8]) throws {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\"") where isCSV: isQuoted.toggle()
            case UInt8(ascii: "\n") where !isQuoted: lines += 1
            default: break
            }
        }
        try target.write(bytes)
    }
}

extension ServerConnection {
    /// Fetches a file to where a command writes.
    func fetch(
        _ path: String, _ query: URLQuery, _ format: ExportFormat, output: String?, replaces: Bool
    ) async throws -> ExportOutcome {
        let target = try OutputTarget(path: output, replaces: replaces)
        let sink = FileSink(target, isCSV: format == .csv)
        let said = try await fetch(path, query) { try sink.write($0) }
        try target.finish()
        // A proxy may have dropped what stands behind the file; the lines of a workbook cannot be counted.
        let rows = said["Refinery-Rows"].flatMap(Int64.init) ?? (format == .xlsx ? 0 : sink.records)
        return ExportOutcome(rows: rows, cutCells: said["Refinery-Cut-Cells"].flatMap(Int64.init) ?? 0)
    }
}
