internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct UndoCommand: RuntimeCommand {
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

    static let role = "undo"

    func run(_ runtime: Runtime) async throws {
        let id = try await runtime.operations.importID(id)
        let before = try await runtime.operations.summary(of: id)
        // As long as it takes: a large import has many rows.
        let database = try await Runtime.connectOnly(role: "undo")
        let undoer = Undoer(database: database, sources: runtime.sources)
        try UndoRefusal.check(before)
        if yes {
            try report(try await ControlRefusal.explaining { try await undoer.undo(id, acceptsLoss: loss) }, id)
        } else {
            try report(try await undoer.preview(of: id), before)
            if let unreadable = try await undoer.unreadableSource(id) {
                Console.message("It would be refused: \(unreadable.summary.visible)")
                if let remedy = unreadable.remedy { Console.message(remedy) }
            }
        }
        await database.close()
    }

    private func report(_ preview: UndoPreview, _ summary: ImportSummary) throws {
        if json {
            return Console.out(try JSON.document(UndoPreviewDocument(preview, of: summary.id)))
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
            return Console.out(try JSON.document(UndoDocument(summary, of: id)))
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
