extension SavedMapping {
    /// Reads mappings as they are exported: one object a line, one object, or an array of objects.
    /// - Throws: ``SavedMappingError``.
    package static func list(json text: String) throws -> [SavedMapping] {
        do {
            // One document, else one a line. What is wrong with the lines is said, unless there is only one.
            if let document = try? JSON.value(Document.self, from: text) { return document.mappings }
            let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
            let areDocuments = lines.count > 1 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") }
            return try (areDocuments ? lines.map(String.init) : [text]).flatMap { try JSON.value(Document.self, from: $0).mappings }
        } catch is DecodingError {
            throw SavedMappingError.unreadable
        }
    }

    /// The mapping on one line.
    package func json() throws -> String { try JSON.text(self) }

    private enum Document: Decodable {
        case one(SavedMapping)
        case several([Document])

        init(from decoder: any Decoder) throws {
            if let list = try? decoder.unkeyedContainer(), list.count != nil {
                self = .several(try decoder.singleValueContainer().decode([Document].self))
            } else {
                self = .one(try SavedMapping(from: decoder))
            }
        }

        var mappings: [SavedMapping] {
            switch self {
            case .one(let mapping): [mapping]
            case .several(let documents): documents.flatMap(\.mappings)
            }
        }
    }
}
