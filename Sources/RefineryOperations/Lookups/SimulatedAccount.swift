package import RefineryModel
package import RefineryStore

/// The account of which no answer is real: that of the simulator for tries on one machine.
package enum SimulatedAccount {
    package static let sid = "AC" + String(repeating: "0", count: 32)

    /// Who answers for an account.
    package static func provider(of account: String) -> LookupProviderName { account == sid ? .simulator : .twilio }
}

extension [LookupBudget] {
    /// Whoever has not said which account means one that costs money.
    package var ofRealAccounts: [LookupBudget] { filter { $0.account != SimulatedAccount.sid } }

    /// Those that pay for phone lookups; the others pay for enrichment, and bear the name of their provider before a colon.
    package var ofLookups: [LookupBudget] { filter { !$0.account.contains(":") } }
}
