/// Names a provider of enrichment in questions, answers, budgets and options. The raw value is what `--providers` takes.
package struct EnrichmentProviderName: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let realEstateAPI = EnrichmentProviderName(rawValue: "realestateapi")
    package static let apollo = EnrichmentProviderName(rawValue: "apollo")
    package static let idi = EnrichmentProviderName(rawValue: "idi")
    package static let tlo = EnrichmentProviderName(rawValue: "tlo")
    package static let batchData = EnrichmentProviderName(rawValue: "batchdata")
    package static let peopleDataLabs = EnrichmentProviderName(rawValue: "peopledatalabs")

    /// All that there are adapters for.
    package static let all: [EnrichmentProviderName] = [.realEstateAPI, .apollo, .idi, .tlo, .batchData, .peopleDataLabs]
}

extension EnrichmentProviderName: CustomStringConvertible {
    package var description: String { rawValue }
}
