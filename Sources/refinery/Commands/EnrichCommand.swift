internal import ArgumentParser
internal import RefineryFleet
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct EnrichCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrich", abstract: "Ask providers what personas miss: mobiles, e-mails and more.",
        discussion: """
            Says first what is asked and what it costs at most, then asks: each provider for what those before it did not know. What is known and fresh is never \
            bought again, by nobody. The questions are asked by the enrich workers of the fleet, and by one that this command starts.
            Conditions of --where: state=TX,OK city= zip= country= industry= seniority=owner decision_maker has=mobile missing=mobile,email \
            min_score=0.5; several have to hold all.

            Example:
              refinery enrich --where "state=TX decision_maker missing=mobile" --providers apollo,realestateapi --dry-run
              refinery enrich --import 0b9f1c2a --want mobile,email --providers apollo --max-cost 50
              refinery enrich --import 0b9f1c2a --simulate
            """)

    @Option(name: .long, help: ArgumentHelp("Personas that meet these conditions.", valueName: "conditions"))
    var `where`: String?

    @Option(name: .customLong("import"), help: ArgumentHelp("Personas of this import.", valueName: "import"))
    var importText: String?

    @Option(name: .long, help: ArgumentHelp("Personas of this block of a campaign, by its whole id.", valueName: "block"))
    var block: String?

    @Option(name: .long, help: ArgumentHelp("This persona, by its whole id; repeatable.", valueName: "id"))
    var persona: [String] = []

    @Flag(name: .long, help: "All personas.")
    var all = false

    @Option(
        name: .long,
        help: ArgumentHelp("Who is asked, in this order, separated by commas. Default: all that have credentials.", valueName: "names"))
    var providers: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What is looked for: phone, mobile, email, social, demographics, name, separated by commas.", valueName: "what"))
    var want = "mobile,email"

    @Option(
        name: .long, help: ArgumentHelp("It may cost so many dollars at most.", valueName: "dollars"),
        transform: CostLimit.init(parsing:))
    var maxCost: CostLimit?

    @Option(name: .long, help: ArgumentHelp("At most so many personas.", valueName: "n"))
    var limit: Int64?

    @Flag(name: .long, help: "Say what it would cost at most; ask nobody.")
    var dryRun = false

    @Flag(name: .long, help: "Hand it to the fleet and end; nothing is started here.")
    var detach = false

    @Flag(name: .long, help: "Ask a simulator on this machine: nothing is bought, and no answer is real.")
    var simulate = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    static let role = "enrich"

    func validate() throws {
        if `where` == nil, importText == nil, block == nil, persona.isEmpty, !all {
            throw ValidationError("Name the personas: --where, --import, --block, --persona, or --all.")
        }
        if detach, simulate { throw ValidationError("--detach and --simulate exclude each other: the simulator ends with this command.") }
        try check("--limit", limit, atLeast: 1)
    }

    func run(_ runtime: Runtime) async throws {
        guard simulate else { return try await run(runtime, runtime.configuration.enrichment, [:]) }
        try await SimulatorProcess.running("provider-simulator") { simulator in
            let variables = EnrichmentSettings.simulated(at: simulator.url)
            let settings = try EnrichmentSettings(EnvironmentReader(Environment.variables.merging(variables) { $1 }))
            try await run(runtime, settings, variables)
        }
    }

    private func run(_ runtime: Runtime, _ settings: EnrichmentSettings, _ variables: [String: String]) async throws {
        let operations = runtime.operations
        var plan = EnrichPlan(providers: [], wants: try wants(), criteria: try await criteria(operations))
        let sources = try settings.sources(named: try names(settings))
        guard !sources.isEmpty else { throw EnrichmentFault.nobodyConfigured }
        plan.providers = sources.map(\.name)
        plan.personasMax = limit
        plan.maxCost = maxCost?.money
        for source in sources { try await operations.prepareBudget(of: source.provider.account) }
        let estimates = try await operations.estimate(
            plan.criteria, asking: sources.map { ($0.provider, $0.name) }, for: plan.wants, limit: limit)
        if !json { for line in estimates.flatMap(Self.lines) { Console.out(line) } }
        guard !dryRun else {
            if json { Console.out(try JSON.document(EnrichmentEstimateDocument(estimates))) }
            return Console.message("Nobody was asked. Without --dry-run enrich workers ask.")
        }
        guard let begun = try await operations.enrich(plan, attempts: runtime.configuration.fleet.attempts) else {
            if json { Console.out(try JSON.text(EnrichmentDocument(nil))) }
            return Console.message("No persona is meant.")
        }
        Console.message("\(NumberFormat.counted(begun.personas, "persona")): run \(begun.run)")
        if detach { return Console.message("Handed to the fleet. Next: refinery watch \(begun.run.short)") }
        let run = try await followed(begun.run, runtime, variables)
        if json { Console.out(try JSON.text(EnrichmentDocument(run))) } else { say(run) }
        if let words = Self.words(of: run) { Console.message(words) }
        try ImportEnding.check(run.status)
    }

    // MARK: - What is asked for

    private func wants() throws -> EnrichmentWants {
        let names = want.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
        if let wrong = names.first(where: { !EnrichmentWants.allNames.contains($0) }) {
            throw ValidationError("--want takes \(EnrichmentWants.allNames.joined(separator: ", ")), not “\(wrong)”.")
        }
        return EnrichmentWants(names: names)
    }

    private func names(_ settings: EnrichmentSettings) throws -> [EnrichmentProviderName] {
        guard let providers else { return settings.configured }
        var names: [EnrichmentProviderName] = []
        for text in providers.split(separator: ",").map({ $0.filter { $0 != " " }.lowercased() }) {
            let name = EnrichmentProviderName(rawValue: text)
            guard EnrichmentProviderName.all.contains(name) else { throw EnrichmentFault.unknown(text) }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func criteria(_ operations: Operations) async throws -> PersonaCriteria {
        var criteria = try PersonaCriteria(parsing: `where` ?? "")
        if let importText { criteria.importID = try await operations.importID(importText) }
        if let block {
            guard let id = RunID(text: block) else { throw ValidationError("--block takes the whole id of a block.") }
            criteria.block = id
        }
        if !persona.isEmpty {
            criteria.persona = try persona.map { text in
                guard let id = RunID(text: text) else { throw ValidationError("--persona takes whole ids.") }
                return id.description
            }
        }
        return criteria
    }

    // MARK: - Following

    /// Has an enrich worker ask on this machine beside those of the fleet, until the run ends or pauses.
    private func followed(_ id: RunID, _ runtime: Runtime, _ variables: [String: String]) async throws -> RunSummary {
        try await LocalFleet.own(runtime, workers: 0, enrichWorkers: 1, variables).following(id, runtime.operations)
    }

    // MARK: - Words

    private static func lines(_ estimate: EnrichmentEstimate) -> [String] {
        [
            "\(estimate.provider.rawValue): \(questions(estimate)), at most \(estimate.atMost.cost.formatted)",
            SummaryLine.text(estimate.personas, "personas miss what it may know"),
            SummaryLine.text(estimate.known, "answers are known"),
        ]
    }

    private static func questions(_ estimate: EnrichmentEstimate) -> String {
        let (least, most) = (estimate.atLeast.questions, estimate.atMost.questions)
        return (least == most ? "" : "\(NumberFormat.grouped(least)) to ") + NumberFormat.counted(most, "question")
    }

    private func say(_ run: RunSummary) {
        for (name, words) in [
            ("personas", "personas"), ("asked", "questions asked"), ("found", "found"), ("missed", "missed"), ("refused", "refused"),
            ("unanswered", "could not be answered"), ("cached", "known already"), ("repeated", "asked again after a crash"),
        ] {
            let count = run.counters[name] ?? 0
            if count > 0 || ["asked", "found", "missed"].contains(name) { Console.out(SummaryLine.text(count, words)) }
        }
        Console.out("  \(Money(micros: run.counters["cost_micros"] ?? 0).formatted) paid")
    }

    /// Why it paused, and how to go on; nil where it did not.
    static func words(of run: RunSummary) -> String? {
        guard run.status == .paused else { return nil }
        let next = "refinery resume \(run.id.short)"
        return switch run.statusReason.flatMap(PauseReason.init(rawValue:)) {
        case .providerStopped: "Paused: a provider takes no questions. Why: refinery budget. Then: refinery budget resume, and \(next)"
        case .budgetSpent: "Paused: the month's requests or money of an account are used up. Look: refinery budget. Then: \(next)"
        case .maxCost: "Paused: it has cost what it may. Go on: \(next) --max-cost DOLLARS"
        default: "Paused. Go on: \(next)"
        }
    }
}

/// What it would cost at most, as programs read it.
private struct EnrichmentEstimateDocument: Encodable {
    struct Provider: Encodable {
        let provider: String
        let personas, known: Int64
        /// At most.
        let questions: Int64
        let costUSD: Double
        let questionsAtLeast: Int64
        let costUSDAtLeast: Double
    }

    let asked = 0
    let found = 0
    let missed = 0
    let costUSD = 0.0
    let estimate: [Provider]

    init(_ estimates: [EnrichmentEstimate]) {
        estimate = estimates.map {
            Provider(
                provider: $0.provider.rawValue, personas: $0.personas, known: $0.known, questions: $0.atMost.questions,
                costUSD: Double($0.atMost.cost.micros) / 1_000_000, questionsAtLeast: $0.atLeast.questions,
                costUSDAtLeast: Double($0.atLeast.cost.micros) / 1_000_000)
        }
    }
}
