/// A service that can be asked about phone numbers, as one account of it.
///
/// To add one: conform a type of its own target to this, name it in ``LookupProviderName``, and make it where the executable makes
/// providers. Lookup workers, the budget and the database know nothing more of it.
package protocol LookupProvider: Sendable {
    /// Who pays, and for what.
    var account: LookupAccount { get }

    /// Looks one number up: one request, sent at most once. Every failure is an outcome.
    ///
    /// When the task is cancelled the outcome is ``LookupOutcome/retry(reason:mayHaveBeenBilled:)``.
    /// - Parameter number: E.164 with `+`.
    func look(up number: String) async -> LookupOutcome
}

/// Names a provider in jobs, numbers and the options of imports.
package struct LookupProviderName: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let twilio = LookupProviderName(rawValue: "twilio")
    /// Only pretends. The database knows it by this name: its answers count for imports that ask it, and for no others.
    package static let simulator = LookupProviderName(rawValue: "simulator")

    /// A provider of enrichment, or one that only pretends to be it.
    package static func enriching(_ provider: EnrichmentProviderName, isSimulated: Bool) -> LookupProviderName {
        LookupProviderName(rawValue: isSimulated ? "\(provider.rawValue)-simulator" : provider.rawValue)
    }
}

/// On whose account is asked, and for what.
package struct LookupAccount: Sendable, Equatable {
    package let provider: LookupProviderName
    /// Names the budget.
    package let id: String
    /// The packages of the answer that are asked for, each with its price in the budget.
    package let fields: [String]

    package init(provider: LookupProviderName, id: String, fields: [String]) {
        self.provider = provider
        self.id = id
        self.fields = fields
    }
}
