package import RefineryModel

/// Where one provider of enrichment is asked, and under which account. Its description shows no secret.
package struct SkipTraceConfiguration: Sendable {
    package let provider: EnrichmentProviderName
    /// Tells accounts of one provider apart, in the name of the budget.
    package var label = "default"
    /// Key or token; of IDI the client's id, of TLO the user.
    package var key: String
    /// Of IDI the client's secret, of TLO the password.
    package var secret = ""
    /// Without a slash at the end; of TLO the whole address. nil: the vendor's own.
    package var url: String?
    /// Where IDI gives tokens; nil: the vendor's own.
    package var loginURL: String?
    /// Where Apollo sends numbers that it finds later, https, without a slash at the end: the token is added. nil: it is not asked for numbers.
    package var webhookURL: String?
    /// Why data is asked for, as IDI (`glba`, `dppa`) and TLO (codes) demand to be told.
    package var purpose = SkipTracePurpose()
    /// The most that questions cost, by product, where that differs from ``SkipTraceProduct/price``.
    package var prices: [String: Money] = [:]
    /// What one credit costs, where the service says how many it took. nil: as the product's price implies.
    package var creditPrice: Money?
    /// The longest one request may take.
    package var timeout: Duration = .seconds(30)

    package init(_ provider: EnrichmentProviderName, key: String) {
        self.provider = provider
        self.key = key
    }

    /// Whether the vendor itself is asked, and not a stand-in.
    package var isVendor: Bool { url == nil }

    /// The address with no slash at the end.
    func base(_ vendor: String) -> String { Self.trimmed(url ?? vendor) }
    func login(_ vendor: String) -> String { Self.trimmed(loginURL ?? url ?? vendor) }
    var webhook: String? { webhookURL.map(Self.trimmed) }

    func account(_ products: [SkipTraceProduct]) -> SkipTraceAccount {
        let priced = products.map {
            SkipTraceProduct(
                $0.name, price: prices[$0.name] ?? $0.price, chargesMisses: $0.chargesMisses, questionsPerRequest: $0.questionsPerRequest)
        }
        return SkipTraceAccount(provider: provider, id: "\(provider.rawValue):\(label)", products: priced)
    }

    private static func trimmed(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}

/// Why personal data is asked for, in the codes of the laws (GLBA, DPPA) and of the vendors.
package struct SkipTracePurpose: Sendable, Equatable {
    package var glba = "otheruse"
    package var dppa = "none"
    package var permissibleUse = "0"

    package init() {}
}

extension SkipTraceConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(provider) at \(url ?? "its own address")" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
