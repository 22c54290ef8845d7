internal import HTTPClient

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
    /// - Returns: How many records it has.
    func fetch(_ path: String, _ query: URLQuery, isCSV: Bool, output: String?, replaces: Bool) async throws -> Int64 {
        let target = try OutputTarget(path: output, replaces: replaces)
        let sink = FileSink(target, isCSV: isCSV)
        try await fetch(path, query) { try sink.write($0) }
        try target.finish()
        return sink.records
    }
}
