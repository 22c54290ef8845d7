internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

extension SuppressCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Import a file of suppressions; lines that are none are named, and the rest counts.",
            discussion: """
                Entries (opt_out, litigator, customer, competitor): CSV with a header of which some are number, email, company, domain, persona_id;
                JSON Lines with the same names; or a value a line. Registries (national, state-TX, …): a number a line (212,5550101 or ten digits), or XML.

                Example:
                  refinery suppress import optouts.csv --list opt_out
                  refinery suppress import dnc-212.txt --list national --date 2026-11-20
                  refinery suppress import changes.txt --list national --change --base 20261120 --date 2026-11-27
                """)

        @Argument(help: ArgumentHelp("The file, or - for standard input.", valueName: "file"))
        var file: String

        @Option(
            name: .long,
            help: ArgumentHelp("Which list: opt_out, litigator, customer, competitor, national, state-TX, ….", valueName: "list"))
        var list: String

        @Flag(name: .long, help: "A registry's change list: numbers added and deleted since the version before.")
        var change = false

        @Option(name: .long, help: ArgumentHelp("The day of a registry's file. Default: today.", valueName: "date"))
        var date: String?

        @Option(
            name: .customLong("version"),
            help: ArgumentHelp("The version of a registry's file. Default: its day, as 20261120.", valueName: "n"))
        var fileVersion: Int64?

        @Option(name: .long, help: ArgumentHelp("The version that a change list goes on from; another one is refused.", valueName: "n"))
        var base: Int64?

        @Option(
            name: .long, parsing: .singleValue,
            help: ArgumentHelp("Area codes that the file covers, though it may have no number of them, as 212,646.", valueName: "codes"))
        var areas: [String] = []

        @Option(
            name: .long,
            help: ArgumentHelp("The fields of a change list. Default: area,number,action; ignore for others.", valueName: "fields"))
        var columns: String?

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        private struct Document: Encodable {
            let list: String
            let accepted: Int64
            let rejected: Int
            let rejects: [RejectedLine]
            let areaCodes: Int32?
            let numbers: Int64?
            let withdrawn: Int64
        }

        func run() async throws {
            try await reporting {
                let outcome = try await Runtime.using(role: "suppress") { runtime in
                    if Operations.entryLists.contains(list) { return try await runtime.operations.importEntries(file, to: list) }
                    // A national file takes longer than any other statement may.
                    let database = try await Runtime.connectOnly(role: "suppress")
                    let result: Result<SuppressionImport, any Error>
                    do {
                        result = .success(
                            try await runtime.operations.importRegistry(file, as: try registry, columns: try readColumns, over: database))
                    } catch { result = .failure(error) }
                    await database.close()
                    return try result.get()
                }
                show(outcome)
                if json {
                    Console.out(
                        try JSON.document(
                            Document(
                                list: outcome.list, accepted: outcome.accepted, rejected: outcome.rejects.count, rejects: outcome.rejects,
                                areaCodes: outcome.areas, numbers: outcome.numbers, withdrawn: outcome.withdrawn)))
                }
            }
        }

        private func show(_ outcome: SuppressionImport) {
            for reject in outcome.rejects.prefix(20) { Console.message("line \(reject.line): \(reject.reason): \(reject.text.visible)") }
            if outcome.rejects.count > 20 { Console.message("… and \(outcome.rejects.count - 20) more lines; --json names all") }
            let what =
                outcome.areas.map {
                    "\(NumberFormat.counted(outcome.accepted, "number")) read; \(NumberFormat.counted(Int64($0), "area code")) of \(outcome.list) \($0 == 1 ? "has" : "have") \(NumberFormat.grouped(outcome.numbers ?? 0))"
                } ?? "\(NumberFormat.grouped(outcome.accepted)) new on \(outcome.list)"
            Console.message(
                "\(what); \(NumberFormat.counted(Int64(outcome.rejects.count), "line")) rejected; \(NumberFormat.counted(outcome.withdrawn, "contact")) left open blocks."
            )
        }

        private var registry: RegistryFile {
            get throws {
                let day = date ?? Date.now.formatted(Date.ISO8601FormatStyle().year().month().day())
                guard day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, Timestamp.seconds(parsing: day) != nil else {
                    throw SuppressionFault.dateUnreadable(day)
                }
                let codes = areas.flatMap { $0.split(separator: ",").map { $0.filter { !$0.isWhitespace } } }
                if let wrong = codes.first(where: { $0.wholeMatch(of: /[2-9]\d\d/) == nil }) { throw SuppressionFault.areaInvalid(wrong) }
                return RegistryFile(
                    list: list.hasPrefix("state-") ? "state-" + list.dropFirst(6).uppercased() : list, isChange: change,
                    version: fileVersion ?? Int64(day.filter(\.isNumber)) ?? 0, asOf: day, base: base, areas: codes)
            }
        }

        private var readColumns: [RegistryReader.Column] {
            get throws {
                guard let columns else { return [.area, .number, .action] }
                return try columns.split(separator: ",", omittingEmptySubsequences: false).map { name in
                    guard let column = RegistryReader.Column(rawValue: name.filter { !$0.isWhitespace }) else {
                        throw SuppressionFault.columnUnknown(String(name))
                    }
                    return column
                }
            }
        }
    }
}
