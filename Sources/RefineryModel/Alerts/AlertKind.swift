/// What somebody has to know who does not look. The raw value is the `type` of a message; docs/webhooks.md lists all.
package enum AlertKind: String, Sendable, CaseIterable {
    case importCompleted = "import.completed"
    case importFailed = "import.failed"
    case importPaused = "import.paused"
    case importRejectRate = "import.reject_rate"
    case importSlow = "import.slow"
    case runStuck = "run.stuck"
    case queueLong = "queue.long"
    case queueOld = "queue.old"
    case breakerOpen = "budget.breaker_open"
    case budgetNearlyUsed = "budget.nearly_used"
    case budgetUsed = "budget.used"
    case workerLost = "worker.lost"
    case hostMemory = "host.memory"
    case hostDisk = "host.disk"
    case blockReady = "block.ready"
    case blockExpiring = "block.expiring"
    case blockExpired = "block.expired"
    /// Only when somebody asks for it.
    case test = "webhook.test"

    /// The first part of the name: `import` of `import.failed`.
    package var group: String { String(rawValue.prefix { $0 != "." }) }

    /// What happened, for people: one sentence. No value of a row, and no name of a file.
    /// - Parameter facts: The `data` that goes with it.
    package func summary(_ facts: JSONValue) -> String {
        let subject = "Import \(facts["number"].text ?? "")"
        let account = "Account \(facts["account"].text ?? "")"
        func count(_ key: String, _ noun: String) -> String { NumberFormat.counted(Int64(facts[key].integer ?? 0), noun) }
        func duration(_ key: String) -> String { NumberFormat.duration(seconds: Double(facts[key].integer ?? 0)) }
        func percent(_ key: String) -> String {
            NumberFormat.shortest(((facts[key].text.flatMap(Double.init) ?? 0) * 1000).rounded() / 10) + " %"
        }
        switch self {
        case .importCompleted: return "\(subject) is completed: \(count("stored", "record")) stored, \(count("rejected", "row")) rejected."
        case .importFailed: return "\(subject) failed: some of its batches are out of attempts."
        case .importPaused: return "\(subject) is paused: \(Self.pauseReason(facts["reason"].text))."
        case .importRejectRate: return "\(percent("rate")) of the rows of import \(facts["number"].text ?? "") are rejected."
        case .importSlow: return "\(subject) runs for \(duration("seconds")); its beginning promised \(duration("estimated_seconds"))."
        case .runStuck:
            let run = facts["number"].integer.map { "Import \($0)" } ?? "A run of the kind \(facts["kind"].text ?? "")"
            return "\(run) is stuck: the database refuses its counters or its end (\(facts["code"].text ?? "unknown")). All others go on."
        case .queueLong: return "\(count("jobs", "job")) of the stage \(facts["stage"].text ?? "") wait."
        case .queueOld: return "The oldest job of the stage \(facts["stage"].text ?? "") waits for \(duration("seconds"))."
        case .breakerOpen: return "\(account) is not asked for a while: its requests fail one after another."
        case .budgetNearlyUsed: return "\(account) has used \(percent("share")) of its budget of this month."
        case .budgetUsed: return "\(account) has used up its budget of this month."
        case .workerLost:
            let lost = facts["count"].integer ?? 0
            return "\(lost) \(lost == 1 ? "process" : "processes") of the fleet ended or hung without a word."
        case .hostMemory: return "\(percent("share")) of the memory of \(facts["host"].text ?? "") is in use."
        case .hostDisk:
            return "Only \(percent("free_share")) of the disk with \(facts["directory"].text ?? "") on \(facts["host"].text ?? "") is free."
        case .blockReady: return "\(count("count", "block")) with \(count("contacts", "contact")) can be called."
        case .blockExpiring: return "\(count("count", "block")) can be called for a short time only: the scrub is about to end."
        case .blockExpired: return "\(count("count", "block")) may not be called any more: the scrub is too old."
        case .test: return "This is a test: messages arrive."
        }
    }

    private static func pauseReason(_ reason: String?) -> String {
        switch reason {
        case "operator": "somebody asked for it"
        case "row_limit": "it has as many rows as one run may refine"
        case "reject_rate": "too many of its rows are rejected"
        case "max_cost": "its lookups may cost no more"
        case "budget_spent": "the budget is used up"
        case "provider_stopped": "the provider refuses the account"
        case let other: other ?? "nobody says why"
        }
    }

    /// What to do next; nil: nothing.
    package var remedy: String? {
        switch self {
        case .importCompleted, .blockReady, .test: nil
        case .importFailed: "Look at the dead batches and what their errors say; retry them, or discard them."
        case .importPaused: "Look at the import, then resume or cancel it."
        case .importRejectRate:
            "Look at the rejects and their codes: often a column of the mapping is another one. Undo the import, correct it, submit it again."
        case .importSlow: "Look whether workers are alive and the database is well; start more workers."
        case .runStuck:
            "Look at its message: some of its rows in the database contradict others. It is tried again by itself, at least once a minute; cancel it to give it up."
        case .queueLong, .queueOld: "Start more processes of this role, or look what holds them back."
        case .breakerOpen: "Look whether the provider has a disturbance. It is probed by itself, and asked again when it answers."
        case .budgetNearlyUsed: "Raise the limit, or expect that requests stop until the month ends."
        case .budgetUsed: "Raise the limit, or wait for the month to end; what waits goes on by itself."
        case .workerLost:
            "Its batches run again elsewhere. Look at its log, and at what the system says of ended processes: memory often runs out."
        case .hostMemory: "Run fewer processes there, or let each hold fewer batches."
        case .hostDisk: "Free space or enlarge the volume: a full disk stops the database."
        case .blockExpiring: "Call or push its contacts, or scrub it again."
        case .blockExpired: "Scrub it again; contacts that are still free come back."
        }
    }

    /// What a message says: the facts, and beside them the words for people.
    package func document(_ facts: JSONValue) -> JSONValue {
        guard case .object(let members) = facts else { return .null }
        return .object(
            [.init(key: "summary", value: .string(summary(facts))), .init(key: "remedy", value: remedy.map { .string($0) } ?? .null)]
                + members)
    }

    /// What may be asked for: kinds, groups as `import.*`, and `*` for all.
    package static var patterns: [String] {
        var seen: Set<String> = []
        let groups = allCases.filter { $0 != .test }.map { $0.group + ".*" }.filter { seen.insert($0).inserted }
        return ["*"] + groups + allCases.filter { $0 != .test }.map(\.rawValue)
    }
}
