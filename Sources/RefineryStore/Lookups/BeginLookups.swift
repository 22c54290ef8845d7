package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Locks numbers for a claimed job, in order; none when the lease was lost. SQL: `sql/queries/lookups/lock_numbers.sql`.
package struct LockNumbers: Query {
    package static let sql = SQLCatalog.query("lock_numbers")
    package let job: ClaimedJob, numbers: [String]

    package init(job: ClaimedJob, numbers: [String]) {
        self.job = job
        self.numbers = numbers
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(numbers)
    }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Writes the intent to ask and takes the permits for it, in one transaction with ``LockNumbers`` before it.
/// SQL: `sql/queries/lookups/begin_lookups.sql`.
package struct BeginLookups: Query {
    package static let sql = SQLCatalog.query("begin_lookups")
    package let job: ClaimedJob, numbers: [String], account: LookupAccount, workers: Int, request: LookupRequestID, lead: Duration

    /// - Parameters:
    ///   - workers: Living lookup workers, which decides how many permits are taken at a time.
    ///   - request: Names this question: asked again because its answer was lost, it gets the same permits.
    ///   - lead: How long the answer is on its way: no permit can be used earlier.
    package init(
        job: ClaimedJob, numbers: [String], account: LookupAccount, workers: Int, request: LookupRequestID, lead: Duration = .zero
    ) {
        self.job = job
        self.numbers = numbers
        self.account = account
        self.workers = workers
        self.request = request
        self.lead = lead
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(numbers)
        parameters.append(account.id)
        parameters.append(account.fields)
        parameters.append(Int32(clamping: max(1, workers)))
        parameters.append(account.provider)
        parameters.append(request)
        parameters.append(lead.inMicroseconds)
    }

    /// The number is nil where none of those asked about is there any more.
    package static func decode(_ row: Row) throws -> (BegunNumber?, LookupPermits) {
        let e164: String? = try row[0]
        let number = try e164.map { BegunNumber(e164: $0, verdict: try row[1], isRepeated: try row[2]) }
        return (number, try LookupPermits(row, from: 3))
    }
}

/// What to do with a paid question that a job wants to ask.
package enum BegunVerdict: String, Sendable, PostgresValue {
    /// Somebody has answered it meanwhile.
    case settled
    /// Somebody else is asking.
    case elsewhere
    /// There is a permit, and the intent is written.
    case ask
    /// There is no permit yet.
    case later
}

/// What to do with a number that a job wants.
package struct BegunNumber: Sendable, Equatable {
    package typealias Verdict = BegunVerdict

    package let e164: String
    package let verdict: Verdict
    /// Whether whoever was about to ask before is gone, so that the request may be made a second time.
    package let isRepeated: Bool
}

/// The right to make some requests.
package struct LookupPermits: Sendable, Equatable {
    package let importStatus: ImportStatus
    /// nil when nothing was granted.
    package let lease: Int64?
    package let granted: Int
    /// When the first request is due, counted from the receipt of this answer.
    package let offset: Duration
    /// Between two requests.
    package let step: Duration
    package let reason: PermitReason
    /// With nothing granted, how long to wait before asking again; else how long others were waited for before it was granted.
    package let wait: Duration
    /// Says which state of the budget the permits belong to: reports about an older one change nothing.
    package let epoch: Int64
    /// What one request costs.
    package let priceMicros: Int64

    /// Reads them as the statements that take permits give them.
    init(_ row: Row, from column: Int) throws {
        self.init(
            importStatus: try row[column], lease: try row[column + 1], granted: Int(try row[column + 2] as Int32),
            offset: .microseconds(try row[column + 3] as Int64), step: .microseconds(try row[column + 4] as Int64),
            reason: try row[column + 5], wait: .microseconds(try row[column + 6] as Int64), epoch: try row[column + 7],
            priceMicros: try row[column + 8])
    }

    package init(
        importStatus: ImportStatus, lease: Int64?, granted: Int, offset: Duration, step: Duration, reason: PermitReason, wait: Duration,
        epoch: Int64, priceMicros: Int64
    ) {
        self.importStatus = importStatus
        self.lease = lease
        self.granted = granted
        self.offset = offset
        self.step = step
        self.reason = reason
        self.wait = wait
        self.epoch = epoch
        self.priceMicros = priceMicros
    }
}
