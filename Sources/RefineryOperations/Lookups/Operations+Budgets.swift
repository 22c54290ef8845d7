internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Budgets of lookups.
    /// - Parameter account: nil for all accounts.
    package func budgets(of account: String? = nil) async throws -> [LookupBudget] {
        try await withConnection { try await $0.rows(ListBudgets(account: account)) }
    }

    /// The account whose budget is to be changed.
    /// - Parameters:
    ///   - named: The one that a person named; nil: none.
    ///   - configured: That of the settings.
    /// - Throws: ``AccountFault``.
    package func account(named: String?, configured: String?) async throws -> String {
        if let named, !named.hasPrefix("AC"), !named.contains(":") { throw AccountFault.noAccountID(named) }
        if let account = named ?? configured { return account }
        let known = try await budgets().ofRealAccounts.ofLookups.map(\.account)
        guard let only = known.first, known.count == 1 else { throw AccountFault.noAccount(known: known) }
        return only
    }

    /// Sets limits of an account, for the whole fleet from now on; makes the budget where there is none.
    /// - Throws: ``ControlRefusal`` for limits that cannot be.
    package func setBudget(of account: String, _ change: BudgetChange) async throws -> [LookupBudget] {
        try await withConnection { connection in
            try await ControlRefusal.explaining { _ = try await connection.first(SetBudget(account: account, change: change)) }
            return try await connection.rows(ListBudgets(account: account))
        }
    }

    /// Makes limits of an account what the settings say, for the whole fleet; changes nothing where they are that already.
    /// - Parameter ratePerSecond: nil, as `monthlyRequests`: as it is.
    package func adoptLimits(of account: String, ratePerSecond: Double?, monthlyRequests: Int64?) async throws {
        try await withConnection { connection in
            let limits = try await connection.first(ListBudgets(account: account))?.limits
            var change = BudgetChange()
            if let ratePerSecond, limits?.ratePerSecond != ratePerSecond { change.ratePerSecond = ratePerSecond }
            if let monthlyRequests, limits?.monthlyRequests != monthlyRequests { change.monthlyRequests = monthlyRequests }
            guard change != BudgetChange() else { return }
            _ = try await connection.first(SetBudget(account: account, change: change))
        }
    }

    /// Goes on after a stop; also closes the breaker and lifts what throttling slowed.
    /// - Returns: What held the account back before, and its budget now.
    /// - Throws: ``ControlRefusal`` for an account without a budget.
    package func resumeBudget(of account: String) async throws -> (before: LookupBudget.State?, budgets: [LookupBudget]) {
        try await withConnection { connection in
            let before = try await ControlRefusal.explaining { try await connection.first(ResumeBudget(account: account)) }
            return (before, try await connection.rows(ListBudgets(account: account)))
        }
    }

    /// Makes the simulated account's budget, which does not hold anybody up until somebody sets one; what was wrong with an earlier
    /// simulator is over.
    package func prepareSimulatedBudget() async throws {
        let account = SimulatedAccount.sid
        try await withConnection { connection in
            guard try await connection.rows(ListBudgets(account: account)).isEmpty else {
                try await connection.execute(ResumeBudget(account: account))
                return
            }
            var change = BudgetChange()
            (change.ratePerSecond, change.burst, change.monthlyRequests, change.inFlight) = (10_000, 1000, 1_000_000_000, 1000)
            try await connection.execute(SetBudget(account: account, change: change))
        }
    }

    /// Sees to it that whatever an answer is paid by has a price: requests that may cost nobody knows what are never made.
    /// - Parameters:
    ///   - packages: What a request asks for.
    ///   - account: Whose budget says the prices; made where there is none.
    /// - Throws: ``LookupPriceError`` for the first package without one.
    package func checkPrices(of packages: [String], account: String) async throws {
        let known = try await withConnection { connection in
            if let budget = try await connection.first(ListBudgets(account: account)) { return budget.limits.prices }
            _ = try await connection.first(SetBudget(account: account, change: BudgetChange()))
            return try await connection.first(ListBudgets(account: account))?.limits.prices ?? [:]
        }
        guard let package = packages.first(where: { known[$0] == nil }) else { return }
        throw LookupPriceError(package: package, account: account, known: known.keys.sorted())
    }

    /// Who is asked about the numbers of an import.
    package func lookupProvider(of id: ImportID) async throws -> LookupProviderName {
        try await withConnection { try await $0.first(LoadImports(ids: [id])) }?.options.lookupProvider ?? .twilio
    }

    /// What holds the lookups of an import back now, one budget an account that may look them up; none when all is well.
    package func hindrances(of id: ImportID) async throws -> [LookupBudget] {
        let provider = try await lookupProvider(of: id)
        return try await budgets().ofLookups.filter { SimulatedAccount.provider(of: $0.account) == provider && $0.hindrance != nil }
    }
}

/// Which account is meant cannot be known.
package enum AccountFault: Fault, Equatable {
    /// No account is named, and there is not exactly one that costs money.
    case noAccount(known: [String])
    case noAccountID(String)

    package var code: FaultCode { .accountNotNamed }
    package var summary: String {
        switch self {
        case .noAccount(let known):
            known.isEmpty ? "No account is named, and none has a budget yet." : "No account is named, and \(known.count) have a budget."
        case .noAccountID(let text): "“\(text)” is the id of no account."
        }
    }
    package var remedy: String? {
        switch self {
        case .noAccount(let known): "Name one, such as \(known.first ?? "AC…"), or set TWILIO_ACCOUNT_SID."
        case .noAccountID: "Twilio's account SIDs begin with AC; accounts of enrichment are named by their provider, as apollo:default."
        }
    }
}

/// A package is to be asked for of which nobody has said what it costs.
package struct LookupPriceError: Fault {
    package let package: String
    package let account: String
    /// The packages that have a price.
    package let known: [String]

    package var code: FaultCode { .settingInvalid }
    package var summary: String { "The package \(package) has no price, and the packages to ask for name it." }
    package var remedy: String? {
        Nearest.match(for: package, in: known).map { "Did you mean \"\($0)\"? Else set its price." } ?? "Set its price."
    }
    package var details: [String: String] { ["package": package, "account": account] }
}
