/// Parts of a contact, when only some of it is wanted of a table.
package struct FieldGroups: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let phone = FieldGroups(rawValue: 1 << 0)
    package static let email = FieldGroups(rawValue: 1 << 1)

    /// By the words that people say.
    package static let names: [(name: String, group: FieldGroups)] = [("phone", .phone), ("email", .email)]

    /// - Parameter text: Names separated by commas.
    /// - Returns: Nil when one of them is none.
    package init?(parsing text: String) {
        self = []
        for word in text.split(separator: ",") {
            let name = word.filter { $0 != " " }.lowercased()
            guard let group = Self.names.first(where: { $0.name == name })?.group else { return nil }
            insert(group)
        }
        if isEmpty { return nil }
    }

    /// Whether a field is one of theirs, or says how one is to be read.
    func has(_ field: Field) -> Bool {
        switch field {
        case .businessPhone, .directPhone, .otherPhones, .phoneExtension, .fax, .areaCode, .country: contains(.phone)
        case .businessEmail, .otherEmails: contains(.email)
        case .businessName, .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .businessAddress, .city, .state,
            .zipCode,
            .zip4, .county, .website, .industry, .businessType, .employeeCount, .annualRevenue, .sicCode, .sicDescription, .naicsCode,
            .yearEstablished:
            false
        }
    }

    /// Fields of which a table has to have one.
    fileprivate var wanted: [Field] {
        (contains(.phone) ? [.businessPhone, .directPhone, .otherPhones] : []) + (contains(.email) ? [.businessEmail, .otherEmails] : [])
    }
}

extension Mapping {
    /// Makes extras of all columns that are not wanted.
    /// - Throws: ``MappingError/fieldsMissing(_:headers:)`` where none is left.
    package mutating func keepOnly(_ groups: FieldGroups) throws(MappingError) {
        for (index, use) in columns.enumerated() {
            if let field = use.field, !groups.has(field) { columns[index] = .extra(name: names[index]) }
        }
        let fields = Set(self.fields)
        if fields.isDisjoint(with: groups.wanted) {
            throw .fieldsMissing(groups.wanted.filter { $0 == .businessPhone || $0 == .businessEmail }, headers: names)
        }
    }
}
