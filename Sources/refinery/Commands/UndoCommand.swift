internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take the records and outcomes of an import away again.",
        discussion: """
            Says first what would go; --yes does it. Rows of other imports that repeat its records become records themselves, from their own \
            sources. Answers of lookups stay, as do values that --on-duplicate fill took from it. Afterwards the file can be submitted again.

            Example:
              refinery undo 0b9f1c2a
              refinery undo 0b9f1c2a --yes
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it.", valueName: "import"))
    var id: String

    @Flag(name: .long, help: "Do it.")
    var yes = false

    @Flag(
        name: .customLong("accept-loss"),
        help: "Also where the source of another import cannot be read: its rows that repeat records are named, and lost.")
    var loss = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    private struct Preview: Encodable {
        let importId: String
        let undone: Bool
        let records: Int64
        let rejects: Int64
        let ownDuplicates: Int64
        let duplicatesOfOthers: Int64
        let duplicatesOfOthersWithoutSource: Int64
        let numbersUnused: Int64
    }

    private struct Document: Encodable {
        let importId: String
        let undone: Bool
        let records: Int64
        let rejects: Int64
        let ownDuplicates: Int64
        let restored: Int64
        let repointed: Int64
        let orphans: Int64
        let orphanRows: [UndoSummary.OrphanRow]
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "undo", expectsData: true)
            let id = try await runtime.importID(id)
            let before = try await runtime.summary(of: id)
            // As long as it takes: a large import has many rows.
            let database = try await Runtime.connectOnly(role: "undo")
            let undoer = Undoer(database: database, sources: runtime.sources)
            if yes {
                var summary: UndoSummary?
                try await ControlRefusal.explaining { summary = try await undoer.undo(id, acceptsLoss: loss) }
                try report(summary, id)
            } else {
                try UndoRefusal.check(before)
                try report(try await undoer.preview(of: id), before)
                if let unreadable = try await undoer.unreadableSource(id) {
                    Console.message("It would be refused: \(unreadable.summary.visible)")
                    if let remedy = unreadable.remedy { Console.message(remedy) }
                }
            }
            await database.close()
            await runtime.database.close()
        }
    }

    private func report(_ preview: UndoPreview, _ summary: ImportSummary) throws {
        if json {
            return Console.out(
                try JSON.document(
                    Preview(
                        importId: summary.id.description, undone: false, records: preview.records, rejects: preview.rejects,
                        ownDuplicates: preview.duplicates, duplicatesOfOthers: preview.repeating,
                        duplicatesOfOthersWithoutSource: preview.repeatingWithoutSource, numbersUnused: preview.unusedNumbers)))
        }
        Console.out("\(summary.fileName.visible)  \(summary.id)")
        Console.out(SummaryLine.text(preview.records, "records go"))
        Console.out(SummaryLine.text(preview.rejects, "rejects go"))
        Console.out(SummaryLine.text(preview.duplicates, "duplicates of its own go"))
        let lost = preview.repeatingWithoutSource
        Console.out(
            SummaryLine.text(
                preview.repeating,
                "duplicates of other imports become records, or repeat another record"
                    + (lost > 0 ? ", or are named: the sources of \(NumberFormat.grouped(lost)) are gone" : "")))
        Console.out(SummaryLine.text(preview.unusedNumbers, "numbers that no other record has now stay, with what was paid for"))
        Console.message("Nothing was changed. Undo it: refinery undo \(summary.id.short) --yes")
    }

    private func report(_ summary: UndoSummary?, _ id: ImportID) throws {
        guard let summary else {
            if json { return Console.out(try JSON.text(["import_id": id.description, "status": ImportStatus.undone.rawValue])) }
            return Console.message("It is undone already. Look: refinery status \(id.short)")
        }
        if json {
            return Console.out(
                try JSON.document(
                    Document(
                        importId: id.description, undone: true, records: summary.records, rejects: summary.rejects,
                        ownDuplicates: summary.ownDuplicates, restored: summary.restored, repointed: summary.repointed,
                        orphans: summary.orphans, orphanRows: summary.orphanRows)))
        }
        Console.out(SummaryLine.text(summary.records, "records taken away"))
        Console.out(SummaryLine.text(summary.rejects, "rejects"))
        Console.out(SummaryLine.text(summary.ownDuplicates, "duplicates"))
        Console.out(SummaryLine.text(summary.restored, "duplicates of other imports are records now"))
        Console.out(SummaryLine.text(summary.repointed, "duplicates of other imports repeat another record now"))
        if summary.orphans > 0 {
            Console.out(
                SummaryLine.text(summary.orphans, "duplicates of other imports repeat a record that is gone; so are their sources:"))
            for orphan in summary.orphanRows { Console.out("    import \(orphan.importID), row \(orphan.row)") }
            if summary.orphans > summary.orphanRows.count { Console.out("    … all of an import: refinery duplicates IMPORT") }
        }
        Console.message("Undone. The file can be submitted again. Look: refinery status \(id.short)")
    }
}

/// Why an import is not undone; found before its rows are counted.
struct UndoRefusal: Fault {
    let code = FaultCode.stateConflict
    let summary: String
    let remedy: String?

    static func check(_ summary: ImportSummary) throws {
        let (status, id) = (summary.progress.status, summary.id.short)
        guard !status.isEnded else { return }
        throw UndoRefusal(
            summary: "Import \(id) is \(status.rawValue): only one that has ended can be undone.",
            remedy: "End it first: refinery cancel \(id)")
    }
}
