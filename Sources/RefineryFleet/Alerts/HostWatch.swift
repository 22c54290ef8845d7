internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Threads

/// Looks at the memory and the disks of the machine that this process runs on. All processes of a machine see the same, so the database says
/// which of them tells it.
struct HostWatch: Service {
    let host: String
    let database: Database
    let settings: AlertSettings
    let logger: Logger

    /// Something that is measured.
    struct Condition {
        let kind: AlertKind
        let subject: String
        let isOn: Bool
        /// Whether an alert goes on: the number has moved away from its limit too little.
        let isHeld: Bool
        let facts: JSONValue
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: [String: Bool] = [:]
            while !Task.isCancelled {
                for condition in conditions() where condition.isOn || !condition.isHeld {
                    let key = "\(condition.kind.rawValue) \(condition.subject)"
                    // The first time in any case: who told it before may be gone.
                    if told[key] == condition.isOn { continue }
                    if await tell(condition) { told[key] = condition.isOn }
                }
                try? await Task.sleep(for: settings.every)
            }
        }
        try await gracefulShutdown()
    }

    private func tell(_ condition: Condition) async -> Bool {
        let set = SetAlert(condition.kind, condition.subject, isOn: condition.isOn, isHeld: condition.isHeld, condition.facts)
        do {
            let isNews = try await database.pool.withTransaction { try await $0.first(set) }
            if isNews == true {
                logger.warning("alert", metadata: ["kind": "\(condition.kind.rawValue)", "of": "\(condition.subject)"])
            }
            return true
        } catch {
            // The next look tells it.
            return false
        }
    }

    private func conditions() -> [Condition] {
        let memory = memoryUses().map { Self.memory($0, host: host, limit: settings.memoryShare) }
        var seen: Set<UInt64> = []
        let disks = settings.directories.compactMap(diskSpace).filter { seen.insert($0.disk).inserted }
        return memory + disks.map { Self.disk($0, host: host, limit: settings.diskFreeShare) }
    }

    static func memory(_ use: MemoryUse, host: String, limit: Double) -> Condition {
        let share = Double(use.used) / Double(max(1, use.limit))
        let facts: JSONValue = [
            "host": .string(host), "group": use.group.map { .string($0) } ?? .null, "used_bytes": .number("\(use.used)"),
            "limit_bytes": .number("\(use.limit)"), "share": .number(NumberFormat.fixed(share, 4)),
        ]
        return Condition(
            kind: .hostMemory, subject: host + (use.group ?? ""), isOn: share > limit, isHeld: share > limit * 0.95, facts: facts)
    }

    static func disk(_ space: DiskSpace, host: String, limit: Double) -> Condition {
        let share = Double(space.free) / Double(max(1, space.total))
        let facts: JSONValue = [
            "host": .string(host), "directory": .string(space.directory), "free_bytes": .number("\(space.free)"),
            "total_bytes": .number("\(space.total)"), "free_share": .number(NumberFormat.fixed(share, 4)),
        ]
        return Condition(
            kind: .hostDisk, subject: "\(host) \(space.disk)", isOn: share < limit, isHeld: share < limit * 1.1, facts: facts)
    }
}
