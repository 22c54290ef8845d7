internal import Postgres
internal import RefineryStore
internal import Threads

extension Checkup {
    /// Room for connections and bytes.
    func capacity(on connection: PostgresConnection) async -> [CheckResult] {
        let capacity: Capacity
        let processes: Int64
        do {
            guard let found = try await connection.first(CheckCapacity()) else {
                throw StoreError.unexpectedRows(statement: "check_capacity")
            }
            capacity = found
            processes = try await connection.rows(CheckFleet()).reduce(0) { $0 + $1.processes }
        } catch {
            return [CheckResult("connections", .warn, "This could not be checked: \(error)")]
        }
        return [Self.connections(capacity, processes: processes, poolSize: poolSize), disk(capacity)]
    }

    /// - Parameter processes: Living workers and coordinators; each may open its pool, a listening and a leading connection.
    static func connections(_ capacity: Capacity, processes: Int64, poolSize: Int) -> CheckResult {
        let wanted = processes * Int64(poolSize + 1)
        let words = "\(capacity.connections) of \(capacity.connectionsMax) in use; the fleet may open \(wanted)"
        let remedy = "Lower DATABASE_POOL_SIZE (a worker needs 2 or 3), or raise max_connections."
        if capacity.connections * 100 >= Int64(capacity.connectionsMax) * 95 {
            return CheckResult("connections", .fail, words, remedy: remedy)
        }
        return CheckResult(
            "connections", wanted > capacity.connectionsMax ? .warn : .ok, words, remedy: wanted > capacity.connectionsMax ? remedy : nil)
    }

    private func disk(_ capacity: Capacity) -> CheckResult {
        let size = "the database has \(NumberText.bytes(capacity.databaseBytes))"
        guard isPrivate || capacity.isLocal, let directory = capacity.dataDirectory, let space = diskSpace(of: directory) else {
            return CheckResult("disk", .ok, size + "; free space cannot be seen from here")
        }
        return Self.disk(free: space.free, total: space.total, size: size)
    }

    static func disk(free: Int64, total: Int64, size: String) -> CheckResult {
        let words = "\(size); \(NumberText.bytes(free)) of \(NumberText.bytes(total)) are free"
        let remedy = "Free space or enlarge the volume: a full disk stops Postgres. KEEP_SOURCES_HOURS deletes old sources."
        if free < 512 << 20 { return CheckResult("disk", .fail, words, remedy: remedy) }
        let isLow = free < 2 << 30 || free * 20 < total
        return CheckResult("disk", isLow ? .warn : .ok, words, remedy: isLow ? remedy : nil)
    }
}
