/// A mapping for files to come: one that was confirmed for a file and counts for all with the same headers, or a template, which counts
/// for every file that has the headers it requires, whatever else it has.
package struct SavedMapping: Sendable, Equatable {
    /// What a column with this header is.
    package struct Column: Sendable, Equatable {
        package let header: String
        package let target: MappingOverride.Target

        package init(header: String, target: MappingOverride.Target) {
            self.header = header
            self.target = target
        }
    }

    /// For people: the file that it was confirmed for, or the program whose exports it knows.
    package var name: String
    /// Where a template's headers are written down, for people.
    package var source: String?
    /// Headers by which a template knows its files; nil: it counts for files with all headers of ``columns`` and no other.
    package var requires: [String]?
    package var columns: [Column]

    package init(name: String, source: String? = nil, requires: [String]? = nil, columns: [Column]) {
        self.name = name
        self.source = source
        self.requires = requires
        self.columns = columns
    }

    /// What is to be remembered of a file.
    /// - Parameters:
    ///   - header: The cells of its header; nil: it has none.
    ///   - mapping: One use for each of them.
    /// - Returns: Nil where nothing would tell the next such file: it has no header, or is a list of ours.
    package init?(name: String, header: [String]?, mapping: Mapping) {
        guard let header, HeaderSignature(header) != nil, OwnList(mapping.names) == nil else { return nil }
        self.init(
            name: name,
            columns: zip(header, mapping.columns).map { Column(header: $0, target: MappingOverride.Target($1)) })
    }

    package var isTemplate: Bool { requires != nil }

    /// What it is known by: 16 hexadecimal digits, of its headers, or of the name of a template.
    package var id: String {
        if isTemplate { return HeaderSignature.digits("template \(HeaderKey(name).text)") }
        return HeaderSignature(columns.map(\.header))?.id ?? HeaderSignature.digits("")
    }
}

extension SavedMapping: Codable {
    private enum CodingKeys: CodingKey {
        case name, source, requires, columns
    }

    /// - Throws: `DecodingError`, ``SavedMappingError``.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let name = try values.decode(String.self, forKey: .name)
        let written = try values.decode([Column.Written].self, forKey: .columns)
        self.init(
            name: name, source: try values.decodeIfPresent(String.self, forKey: .source),
            requires: try values.decodeIfPresent([String].self, forKey: .requires),
            columns: try written.map { column in
                do {
                    return Column(header: column.header, target: try MappingOverride.Target(column.field))
                } catch let error as MappingError {
                    throw SavedMappingError.impossible(name, header: column.header, error)
                }
            })
        try check()
    }

    private func check() throws(SavedMappingError) {
        if name.isEmpty { throw .nameless }
        let texts = [name, source ?? ""] + (requires ?? []) + columns.map(\.header)
        if texts.contains(where: { $0.utf8.contains(0) }) { throw .unstorable }
        if columns.allSatisfy({ HeaderKey($0.header).text.isEmpty }) { throw .columnless(name) }
        guard let requires else { return }
        let known = Set(columns.map { HeaderKey($0.header) })
        if requires.isEmpty { throw .requiresNothing(name) }
        if let other = requires.first(where: { !known.contains(HeaderKey($0)) }) { throw .requiresUnknown(name, header: other) }
    }
}

extension SavedMapping.Column: Encodable {
    /// As it is in JSON.
    fileprivate struct Written: Codable {
        let header: String
        let field: String
    }

    package func encode(to encoder: any Encoder) throws { try Written(header: header, field: target.text).encode(to: encoder) }
}

/// Why a mapping makes no sense.
package enum SavedMappingError: Fault, Equatable {
    case unreadable
    case nameless
    case unstorable
    case columnless(String)
    case requiresNothing(String)
    case requiresUnknown(String, header: String)
    /// What is said of the column cannot be.
    case impossible(String, header: String, MappingError)

    package var code: FaultCode { .mappingInvalid }
    package var summary: String {
        switch self {
        case .unreadable: "These are no mappings: it is not the JSON that mappings are exported as."
        case .nameless: "A mapping has no name."
        case .unstorable: "A text of a mapping holds a character NUL, which no database keeps."
        case .columnless(let name): "The mapping “\(name)” names no column."
        case .requiresNothing(let name): "The template “\(name)” requires no header, and would count for every file."
        case .requiresUnknown(let name, let header): "The template “\(name)” requires the header “\(header)” and does not say what it is."
        case .impossible(let name, let header, let error): "The column “\(header)” of the mapping “\(name)”: \(error.summary)"
        }
    }
    package var remedy: String? {
        switch self {
        case .unreadable: "Look at one that was exported; each has a name and columns, and each column a header and a field."
        case .nameless: "Give it one that tells people what it is for."
        case .unstorable: "Take \\u0000 out of it."
        case .columnless: "Say of each column its header and its field."
        case .requiresNothing: "Name headers that only such files have."
        case .requiresUnknown: "Add the header to its columns."
        case .impossible(_, _, let error): error.remedy
        }
    }
}
