internal import Simulation

/// A lookup as the target of an HTTP request asks for it.
struct LookupRequest: Equatable, Sendable {
    enum Version: Equatable, Sendable {
        case v1
        case v2
    }

    let version: Version
    /// The last part of the path, decoded; empty when there is none.
    let number: String
    /// Packages asked for; `nil` when one of them is unknown.
    let packages: Set<DataPackage>?
    let countryCode: String?

    private static let prefixes: [(text: StaticString, version: Version)] = [("/v2/PhoneNumbers", .v2), ("/v1/PhoneNumbers", .v1)]

    /// - Parameter target: Path and query, as `/v2/PhoneNumbers/+14155552671?Fields=line_type_intelligence`.
    /// - Returns: `nil` when the path is none of a lookup.
    init?(target: String) {
        let bytes = target.utf8
        guard let prefix = Self.prefixes.first(where: { $0.text.withUTF8Buffer { bytes.starts(with: $0) } }) else { return nil }
        let rest = bytes.dropFirst(prefix.text.utf8CodeUnitCount)
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        guard path.isEmpty || path.first == UInt8(ascii: "/") else { return nil }
        let part = path.dropFirst()
        guard !part.contains(UInt8(ascii: "/")) else { return nil }
        version = prefix.version
        number = PercentCoding.decoded(part, plusIsSpace: false)
        var packages: Set<DataPackage>? = []
        var countryCode: String?
        for pair in rest[path.endIndex...].dropFirst().split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = PercentCoding.decoded(pair[name.endIndex...].dropFirst(), plusIsSpace: true)
            switch (String(Substring(name)), prefix.version) {
            case ("CountryCode", _): countryCode = value.isEmpty ? nil : value
            case ("Fields", .v2): packages = Self.union(packages, DataPackage.named(in: value))
            case ("Type", .v1): packages = Self.union(packages, Self.legacyPackage(value))
            default: break
            }
        }
        self.packages = packages
        self.countryCode = countryCode
    }

    private static func legacyPackage(_ name: String) -> Set<DataPackage>? {
        switch name {
        case "": []
        case "carrier": [.lineTypeIntelligence]
        case "caller-name": [.callerName]
        default: nil
        }
    }

    private static func union(_ first: Set<DataPackage>?, _ second: Set<DataPackage>?) -> Set<DataPackage>? {
        guard let first, let second else { return nil }
        return first.union(second)
    }
}
