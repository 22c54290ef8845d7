internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct LookupCommand: RuntimeCommand {
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

    static let role = "lookup"

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        let importID = all ? nil : try await operations.importID(id)
        if let importID, !dryRun { try LookupRefusal.check(try await operations.summary(of: importID)) }
        let patient = try await Runtime.connectOnly(role: "lookup")
        let lookups = StoredLookups(operations, patient: patient)
        let terms = runtime.configuration.twilio.terms(account: simulateTwilio ? SimulatedAccount.sid : nil)
        let provider = simulateTwilio ? LookupProviderName.simulator : .twilio
        let need = try await lookups.need(of: importID, provider: provider, terms)
        if !json { for line in need.estimate.lines { Console.out(line) } }
        let most = try StoredLookups.Limit(numbers: limit, cost: maxCost?.money).numbers(at: need.estimate.price)
        let added =
            dryRun
            ? []
            : try await lookups.add(need, most: most, provider: provider) { refusal in
                // Of all imports one may have begun to run a moment ago: somebody else looks it up.
                if !all { throw refusal }
                Console.message("\(refusal.summary) It is passed over.")
            }
        if json {
            Console.out(try JSON.document(StoredLookupsDocument(need.estimate, added: added)))
        } else {
            try await say(added, need.estimate, most, operations)
        }
        await patient.close()
    }

    private func say(
        _ added: [StoredLookups.Added], _ estimate: LookupEstimate, _ most: Int64?, _ operations: Operations
    ) async throws {
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
            let fleet = try await operations.fleet()
            if let hint = fleet.lookupHint { Console.message(hint) }
            if !fleet.isComplete || fleet.lookupWorkers == 0, added.count == 1 {
                Console.message("Or here: refinery run --resume \(added[0].importID.short)\(again)")
            }
        }
    }
}
