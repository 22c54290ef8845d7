import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport

/// What a worker is told when it asks for permits.
struct Permits: Equatable {
    let lease: Int64
    let granted: Int
    let offset: Int64
    let step: Int64
    let reason: PermitReason
    let wait: Int64
    let epoch: Int64
    let price: Int64

    /// When each permit is due, for somebody who was told at `now`.
    func due(_ now: Int64) -> [Int64] { (0..<Int64(granted)).map { now + max(0, offset + $0 * step) } }
}

/// Asks for permits as a worker does, by the server's clock.
struct TakePermits: Query {
    static let sql = """
        SELECT lease, granted, offset_us, step_us, reason, wait_us, epoch, price_micros
          FROM refinery.take_lookup_permits_v1($1::text, $2::uuid, $3::uuid, $4::text[], $5::int, $6::int)
        """
    var account = "AC1"
    var worker = WorkerID()
    var importID: ImportID?
    var fields = ["line_type_intelligence"]
    var wanted = 1
    var workers = 1

    func bind(_ parameters: inout Parameters) {
        parameters.append(account)
        parameters.append(worker)
        parameters.append(importID)
        parameters.append(fields)
        parameters.append(Int32(wanted))
        parameters.append(Int32(workers))
    }

    static func decode(_ row: Row) throws -> Permits {
        let granted: Int32 = try row[1]
        return Permits(
            lease: try row[0], granted: Int(granted), offset: try row[2], step: try row[3], reason: try row[4], wait: try row[5],
            epoch: try row[6], price: try row[7])
    }
}

/// The same at an instant that the test chooses.
struct TakePermitsAt: Query {
    static let sql = TakePermits.sql.replacing("refinery.take_lookup_permits_v1(", with: "refinery_internal.take_lookup_permits_at(")
        .replacing("$6::int)", with: "$6::int, $7::bigint)")
    var ask: TakePermits
    var now: Int64

    func bind(_ parameters: inout Parameters) {
        ask.bind(&parameters)
        parameters.append(now)
    }

    static func decode(_ row: Row) throws -> Permits { try TakePermits.decode(row) }
}

/// Reports an outcome at an instant that the test chooses.
struct ReportAt: Query {
    static let sql =
        "SELECT refinery_internal.report_lookups_at($1::text, $2::bigint, $3::text, $4::bigint, $5::int, $6::int, NULL, $7::bigint)"
    var account = "AC1"
    var epoch: Int64
    var outcome: String
    var retryAfter: Int64?
    var inFlight: Int?
    var concurrent: Int?
    var now: Int64

    func bind(_ parameters: inout Parameters) {
        parameters.append(account)
        parameters.append(epoch)
        parameters.append(outcome)
        parameters.append(retryAfter)
        parameters.append(inFlight.map { Int32($0) })
        parameters.append(concurrent.map { Int32($0) })
        parameters.append(now)
    }

    static func decode(_ row: Row) throws -> ReportEffect { try row[0] }
}

/// Asks for a share at an instant that the test chooses.
struct ShareAt: Query {
    static let sql = "SELECT in_flight, workers, fraction, reason FROM refinery_internal.lookup_share_at($1::text, $2::uuid, $3::bigint)"
    var account = "AC1"
    var worker: WorkerID
    var now: Int64

    func bind(_ parameters: inout Parameters) {
        parameters.append(account)
        parameters.append(worker)
        parameters.append(now)
    }

    static func decode(_ row: Row) throws -> InFlightShare { try LookupShare.decode(row) }
}

extension TestDatabase {
    /// Midnight of 10 March 2026, UTC, in microseconds.
    static var march: Int64 { 1_773_100_800_000_000 }

    func take(_ ask: TakePermits = TakePermits(), at now: Int64? = nil) async throws -> Permits {
        let found = if let now { try await first(TakePermitsAt(ask: ask, now: now)) } else { try await first(ask) }
        return try found ?? { throw StoreError.unexpectedRows(statement: "take_lookup_permits") }()
    }

    func report(
        _ outcome: String, epoch: Int64, retryAfter: Int64? = nil, inFlight: Int? = nil, concurrent: Int? = nil, at now: Int64
    ) async throws -> ReportEffect? {
        try await first(
            ReportAt(epoch: epoch, outcome: outcome, retryAfter: retryAfter, inFlight: inFlight, concurrent: concurrent, now: now))
    }

    /// Sets limits of AC1.
    func setBudget(_ change: (inout BudgetChange) -> Void) async throws {
        var wanted = BudgetChange()
        change(&wanted)
        _ = try await first(SetBudget(account: "AC1", change: wanted))
    }

    func budget(_ account: String = "AC1") async throws -> LookupBudget? { try await first(ListBudgets(account: account)) }

    /// Lookup workers that live for an hour, in the order in which they registered.
    func makeLookupWorkers(_ count: Int, account: String = "AC1") async throws -> [WorkerID] {
        var workers: [WorkerID] = []
        for _ in 0..<count {
            let id = WorkerID()
            try await execute(
                """
                INSERT INTO refinery.workers (id, role, host, pid, version, lease_until, account)
                VALUES ('\(id)', 'lookup-worker', 'test', 1, 'test', clock_timestamp() + interval '1 hour', '\(account)')
                """)
            workers.append(id)
        }
        return workers
    }

    /// The same database, as a login that is a member of `role` only.
    func restricted(to role: String) async throws -> TestDatabase {
        let login = "refinery_test_login_\(role.dropFirst("refinery_".count))"
        try await execute(
            """
            DO $$ BEGIN
                CREATE ROLE \(login) LOGIN IN ROLE \(role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """)
        return TestDatabase(
            url: url.contains("://") ? "\(url)\(url.contains("?") ? "&" : "?")user=\(login)" : "\(url) user=\(login)")
    }
}
