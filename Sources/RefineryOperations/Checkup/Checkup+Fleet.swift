internal import Postgres
internal import RefineryModel
internal import RefineryStore

extension Checkup {
    /// Whether the processes fit together, somebody leads, and nobody died without being noticed.
    func fleet(on connection: PostgresConnection, hasPooler: Bool) async -> [CheckResult] {
        var results = [
            await check("fleet") { Self.fleet(try await connection.rows(CheckFleet()), version: version, hasPooler: hasPooler) },
            await check("leader") {
                Self.leader(try await leadership(on: connection, hasPooler: hasPooler), hasPooler: hasPooler)
            },
            await check("batches") {
                try await connection.first(CheckDemand(role: .worker)).map { Self.batches($0) } ?? Self.missing("check_demand")
            },
            await check("blocked") { Self.blocked(try await connection.rows(CheckBlocked())) },
        ]
        if !hasPooler { results.append(await check("backends") { Self.backends(try await connection.rows(CheckBackends())) }) }
        return results
    }

    static func fleet(_ parts: [FleetPart], version: String, hasPooler: Bool) -> CheckResult {
        guard !parts.isEmpty else { return CheckResult("fleet", .ok, "no process runs; this program is version \(version)") }
        let words = parts.map { "\($0.processes) \($0.role)\($0.processes == 1 ? "" : "s") \($0.version)" }.joined(separator: ", ")
        let others = Set(parts.map(\.version)).subtracting([version])
        if !others.isEmpty {
            return CheckResult(
                "fleet", .warn, "\(words); this program is version \(version)",
                remedy: "Fine during a rolling update. Otherwise start the processes of other versions again.")
        }
        let unlocked = parts.reduce(0) { $0 + $1.processes - $1.holdingLock }
        if unlocked > 0 && !hasPooler {
            return CheckResult(
                "fleet", .warn, "\(words); \(unlocked) without a session lock: the end of these shows only by their lease",
                remedy: "Normal in the first second of a process. Otherwise look for a pooler between these processes and Postgres.")
        }
        return CheckResult("fleet", .ok, words)
    }

    /// Who leads. A healthy leader lets its lock go for a moment between two terms: a living coordinator is given a term and
    /// a little more to take it.
    private func leadership(on connection: PostgresConnection, hasPooler: Bool) async throws -> Leadership {
        let end = ContinuousClock.now + .seconds(4)
        while true {
            guard let found = try await connection.first(CheckLeader()) else { throw StoreError.unexpectedRows(statement: "check_leader") }
            let isClear = Self.leader(found, hasPooler: hasPooler).status != .fail || found.livingCoordinators == 0
            if isClear || ContinuousClock.now >= end { return found }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// - Parameter hasPooler: Whether sessions may bear the name of another client, which says nothing then.
    static func leader(_ leadership: Leadership, hasPooler: Bool) -> CheckResult {
        let dead = leadership.deadLetters
        if !leadership.foreignHolders.isEmpty && !hasPooler {
            return CheckResult(
                "leader", .fail,
                "nobody can lead: the lock is held by \(listed(leadership.foreignHolders.map { "process \($0)" })), which is no coordinator",
                remedy: leadership.foreignHolders.map { "SELECT pg_terminate_backend(\($0));" }.joined(separator: " "))
        }
        if !leadership.isTaken && leadership.runningRuns > 0 {
            return CheckResult(
                "leader", .fail,
                "\(leadership.livingCoordinators == 0 ? "no coordinator is alive" : "no coordinator leads"), and "
                    + "\(NumberFormat.counted(leadership.runningRuns, "run")) \(leadership.runningRuns == 1 ? "waits" : "wait")",
                remedy: "Start one: refinery coordinator (two for a standby).")
        }
        if dead > 0 {
            return CheckResult(
                "leader", .warn, "\(dead) dead letter\(dead == 1 ? "" : "s")",
                remedy: "Look: refinery dead. Try again: refinery retry IMPORT")
        }
        return CheckResult("leader", .ok, leadership.isTaken ? "a coordinator leads" : "no coordinator leads, and no run waits")
    }

    static func batches(_ demand: Demand) -> CheckResult {
        if demand.waitingJobs > 0 && demand.livingWorkers == 0 {
            return CheckResult(
                "batches", .fail, "\(NumberFormat.counted(demand.waitingJobs, "batch job")) ready and no worker is alive",
                remedy: "Start one: refinery worker")
        }
        return CheckResult(
            "batches", .ok,
            demand.waitingJobs == 0 ? "none waits for long" : "\(NumberFormat.counted(demand.livingWorkers, "worker")) at it")
    }

    static func blocked(_ sessions: [BlockedBackend]) -> CheckResult {
        guard !sessions.isEmpty else { return CheckResult("blocked", .ok, "no process waits for a lock") }
        let words = sessions.map { session in
            "process \(session.pid) (\(session.application)) has waited \(NumberText.seconds(session.seconds)) for "
                + (session.blockerNames.isEmpty ? "a prepared transaction" : session.blockerNames.joined(separator: " and "))
        }
        // Who waits in the queue before another one is not the cause.
        let waiting = Set(sessions.map(\.pid))
        let causes = Set(sessions.flatMap(\.blockers)).subtracting(waiting).sorted()
        return CheckResult(
            "blocked", .fail, listed(words),
            remedy: causes.isEmpty
                ? "Look at pg_prepared_xacts and pg_locks."
                : "If it does not end by itself: " + causes.map { "SELECT pg_terminate_backend(\($0));" }.joined(separator: " "))
    }

    static func backends(_ orphans: [OrphanedBackend]) -> CheckResult {
        guard !orphans.isEmpty else { return CheckResult("backends", .ok, "no session of a worker that is gone") }
        let words = orphans.map { orphan in
            "process \(orphan.pid) (\(orphan.application)\(orphan.state.map { ", \($0)" } ?? ""))"
        }
        return CheckResult(
            "backends", .warn, "sessions of workers that the fleet does not know any more: \(listed(words))",
            remedy: "If their processes are gone: "
                + orphans.prefix(5).map { "SELECT pg_terminate_backend(\($0.pid));" }.joined(separator: " "))
    }
}
