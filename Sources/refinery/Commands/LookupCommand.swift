internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct LookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Look up the phones of records that are stored already.",
        discussion: """
            Of an import that has ended, or of all: every number without a fresh answer. Says first what that costs; lookup workers of the \
            fleet buy it. What is known, or asked for by somebody else, is not bought again.

            Example:
              refinery lookup 0b9f1c2a --dry-run
              refinery lookup 0b9f1c2a --max-cost 25.00
              refinery lookup --all --limit 1000
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it.", valueName: "import"))
    var id: String?

    @Flag(name: .long, help: "All imports that have ended, oldest first.")
    var all = false

    @Option(
        name: .long, help: ArgumentHelp("These lookups may cost so many dollars at most, together.", valueName: "dollars"),
        transform: CostLimit.init(parsing:))
    var maxCost: CostLimit?

    @Option(name: .long, help: ArgumentHelp("At most so many lookups, together.", valueName: "n"))
    var limit: Int64?

    @Flag(name: .long, help: "Only pretend: for lookup workers of the simulated account.")
    var simulateTwilio = false

    @Flag(name: .long, help: "Say what it would cost; change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if id != nil, all { throw ValidationError("Name an import, or say --all, not both.") }
        if id == nil, !all { throw ValidationError("Name an import, or say --all.") }
        try check("--limit", limit, atLeast: 1)
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "lookup", expectsData: true)
            let importID = all ? nil : try await runtime.importID(id)
            if let importID, !dryRun { try LookupRefusal.check(try await runtime.summary(of: importID)) }
            // Reads every row of the imports: as long as it takes.
            let patient = try await Runtime.connectOnly(role: "lookup")
            let count = CountImportNumbers(importID: importID, provider: provider)
            let found = try await patient.pool.withConnection { try await $0.rows(count) }
            guard let total = found.last else { throw StoreError.unexpectedRows(statement: "count_import_numbers") }
            let estimate = try await runtime.estimate(total, account: simulateTwilio ? TwilioSettings.simulatedAccount : nil)
            if !json { for line in estimate.lines { Console.out(line) } }
            let most = try most(at: estimate.price)
            let added = dryRun ? [] : try await add(found.filter { $0.needed > 0 }.compactMap(\.importID), most, estimate.price, patient)
            if !added.isEmpty {
                _ = try await runtime.withConnection {
                    try await $0.execute(Notify(channel: NotifyChannel.jobs, payloads: Stage.allCases.map(\.rawValue)))
                }
            }
            if json {
                Console.out(try JSON.document(Document(estimate: estimate, added: added)))
            } else {
                try await say(added, estimate, most, runtime)
            }
            await patient.close()
            await runtime.database.close()
        }
    }

    private var provider: LookupProviderName { simulateTwilio ? .simulator : .twilio }

    private struct NothingToLookUp: Error {}

    private struct Added {
        let importID: ImportID
        let lookups: Int64
    }

    private struct Document: Encodable {
        let estimate: LookupEstimate
        /// What was handed to the fleet; empty with `--dry-run`.
        let added: [Added]

        private enum CodingKeys: String, CodingKey { case lookupsAdded, imports }

        func encode(to encoder: any Encoder) throws {
            try EstimateDocument(estimate).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(added.reduce(0) { $0 + $1.lookups }, forKey: .lookupsAdded)
            try container.encode(added.map(\.importID.description), forKey: .imports)
        }
    }

    /// How many numbers may be asked for; nil for all.
    private func most(at price: Money) throws -> Int64? {
        guard let cost = maxCost?.money, price > .zero else { return limit }
        let affordable = cost.micros / price.micros
        guard affordable > 0 else {
            throw LookupRefusal(
                code: .valueInvalid, summary: "--max-cost \(cost.amount) buys no lookup: one costs \(price.formatted).", remedy: nil)
        }
        return min(limit ?? .max, affordable)
    }

    /// Hands the numbers of the imports to the fleet, one import after the other, until there are `most`.
    private func add(_ imports: [ImportID], _ most: Int64?, _ price: Money, _ database: Database) async throws -> [Added] {
        var added: [Added] = []
        var left = most
        let provider = provider
        for importID in imports where left != 0 {
            let query = LookUpImport(importID: importID, provider: provider, numbersMax: left)
            do {
                let lookups = try await database.pool.withTransaction { connection in
                    // What these lookups are said to cost takes the place of an earlier limit, which may be reached.
                    try await connection.execute(SetSpendingLimit(importID: importID, limit: nil))
                    let lookups = try await connection.first(query) ?? 0
                    // Rolls back: the limit stays as it was.
                    guard lookups > 0 else { throw NothingToLookUp() }
                    if price > .zero {
                        let spent = try await connection.first(ListProgress(importID: importID, limit: 1))?.progress.lookups?.spent ?? .zero
                        let limit = Money(micros: spent.micros + lookups * price.micros)
                        try await connection.execute(SetSpendingLimit(importID: importID, limit: limit))
                    }
                    return lookups
                }
                added.append(Added(importID: importID, lookups: lookups))
                left = left.map { $0 - lookups }
            } catch is NothingToLookUp {
                continue
            } catch let error as PostgresError {
                guard let refusal = ControlRefusal(error) else { throw error }
                // Of all imports one may have begun to run a moment ago: somebody else looks it up.
                if !all { throw refusal }
                Console.message("\(refusal.summary) It is passed over.")
            }
        }
        return added
    }

    private func say(_ added: [Added], _ estimate: LookupEstimate, _ most: Int64?, _ runtime: Runtime) async throws {
        let lookups = added.reduce(0) { $0 + $1.lookups }
        let again = simulateTwilio ? " --simulate-twilio" : ""
        if dryRun {
            Console.message(
                estimate.lookups == 0 ? "There is nothing to buy." : "Nothing was bought. Without --dry-run lookup workers buy them.")
        } else if lookups == 0 {
            Console.message(
                estimate.lookups > 0 && most == 1
                    ? "Nothing was bought: the next row has two numbers, which go together. Say --limit 2."
                    : "There is nothing to buy.")
        } else {
            let rest = lookups < estimate.lookups && most != nil ? " The rest afterwards: refinery lookup again." : ""
            let watch = added.count == 1 ? "refinery watch \(added[0].importID.short)" : "refinery imports"
            Console.message(
                "\(NumberFormat.counted(lookups, "lookup")) for \(NumberFormat.counted(Int64(added.count), "import")) handed to the fleet.\(rest) Next: \(watch)"
            )
            let fleet = try await runtime.fleet()
            if let hint = fleet.lookupHint { Console.message(hint) }
            if !fleet.isComplete || fleet.lookupWorkers == 0, added.count == 1 {
                Console.message("Or here: refinery run --resume \(added[0].importID.short)\(again)")
            }
        }
    }
}

/// Why no lookups are added.
struct LookupRefusal: Fault {
    let code: FaultCode
    let summary: String
    let remedy: String?

    /// Found before the rows of the import are read; the database has the last word.
    static func check(_ summary: ImportSummary) throws {
        let (status, id) = (summary.progress.status, summary.id.short)
        guard !status.isEnded else { return }
        let isLookedUp = status == .running && summary.progress.lookups != nil
        throw LookupRefusal(
            code: .stateConflict, summary: "Import \(id) is \(status.rawValue)\(isLookedUp ? ", and its numbers are looked up" : "").",
            remedy: status == .paused
                ? "Go on with it (refinery resume \(id)), or end it (refinery cancel \(id))."
                : "Wait for its end: refinery watch \(id)")
    }
}
