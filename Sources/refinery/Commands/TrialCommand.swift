internal import ArgumentParser
internal import RefineryModel
internal import RefineryFleet
internal import RefineryOperations

/// Started by workers: refines some rows of a batch and keeps nothing. It ends in place of the worker when a row ends its process.
struct TrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "Refine some rows of a batch and keep nothing.", shouldDisplay: false)

    @Argument var importID: String
    @Argument var offset: Int64
    @Argument var length: Int
    @Argument var firstRow: Int64
    @Argument var rowCount: Int
    @Argument(help: "The first row to refine, and the one after the last.") var lowerRow: Int64
    @Argument var upperRow: Int64

    /// What to start this command with.
    static func arguments(_ span: BatchSpan, _ importID: ImportID, _ rows: Range<Int64>) -> [String] {
        let numbers = [span.offset, Int64(span.length), span.firstRow, Int64(span.rowCount), rows.lowerBound, rows.upperBound]
        return [configuration.commandName ?? "", "\(importID)"] + numbers.map { "\($0)" }
    }

    func run() async throws {
        try await reporting {
            try await Runtime.using(role: "trial", patience: nil) { runtime in
                let span = BatchSpan(offset: offset, length: length, firstRow: firstRow, rowCount: rowCount)
                try await Isolation.refine(
                    lowerRow..<max(lowerRow, upperRow), of: span, importID: try await runtime.operations.importID(importID),
                    database: runtime.database, sources: runtime.sources, settings: runtime.configuration.fleet)
            }
        }
    }
}
