internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who did what to a run, or to everything; check that nobody changed the log.",
        discussion: """
            Example:
              refinery audit 0b9f1c2a
              refinery audit --json
              refinery audit verify
            """,
        subcommands: [Show.self, Verify.self], defaultSubcommand: Show.self)

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show who did what.", discussion: "Example:\n  refinery audit show 0b9f1c2a --json")

        @Argument(help: ArgumentHelp("The run's id, or the beginning of it. Default: everything.", valueName: "run"))
        var run: String?

        @Option(name: .long, help: ArgumentHelp("Entries of the timeline at most.", valueName: "n"))
        var limit = 1000

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "audit"

        func validate() throws { if limit < 1 { throw ValidationError("--limit has to be 1 or more.") } }

        func run(_ runtime: Runtime) async throws {
            var runID: RunID?
            if let run { runID = try await runtime.operations.run(run).id }
            let report = try await runtime.operations.auditReport(of: runID, limit: limit)
            guard !json else { return Console.out(try JSON.text(report)) }
            TextTable.print(
                ["AT", "LEVEL", "ACTOR", "OPERATION", "MESSAGE"],
                report.timeline.map { [$0.at, $0.level, $0.actor, $0.operation, $0.message] })
            Console.message(report.summary)
        }
    }

    struct Verify: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Recompute the chain of the log: says what was altered, deleted or cut off.",
            discussion: """
                Prints where the chain ends. Noted elsewhere and given as --head later, it also finds what the owner of the database rewrote.

                Example:
                  refinery audit verify
                  refinery audit verify --head 1042:9c56cc51b374c3ba…
                """)

        @Option(name: .long, help: ArgumentHelp("Where the chain ended once, as this command printed it.", valueName: "place:hash"))
        var head: String?

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "audit"

        func validate() throws {
            if head != nil, known == nil {
                throw ValidationError("--head takes what audit verify printed: a number, a colon, 64 hexadecimal digits.")
            }
        }

        private var known: AuditHead? {
            guard let parts = head?.split(separator: ":"), parts.count == 2, let seq = Int64(parts[0]), parts[1].utf8.count == 64 else {
                return nil
            }
            let digits = Array(parts[1])
            let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
            return bytes.count == 32 ? AuditHead(seq: seq, hash: bytes) : nil
        }

        /// As programs read it.
        private struct Document: Encodable {
            struct Problem: Encodable {
                let seq: Int64?
                let entryID: Int64?
                let problem: String
            }
            let ok: Bool
            let entries: Int64
            let head: String
            let problems: [Problem]
        }

        func run(_ runtime: Runtime) async throws {
            let verdict = try await runtime.operations.verifyAuditLog(known: known)
            let end = "\(verdict.head.seq):\(verdict.head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())"
            if json {
                let problems = verdict.problems.map { Document.Problem(seq: $0.seq, entryID: $0.entryID, problem: $0.problem) }
                Console.out(
                    try JSON.document(
                        Document(ok: problems.isEmpty, entries: verdict.entries, head: end, problems: problems)))
            } else if verdict.problems.isEmpty {
                Console.out(end)
            }
            guard verdict.problems.isEmpty else { throw AuditFault(verdict.problems) }
            Console.message(
                "\(NumberFormat.counted(verdict.entries, "entry").replacing("entrys", with: "entries")), all as they were written.")
        }
    }
}
