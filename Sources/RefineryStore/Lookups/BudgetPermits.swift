package import Postgres
internal import RefineryModel
internal import SQLCatalog

/// Why permits were granted or not: what `refinery.take_lookup_permits_v1` answers.
package enum PermitReason: String, Sendable, PostgresValue, CaseIterable {
    case ok
    /// Not due yet.
    case rate
    /// The month's requests are used up.
    case quota
    /// The month's money is used up.
    case money
    /// What the import may cost is used up.
    case importMoney = "import_money"
    /// One of the packages has no price.
    case price
    /// The account asked for a pause.
    case paused
    /// The circuit breaker is open, or a probe is under way.
    case open
    /// The one permit that finds out whether the account is well again.
    case probe
    /// An operator has to resume.
    case stopped
}

/// Gives money and quota of permits that were not used back. SQL: `sql/views/lookup_budget.sql`.
package struct SettlePermits: Query {
    package static let sql = SQLCatalog.query("settle_lookup_permits")
    package let lease: Int64, unused: Int

    package init(lease: Int64, unused: Int) {
        self.lease = lease
        self.unused = unused
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(lease)
        parameters.append(Int32(clamping: unused))
    }

    /// False when the lease was settled before, or is not there.
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Deletes old leases of permits. SQL: `sql/queries/lookups/prune_lookup_leases.sql`.
package struct PruneLookupLeases: Query {
    package static let sql = SQLCatalog.query("prune_lookup_leases")
    package let age: Duration, limit: Int

    /// - Parameters:
    ///   - age: Younger ones stay. At least the month that pays, so that what is not settled can be counted.
    ///   - limit: How many of the oldest are looked at.
    package init(age: Duration, limit: Int) {
        self.age = age
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(age.inMilliseconds)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
