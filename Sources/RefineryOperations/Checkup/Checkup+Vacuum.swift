internal import RefineryStore

extension Checkup {
    /// A transaction shorter than this does no harm: those of the fleet take milliseconds.
    private static let harmlessSeconds = 1.0
    /// A statement that runs longer, such as a dump, makes claims of a busy queue slower and slower.
    private static let longSeconds = 300.0

    /// Who pins xmin: while anyone does, no dead row of the queue can be removed.
    static func xmin(_ obstacles: [VacuumObstacle], seesAllSessions: Bool) -> CheckResult {
        let harmful = obstacles.compactMap { obstacle in verdict(obstacle).map { (obstacle, $0) } }
        guard !harmful.isEmpty else {
            return seesAllSessions
                ? CheckResult("xmin", .ok, "no transaction, prepared transaction or slot keeps dead rows from being removed")
                : CheckResult(
                    "xmin", .ok, "nothing seen that keeps dead rows from being removed; times of other users' sessions are hidden",
                    remedy: "To see them: GRANT pg_read_all_stats TO this user.")
        }
        let words = harmful.map { obstacle, _ in
            "\(obstacle.kind.words) \(obstacle.name)" + (obstacle.seconds.map { " for \(NumberText.seconds($0))" } ?? "")
                + (obstacle.isIdle && obstacle.kind == .transaction ? ", idle in its transaction" : "")
        }
        return CheckResult(
            "xmin", harmful.map(\.1).max() ?? .warn, "dead rows cannot be removed because of \(listed(words))",
            remedy: harmful.map(\.0.remedy).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: " "))
    }

    /// nil for what does no harm.
    private static func verdict(_ obstacle: VacuumObstacle) -> CheckResult.Status? {
        switch obstacle.kind {
        case .preparedTransaction: (obstacle.seconds ?? 0) < harmlessSeconds ? nil : .fail
        case .replicationSlot: obstacle.isIdle ? .fail : (obstacle.transactions ?? 0) > 1_000_000 ? .warn : nil
        case .transaction:
            switch obstacle.seconds {
            case nil: (obstacle.transactions ?? 0) > 10_000 ? .warn : nil
            case let seconds? where seconds < harmlessSeconds: nil
            case let seconds?: obstacle.isIdle || seconds > longSeconds ? .fail : .warn
            }
        }
    }

    /// Whether vacuum keeps up with the tables that change all the time.
    static func deadTuples(_ tables: [TableHealth]) -> CheckResult {
        if let table = tables.first(where: { !$0.hasAutovacuum }) {
            return CheckResult(
                "dead_tuples", .fail, "autovacuum is off for refinery.\(table.name)",
                remedy: "Set autovacuum = on, and: ALTER TABLE refinery.\(table.name) RESET (autovacuum_enabled);")
        }
        let swollen = tables.filter { $0.dead > 20_000 && $0.dead > $0.live }
        guard !swollen.isEmpty else {
            let most = tables.max { $0.dead < $1.dead }
            return CheckResult("dead_tuples", .ok, "at most \(most?.dead ?? 0) dead rows\(most.map { " (\($0.name))" } ?? "")")
        }
        let words = swollen.map { table in
            "\(table.name) has \(table.dead) dead and \(table.live) live rows, "
                + (table.vacuumed.map { "vacuumed \(NumberText.seconds($0)) ago" } ?? "never vacuumed")
        }
        let isBad = swollen.contains { $0.dead > 2_000_000 && $0.dead > 10 * $0.live }
        return CheckResult(
            "dead_tuples", isBad ? .fail : .warn, words.joined(separator: "; "),
            remedy: "See what pins xmin above; then: " + swollen.map { "VACUUM refinery.\($0.name);" }.joined(separator: " "))
    }
}

extension VacuumObstacle.Kind {
    fileprivate var words: String {
        switch self {
        case .transaction: "the transaction of"
        case .preparedTransaction: "the prepared transaction"
        case .replicationSlot: "the replication slot"
        }
    }
}

extension VacuumObstacle {
    fileprivate var remedy: String {
        switch kind {
        case .transaction:
            "End it: SELECT pg_terminate_backend(\(name.drop { !$0.isNumber }.prefix { $0.isNumber })); "
                + "and set idle_in_transaction_session_timeout for such users."
        case .preparedTransaction: "End it: ROLLBACK PREPARED '\(name.replacing("'", with: "''"))';"
        case .replicationSlot: "Start its consumer, or: SELECT pg_drop_replication_slot('\(name)');"
        }
    }
}
