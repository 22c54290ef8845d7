package import Postgres
internal import RefineryModel
internal import SQLCatalog

/// Lists budgets. SQL: `sql/queries/lookups/list_lookup_budgets.sql`.
package struct ListBudgets: Query {
    package static let sql = SQLCatalog.query("list_lookup_budgets")
    /// nil: all accounts.
    package let account: String?

    package init(account: String? = nil) { self.account = account }

    package func bind(_ parameters: inout Parameters) { parameters.append(account) }

    package static func decode(_ row: Row) throws -> LookupBudget {
        let burst: Int32 = try row[3]
        let inFlight: Int32 = try row[7]
        let ceiling: Int32 = try row[11]
        let failures: Int32 = try row[14]
        let prices: [String: Int64] = try JSON.value(from: try row[6])
        return LookupBudget(
            account: try row[0], state: try row[1],
            limits: LookupBudget.Limits(
                ratePerSecond: try row[2], burst: Int(burst), monthlyRequests: try row[4], moneyCap: try row[5],
                prices: prices.mapValues { Money(micros: $0) }, inFlight: Int(inFlight)),
            month: try row[8], usedRequests: try row[9], spent: try row[10], inFlightCeiling: Int(ceiling), rateNow: try row[12],
            pausedUntil: try row[13], failures: Int(failures), openUntil: try row[15], stoppedReason: try row[16], stoppedAt: try row[17],
            throttledAt: try row[18], epoch: try row[19], readAt: try row[20])
    }
}
