/// What is known of a persona, or of a company whose people are looked for, before a provider is asked. Its description shows nothing of it.
package struct EnrichmentSubject: Sendable, Hashable, Codable {
    package var firstName: String?
    package var lastName: String?
    package var title: String?
    /// The best first.
    package var emails: [String] = []
    /// E.164, the best first.
    package var phones: [String] = []
    package var companyName: String?
    /// Without `www.`; nil for the domains of free mail.
    package var companyDomain: String?
    /// House number and street.
    package var address: String?
    package var city: String?
    /// Two letters.
    package var state: String?
    package var zipCode: String?
    /// The address of a profile at linkedin.com.
    package var linkedIn: String?

    package init() {}

    /// Whether a person is named, with first and last name.
    package var isNamed: Bool { firstName?.isEmpty == false && lastName?.isEmpty == false }
}

extension EnrichmentSubject: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "EnrichmentSubject" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What is looked for. A provider is asked for what is missing only: some sell mobiles apart, at several times the price.
package struct EnrichmentWants: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Any number to call.
    package static let phone = EnrichmentWants(rawValue: 1)
    package static let mobile = EnrichmentWants(rawValue: 2)
    package static let email = EnrichmentWants(rawValue: 4)
    package static let social = EnrichmentWants(rawValue: 8)
    /// Age or income.
    package static let demographics = EnrichmentWants(rawValue: 16)
    /// The name of a person at a company where no person is known.
    package static let name = EnrichmentWants(rawValue: 32)

    package static let all: EnrichmentWants = [.phone, .mobile, .email, .social, .demographics, .name]
}

extension EnrichmentWants {
    private static let byName: [(name: String, want: EnrichmentWants)] = [
        ("phone", .phone), ("mobile", .mobile), ("email", .email), ("social", .social), ("demographics", .demographics), ("name", .name),
    ]

    /// The words for what can be wanted.
    package static let allNames = byName.map(\.name)

    /// Those of the names that are known.
    package init(names: [String]) {
        self = Self.byName.filter { names.contains($0.name) }.reduce(into: []) { $0.insert($1.want) }
    }

    package var names: [String] { Self.byName.filter { contains($0.want) }.map(\.name) }
}
