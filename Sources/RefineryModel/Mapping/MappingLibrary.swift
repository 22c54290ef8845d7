/// Where the meaning of a file's columns comes from, when it was not found out.
package struct MappingOrigin: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        /// A mapping that was confirmed for a file with the same headers.
        case remembered
        /// What is known of the exports of a program.
        case template
    }

    package let kind: Kind
    package let name: String
    /// As ``SavedMapping/id``.
    package let id: String

    init(_ mapping: SavedMapping) {
        kind = mapping.isTemplate ? .template : .remembered
        name = mapping.name
        id = mapping.id
    }

    /// For people.
    package var description: String {
        switch kind {
        case .remembered: "remembered of \(name) (\(id.prefix(8)))"
        case .template: "template \(name)"
        }
    }
}

/// The mappings that a file is compared with: remembered ones first, then templates.
package struct MappingLibrary: Sendable {
    private var remembered: [HeaderSignature: SavedMapping] = [:]
    private var templates: [Template] = []

    /// - Parameters:
    ///   - own: Of the user's own: remembered ones, and templates, which win over the others.
    ///   - templates: Those that come with the program.
    package init(own: [SavedMapping] = [], templates: [SavedMapping] = []) {
        for mapping in own where !mapping.isTemplate {
            if let signature = HeaderSignature(mapping.columns.map(\.header)) { remembered[signature] = mapping }
        }
        self.templates =
            own.filter(\.isTemplate).map { Template($0, isOwn: true) } + templates.filter(\.isTemplate).map { Template($0, isOwn: false) }
    }

    /// The first of some records that is the header of a remembered mapping.
    package func header(among records: some Collection<[String]>) -> Int? {
        if remembered.isEmpty { return nil }
        return records.enumerated().first { HeaderSignature($0.element).flatMap { remembered[$0] } != nil }?.offset
    }

    /// The first of some records that is the header of an export a template knows.
    package func knownHeader(among records: some Collection<[String]>) -> Int? {
        if templates.isEmpty { return nil }
        return records.enumerated().first { record in
            let present = Set(record.element.map { HeaderKey($0) })
            return templates.contains { $0.requires.isSubset(of: present) }
        }?.offset
    }

    /// The mapping for a file with these headers; nil: none of them.
    package func match(_ headers: [String]) -> Match? {
        let list = OwnList(headers)
        if list?.holdsRejects == true { return nil }
        // The columns of a table of ours say nothing of the file that it was.
        let hidden = Set(list?.positions ?? [])
        let own = hidden.isEmpty ? headers : headers.indices.filter { !hidden.contains($0) }.map { headers[$0] }
        if !remembered.isEmpty, let mapping = HeaderSignature(own).flatMap({ remembered[$0] }) {
            return Match(mapping, headers.map { HeaderKey($0) })
        }
        if templates.isEmpty { return nil }
        let keys = headers.map { HeaderKey($0) }
        let present = Set(keys)
        let fitting = templates.filter { $0.requires.isSubset(of: present) }
        // Of several the one that knows most of the file.
        let best = fitting.enumerated().max {
            let (one, other) = ($0.element.rank(present), $1.element.rank(present))
            return one == other ? $0.offset > $1.offset : one < other
        }
        return best.map { Match($0.element.mapping, keys) }
    }

    private struct Template: Sendable {
        let mapping: SavedMapping
        let requires: Set<HeaderKey>
        let known: Set<HeaderKey>
        let isOwn: Bool

        init(_ mapping: SavedMapping, isOwn: Bool) {
            self.mapping = mapping
            self.isOwn = isOwn
            requires = Set((mapping.requires ?? []).map { HeaderKey($0) })
            known = Set(mapping.columns.map { HeaderKey($0.header) })
        }

        func rank(_ headers: Set<HeaderKey>) -> (Int, Int) { (isOwn ? 1 : 0, known.count(where: headers.contains)) }
    }

    /// A mapping applied to the headers of a file.
    package struct Match {
        package let origin: MappingOrigin
        /// One a column; nil where the mapping says nothing of it.
        private let targets: [MappingOverride.Target?]

        init(_ mapping: SavedMapping, _ headers: [HeaderKey]) {
            origin = MappingOrigin(mapping)
            let said = Dictionary(grouping: mapping.columns) { HeaderKey($0.header) }
            var seen: [HeaderKey: Int] = [:]
            targets = headers.map { key in
                guard let columns = said[key] else { return nil }
                // Of columns with the same name the first is what was said of the first, and so on.
                let place = seen[key, default: 0]
                seen[key] = place + 1
                return columns[min(place, columns.count - 1)].target
            }
        }

        /// What it says of the columns that are not mapped by hand. A field has one column: what was said by hand wins, then the first
        /// column; a further phone or e-mail is kept as such, and what else is left over as an extra.
        /// - Parameters:
        ///   - columns: Positions of columns that are mapped by hand.
        ///   - fields: What these are.
        func overrides(besides columns: Set<Int>, _ fields: Set<Field>) -> [MappingOverride] {
            var taken = fields
            return targets.enumerated().compactMap { column, target in
                guard let target, !columns.contains(column) else { return nil }
                return MappingOverride(column: .numbered(column + 1), target: Self.free(target, &taken))
            }
        }

        private static func free(_ target: MappingOverride.Target, _ taken: inout Set<Field>) -> MappingOverride.Target {
            guard case .field(let field, let role) = target, role?.isPart != true, !field.isRepeatable else { return target }
            if taken.insert(field).inserted { return target }
            switch field {
            case .businessPhone: return .field(.otherPhones, role: role ?? .main)
            case .directPhone: return .field(.otherPhones, role: role ?? .direct)
            case .businessEmail: return .field(.otherEmails, role: role)
            default: return .extra
            }
        }
    }
}
