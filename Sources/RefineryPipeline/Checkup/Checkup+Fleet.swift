internal import Postgres
internal import RefineryStore

extension Checkup {
    /// Whether the processes fit together, somebody leads, and nobody died without being noticed.
    func fleet(on connection: PostgresConnection, hasPooler: Bool) async -> [CheckResult] {
        var results = [
            await check("fleet") { Self.fleet(try await connection.rows(CheckFleet()), version: version, hasPooler: hasPooler) },
            await check("leader") {
                try await connection.first(CheckLeader()).map { Self.leader($0) } ?? Self.missing("check_leader")
            },
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
                remedy: "Fine during a rolling update. Otherwise start the processes of other versions anew.")
        }
        let unlocked = parts.reduce(0) { $0 + $1.processes - $1.holdingLock }
        if unlocked > 0 && !hasPooler {
            return CheckResult(
                "fleet", .warn, "\(words); \(unlocked) without a session lock: the end of these shows only by their lease",
                remedy: "Normal in the first second of a process. Otherwise look for a pooler between these processes and Postgres.")
        }
        return CheckResult("fleet", .ok, words)
    }

    static func leader(_ leadership: Leadership) -> CheckResult {
        let dead = leadership.deadLetters
        if !leadership.isTaken && leadership.runningImports > 0 {
            return CheckResult(
                "leader", .fail, "no coordinator leads, and \(leadership.runningImports) imports wait",
                remedy: "Start one: refinery coordinator (two for a standby).")
        }
        if dead > 0 {
            return CheckResult(
                "leader", .warn, "\(dead) dead letter\(dead == 1 ? "" : "s")",
                remedy: "Look: refinery dead. Try again: refinery retry IMPORT")
        }
        return CheckResult("leader", .ok, leadership.isTaken ? "a coordinator leads" : "no coordinator leads, and no import waits")
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
