internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations

/// Where a list goes, and how much of it: a table for people, or a file for programs.
struct ListOutput: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Write the whole list as csv, jsonl or xlsx instead of a table.", valueName: "format"))
    var format: ExportFormat?

    @Flag(name: .long, help: "The same as --format jsonl.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Option(name: .long, help: ArgumentHelp("At most so many. Default: 50 in a table, all in a file.", valueName: "n"))
    var limit: Int?

    @Option(name: .long, help: ArgumentHelp("Go on behind this one, the last of the page before.", valueName: "id"))
    var after: String?

    mutating func validate() throws {
        if json { format = .jsonl }
        if output != nil, format == nil { format = .csv }
        if let limit, limit < 1 { throw ValidationError("--limit has to be 1 or more.") }
        if let after, UUID(uuidString: after) == nil { throw ValidationError("--after takes a whole id.") }
    }

    var start: UUID? { after.flatMap(UUID.init(uuidString:)) }

    /// Lines of a table.
    var lines: Int { limit ?? 50 }

    /// Writes the file.
    /// - Returns: Nil where people want a table.
    func write<Line>(_ export: (ExportFormat) -> ListExport<Line>, _ noun: (Int64) -> String, _ operations: Operations) async throws -> Bool
    {
        guard let format else { return false }
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let (count, _) = try await export(format).write(operations, to: target.write)
        try target.finish()
        Console.message("\(noun(count))\(OutputTarget.place(output)).")
        return true
    }
}

/// A table of cells as wide as they need, for people; the last column is as long as it is.
enum TextTable {
    /// Prints the header and the rows; nil is a dash.
    static func print(_ header: [String], _ rows: [[String?]], widest: Int = 32) {
        let texts = [header] + rows.map { $0.map { ($0 ?? "–").visible } }
        let widths = header.indices.map { column in min(widest, texts.map { $0[column].count }.max() ?? 0) + 2 }
        for row in texts {
            let cells = row.enumerated().map { column, text in
                if column == row.count - 1 { return text }
                return (text.count > widest ? text.prefix(widest - 1) + "…" : text).padded(to: widths[column])
            }
            Console.out(cells.joined())
        }
    }
}
