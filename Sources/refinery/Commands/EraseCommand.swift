internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Remove a person from records, numbers, fingerprints, duplicates and rejects.",
        discussion: """
            All of it or nothing, in one transaction; an event without personal data says that it happened. The raw files are kept, since \
            each holds many people: --sources deletes those that hold the person. What was exported before is not reached.

            Example:
              refinery erase --phone +14155552671 --dry-run
              refinery erase --phone +14155552671 --email ann@example.com --sources
            """)

    @Option(name: .long, help: ArgumentHelp("A phone number with its country code.", valueName: "number"))
    var phone: String?

    @Option(name: .long, help: ArgumentHelp("An e-mail address.", valueName: "address"))
    var email: String?

    @Flag(name: .long, help: "Delete the stored sources that hold the person, as a whole.")
    var sources = false

    @Flag(name: .long, help: "Count; change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let person = try Person(phone: phone, email: email)
            let outcome = try await Runtime.using(role: "erase", expectsData: true) { runtime in
                // Reads every record: as long as it takes.
                let database = try await Runtime.connectOnly(role: "erase")
                defer { Task { await database.close() } }
                return try await Eraser(database: database, sources: runtime.sources)
                    .erase(person, deletesSources: sources, isRehearsal: dryRun)
            }
            if json {
                Console.out(try JSON.document(ErasureDocument(outcome, erased: !dryRun)))
            } else {
                show(outcome)
            }
        }
    }

    private func show(_ outcome: Eraser.Outcome) {
        let counts = outcome.counts
        defer { hint(outcome.unrefinedImports) }
        guard !outcome.isEmpty else { return Console.message("Nobody was found.") }
        Console.out("\(NumberFormat.counted(counts.records, "record"))")
        Console.out("\(NumberFormat.counted(counts.fingerprints, "fingerprint"))")
        Console.out("\(NumberFormat.counted(counts.duplicates, "duplicate"))")
        Console.out("\(NumberFormat.counted(counts.rejects, "reject")) (value and raw text)")
        Console.out("\(NumberFormat.counted(counts.numbers, "number"))")
        Console.out("\(NumberFormat.counted(counts.personas, "persona"))")
        for source in outcome.deletedSources { Console.out("source of import \(source.importID.short) (\(source.fileName.visible))") }
        if dryRun {
            Console.message("Nothing was changed. Without --dry-run these are erased.")
        } else {
            Console.message("Erased.")
        }
        for source in outcome.keptSources {
            Console.message(
                "The source of import \(source.importID.short) (\(source.fileName.visible)) still holds the person; --sources deletes it.")
        }
    }

    private func hint(_ unrefined: [ImportID]) {
        guard let first = unrefined.first else { return }
        let others = unrefined.count == 1 ? "" : " and \(NumberFormat.counted(Int64(unrefined.count - 1), "other import"))"
        Console.message(
            "Rows of import \(first.short)\(others) are still to come. If the person is among them, erase again after their end (refinery watch \(first.short))."
        )
    }
}
