package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Limits of a budget to be set; what is nil stays as it is.
package struct BudgetChange: Sendable, Equatable {
    package enum MoneyCap: Sendable, Equatable {
        case none
        case amount(Money)
    }

    package var ratePerSecond: Double?
    package var burst: Int?
    package var monthlyRequests: Int64?
    package var moneyCap: MoneyCap?
    /// Added to the prices that are there.
    package var prices: [String: Money] = [:]
    /// False for a new account that sells other things than phone lookups: their usual prices go.
    package var keepsOtherPrices = true
    package var inFlight: Int?

    package init() {}
}

/// Sets limits of an account, and makes its budget where there is none. SQL: `sql/views/lookup_budget_control.sql`.
package struct SetBudget: Query {
    package static let sql = SQLCatalog.query("set_lookup_budget")
    package let account: String, change: BudgetChange

    package init(account: String, change: BudgetChange) {
        self.account = account
        self.change = change
    }

    package func bind(_ parameters: inout Parameters) {
        var cap: Money?
        if case .amount(let amount) = change.moneyCap { cap = amount }
        parameters.append(account)
        parameters.append(change.ratePerSecond)
        parameters.append(change.burst.map { Int32(clamping: $0) })
        parameters.append(change.monthlyRequests)
        parameters.append(cap)
        parameters.append(change.moneyCap == BudgetChange.MoneyCap.none)
        parameters.append(change.prices.isEmpty ? nil : JSONB(Self.json(change)))
        parameters.append(change.inFlight.map { Int32(clamping: $0) })
    }

    /// The account.
    package static func decode(_ row: Row) throws -> String { try row[0] }

    private static let usual = ["validation", "line_type_intelligence", "caller_name", "carrier"]

    private static func json(_ change: BudgetChange) -> String {
        var prices: [String: Int64?] = change.prices.mapValues(\.micros)
        // A price of null takes one away.
        if !change.keepsOtherPrices { for name in usual where prices[name] == nil { prices[name] = .some(nil) } }
        // Names and whole numbers: nothing that cannot be encoded.
        return (try? JSON.text(prices)) ?? "{}"
    }
}

/// Lets an account go on, and forgets what throttling and failures taught. SQL: `sql/views/lookup_budget_control.sql`.
package struct ResumeBudget: Query {
    package static let sql = SQLCatalog.query("resume_lookup_budget")
    package let account: String

    package init(account: String) { self.account = account }

    package func bind(_ parameters: inout Parameters) { parameters.append(account) }

    /// What held it back.
    package static func decode(_ row: Row) throws -> LookupBudget.State { try row[0] }
}

/// Limits what the paid requests of a run may cost. SQL: `sql/views/lookup_budget_control.sql`.
package struct SetSpendingLimit: Query {
    package static let sql = SQLCatalog.query("set_run_spending_limit")
    package let importID: RunID
    /// nil: no limit.
    package let limit: Money?

    package init(importID: RunID, limit: Money?) {
        self.importID = importID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(limit)
    }

    package static func decode(_ row: Row) throws -> Money? { try row[0] }
}
