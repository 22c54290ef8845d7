package import RefineryModel
package import RefineryStore

/// Whose account pays for lookups, and by what.
package struct LookupTerms: Sendable {
    /// nil: the only account that has a budget, else the defaults of a new one.
    package let account: String?
    /// What a request is paid by, as the budget names it.
    package let packages: [String]

    package init(account: String?, packages: [String]) {
        self.account = account
        self.packages = packages
    }
}

extension Operations {
    /// What the lookups of a file cost, with what the database knows and by the account's budget.
    package func estimate(_ dryRun: Rehearsal, _ terms: LookupTerms) async throws -> LookupEstimate {
        let budget = try await budget(of: terms)
        let fresh = try await LookupEstimate.countFresh(
            dryRun.numbers, in: database, provider: SimulatedAccount.provider(of: budget?.account ?? ""))
        return LookupEstimate(
            dryRun, fresh: fresh, price: budget.flatMap { $0.price(of: terms.packages) } ?? LookupEstimate.usualPrice,
            ratePerSecond: budget?.limits.ratePerSecond ?? LookupEstimate.usualRate, money: budget?.monthlyMoney)
    }

    /// What the lookups of stored records cost.
    package func estimate(_ numbers: ImportNumbers, _ terms: LookupTerms) async throws -> LookupEstimate {
        let budget = try await budget(of: terms)
        return LookupEstimate(
            phoneCells: numbers.phoneCells, numbers: numbers.numbers, invalid: numbers.invalid, fresh: numbers.fresh,
            price: budget.flatMap { $0.price(of: terms.packages) } ?? LookupEstimate.usualPrice,
            ratePerSecond: budget?.limits.ratePerSecond ?? LookupEstimate.usualRate, money: budget?.monthlyMoney)
    }

    /// - Returns: nil for an account without a budget: the defaults hold.
    private func budget(of terms: LookupTerms) async throws -> LookupBudget? {
        let budgets = try await budgets()
        let real = budgets.ofRealAccounts.ofLookups
        return budgets.first { $0.account == terms.account } ?? (terms.account == nil && real.count == 1 ? real[0] : nil)
    }
}

extension LookupEstimate {
    /// Of an account that has no budget yet: what a new one has.
    package static let usualPrice = Money(micros: 8000)
    package static let usualRate = 10.0

    package init(_ dryRun: Rehearsal, fresh: Int64?, price: Money, ratePerSecond: Double, money: MonthlyMoney? = nil) {
        self.init(
            phoneCells: dryRun.phoneCells, numbers: Int64(dryRun.numbers.count), invalid: dryRun.phonesInvalid, fresh: fresh,
            price: price, ratePerSecond: ratePerSecond, money: money)
    }
}

extension LookupBudget {
    /// nil: no cap.
    fileprivate var monthlyMoney: LookupEstimate.MonthlyMoney? {
        guard let cap = limits.moneyCap, let left = moneyLeft else { return nil }
        return LookupEstimate.MonthlyMoney(cap: cap, left: left)
    }

    /// Of one request for these packages; nil when one of them has no price.
    fileprivate func price(of packages: [String]) -> Money? {
        let prices = packages.compactMap { limits.prices[$0]?.micros }
        return prices.count == packages.count ? Money(micros: prices.reduce(0, +)) : nil
    }
}
