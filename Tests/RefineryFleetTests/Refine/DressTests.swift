import Foundation
import RefineryModel
import RefineryOperations
import RefineryStages
import RefineryStore
import RefineryTestSupport
import Testing

/// Real files, which lie beside the repository and are no part of it.
private enum RealFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/columns-dev")
        .standardizedFileURL

    /// All of them with `REFINERY_TEST_FILES=all`, else every tenth.
    static var names: [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix("sv") }.sorted()
        let isComplete = ProcessInfo.processInfo.environment["REFINERY_TEST_FILES"] == "all"
        return isComplete ? names : names.enumerated().filter { $0.offset % 10 == 1 }.map(\.element)
    }

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
}

@Suite(
    "A file in another dress", .enabled(if: !RealFiles.names.isEmpty, "shared/columns-dev is not beside the repository"),
    .timeLimit(.minutes(20)))
struct DressTests {
    /// The rows of a file in another order, as another program would write them.
    private enum Dress: CaseIterable {
        /// Semicolons, every cell quoted, CRLF.
        case semicolons
        /// UTF-16 with a mark, tabs, CR and LF.
        case wide

        func bytes(_ rows: [[String]]) -> [UInt8] {
            let text = rows.map { row in
                row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: self == .semicolons ? ";" : "\t") + "\r\n"
            }.joined()
            return self == .semicolons
                ? Array(text.utf8) : [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        }
    }

    @Test("has every row accounted for, and stores nothing that is stored already", arguments: RealFiles.names)
    func again(name: String) async throws {
        let file = try SourceFile(path: RealFiles.folder.appending(path: name).path)
        var choices = ReadingChoices()
        choices.refuses = false
        let inspection = try SourceInspection(file, choices)
        var rows: [[String]] = []
        try file.forEachRow(choices, rowBytesMax: 1 << 20) { rows.append($0) }
        if let header = inspection.format.header, let place = rows.firstIndex(of: header) { rows.removeFirst(place + 1) }
        var random = SeededGenerator(seed: 10)
        let header = inspection.format.header.map { [$0] } ?? []
        let others = Dress.allCases.map { $0.bytes(header + rows.shuffled(using: &random)) }

        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let change: (inout ImportOptions) -> Void = {
                $0.requiredFields = []
                $0.looksUpNumbers = false
            }
            let first = try await fleet.submit(try RealFiles.bytes(name), choices: choices, change)
            let progress = try await fleet.run(first, workers: 1)
            let outcome = try await database.outcome(of: first)
            let unreadable = try await database.number(
                "SELECT count(*) FROM refinery.rejects WHERE import_id = '\(first)' AND code IN ('unclosed_quote', 'row_too_many_bytes')")
            #expect(progress.status == .completed)
            #expect(outcome.stored + outcome.duplicates + outcome.rejected == rows.count + unreadable)
            for other in others {
                let id = try await fleet.submit(other, choices: choices, change)
                try await fleet.run(id, workers: 1)
                let again = try await database.outcome(of: id)
                let expected = BatchOutcome(
                    duplicates: outcome.stored + outcome.duplicates, rejected: outcome.rejected - unreadable)
                #expect(again == expected, "\(name): stored \(again.stored), duplicates \(again.duplicates)")
            }
            #expect(try await database.contradictions().isEmpty)
        }
    }
}
