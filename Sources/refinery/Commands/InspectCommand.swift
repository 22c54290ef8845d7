internal import ArgumentParser
internal import CSV
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import Tables

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Say what a file is: how it is written, what its columns mean and why, what would become of it.",
        discussion: """
            Needs no database and changes nothing. A file that submit would refuse is looked at all the same.

            Example:
              refinery inspect leads.csv
              refinery inspect leads.csv --json
              refinery inspect leads.xlsx --sheet June
              refinery inspect leads.csv --cells > clean.csv
            """)

    @Argument(help: "The file: CSV, a workbook, JSON, or one of them packed; - is standard input.")
    var file: String

    @OptionGroup var reading: ReadingOptions

    @Flag(
        name: .long,
        help: "Print the cells of each row as they are read, header and preamble too: as CSV, or with --json as an array a line.")
    var cells = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// Rows whose outcome is shown.
    private static let sampledRows: Int64 = 10_000

    func run() async throws {
        try await reporting {
            let files = try FileArguments([file], reading, isReadOnce: false)
            while let item = files.next() { try await show(item.table.get()) }
        }
    }

    private func show(_ source: SourceTable) async throws {
        if cells { return try printCells(source) }
        let inspection = try await reading.inspect(source, refuses: false)
        let options = try reading.importOptions(inspection, try Configuration(environment: Environment.variables))
        let rehearsal = try Rehearsal(source.file, options, rowsMax: Self.sampledRows)
        if json {
            Console.out(try JSON.document(InspectionDocument(inspection, rehearsal, source.conversion)))
        } else {
            for line in InspectionText(inspection, rehearsal, source.conversion).lines { Console.out(line) }
            if let refusal = inspection.refusal.flatMap({ FaultReport($0) }) {
                Console.message("\nsubmit would refuse it: \(refusal.summary)")
                if let remedy = refusal.remedy { Console.message(remedy) }
            }
        }
    }

    private func printCells(_ source: SourceTable) throws {
        let configuration = try Configuration(environment: Environment.variables)
        var writer = CSVWriter()
        try source.file.forEachRow(source.completed(try reading.choices()), rowBytesMax: configuration.rowBytesMax) { row in
            guard !json else { return Console.out(try JSON.text(row)) }
            for cell in row { writer.append(field: cell) }
            writer.endRecord()
            if writer.bytes.count > 1 << 16 {
                try Console.out(bytes: writer.bytes)
                writer.removeAll()
            }
        }
        try Console.out(bytes: writer.bytes)
    }
}

/// What a file is, for people.
struct InspectionText {
    private let inspection: SourceInspection
    private let rehearsal: Rehearsal
    private let conversion: Conversion?

    init(_ inspection: SourceInspection, _ rehearsal: Rehearsal, _ conversion: Conversion?) {
        self.inspection = inspection
        self.rehearsal = rehearsal
        self.conversion = conversion
    }

    /// How the file is written.
    private var form: String {
        let format = inspection.format
        guard let conversion else {
            let header = inspection.headerLine.map { "header on line \($0)" } ?? "no header"
            return "CSV, \(format.encoding), delimiter \(format.delimiter == "\t" ? "tab" : format.delimiter), \(header)"
        }
        var words = [conversion.format.name]
        if let sheet = conversion.sheet {
            let others = conversion.sheets.filter { $0 != sheet }.map { "“\($0.visible)”" }
            words.append(
                "sheet “\(sheet.visible)”"
                    + (others.isEmpty
                        ? "" : " (there \(others.count == 1 ? "is" : "are") also \(others.prefix(20).joined(separator: ", ")))"))
            let row = inspection.headerLine == nil ? nil : conversion.headerLine(before: format.firstRowOffset)
            words.append(row.map { "header on row \($0)" } ?? "no header")
        }
        return words.joined(separator: ", ")
    }

    var lines: [String] {
        [form, "", "Columns"] + ColumnText.lines(inspection)
            + [
                "",
                rehearsal.isWholeFile
                    ? "What would become of its rows" : "What would become of the first \(NumberFormat.counted(rehearsal.rows, "row"))",
            ]
            + RehearsalText.lines(rehearsal)
    }
}

/// The columns of a file, for people: what each is, how sure that is and why, and what it holds.
enum ColumnText {
    private static let shown = 40

    static func lines(_ inspection: SourceInspection) -> [String] {
        let width = min(shown, inspection.headers.map(\.count).max() ?? 0)
        return inspection.headers.indices.flatMap { index -> [String] in
            let (header, use, column) = (inspection.headers[index], inspection.mapping.columns[index], inspection.columns[index])
            let name = String(header.visible.prefix(shown)).padded(to: width)
            let examples = column.examples.map { String($0.visible.prefix(24)) }.joined(separator: " · ")
            let detail = [
                ([QuestionText.percent(column.best.confidence)] + column.evidence + otherwise(column, use)).joined(separator: ", "),
                "\(QuestionText.percent(column.fill)) filled, \(NumberFormat.grouped(Int64(column.distinct))) different"
                    + (examples.isEmpty ? "" : ": \(examples)"),
            ]
            return ["  \(name)  → \(use.description.visible)"] + detail.map { "    " + $0.visible }
        }
    }

    /// What else it could be: the runner-up, and what it was found to be where it is used as something else.
    private static func otherwise(_ column: DetectedColumn, _ use: ColumnUse) -> [String] {
        var words: [String] = []
        if let field = column.best.meaning.field, use.field != field { words.append("found to be \(field.rawValue)") }
        if let other = column.runnerUp {
            words.append("else \(QuestionText.name(other.meaning)) (\(QuestionText.percent(other.confidence)))")
        }
        return words
    }
}

/// What became of the rows of a rehearsal, for people.
enum RehearsalText {
    static func lines(_ rehearsal: Rehearsal) -> [String] {
        var lines = [
            "  \(NumberFormat.counted(rehearsal.rows, "row"))",
            "  \(NumberFormat.counted(rehearsal.records, "record")), before comparing with what is stored already",
            "  \(NumberFormat.counted(rehearsal.duplicates, "duplicate")) within the file",
            "  \(NumberFormat.grouped(rehearsal.rejected)) rejected",
        ]
        for (code, count) in rehearsal.rejectsByCode.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("    \(NumberFormat.grouped(count)) \(code)")
        }
        lines.append(
            "  \(NumberFormat.counted(rehearsal.phonesValid, "record")) with a valid phone, "
                + "\(NumberFormat.grouped(rehearsal.phonesInvalid)) with an invalid one")
        return lines + rewrites(rehearsal)
    }

    /// Names and addresses beside what the file has.
    private static func rewrites(_ rehearsal: Rehearsal) -> [String] {
        if rehearsal.rewritten == 0 { return [] }
        return ["  \(NumberFormat.grouped(rehearsal.rewritten)) of their names and addresses written as people write them"]
            + rehearsal.rewrites.map {
                "    \($0.column): \(String($0.before.visible.prefix(40))) → \(String($0.after.visible.prefix(40)))"
            }
    }
}
