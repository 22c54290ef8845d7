internal import RefineryModel

/// What is to be said of a row that becomes a record: its `processing_errors`.
struct RowWarnings {
    private struct Warning {
        let field: Field?
        let code: IssueCode
        let value: Bytes?
    }

    private var warnings: [Warning] = []

    mutating func removeAll() { warnings.removeAll(keepingCapacity: true) }

    /// - Parameter value: The cell that it is about; it lives as long as the batch.
    mutating func append(_ code: IssueCode, _ field: Field? = nil, _ value: Bytes? = nil) {
        warnings.append(Warning(field: field, code: code, value: value))
    }

    /// All of them as JSON: `[{"code", "field", "value"}]`; nothing when there are none.
    func json(_ arena: TextArena) -> Bytes {
        guard !warnings.isEmpty else { return RecordDraft.null }
        let texts = warnings.map { $0.value.map { TextNormalizer.normalize($0, arena: arena) } ?? RecordDraft.null }
        let capacity = zip(warnings, texts).reduce(2) { $0 + 128 + $1.1.count * JSONText.escapedBytesMax }
        return arena.write(capacity) { out in
            var length = 0
            func put(_ literal: StaticString) {
                for index in 0..<literal.utf8CodeUnitCount { out[length + index] = literal.utf8Start[index] }
                length += literal.utf8CodeUnitCount
            }
            func put(_ text: String) {
                for byte in text.utf8 {
                    out[length] = byte
                    length += 1
                }
            }
            put("[" as StaticString)
            for (index, warning) in warnings.enumerated() {
                if index > 0 { put("," as StaticString) }
                put("{\"code\":\"" as StaticString)
                put(warning.code.rawValue)
                if let field = warning.field {
                    put("\",\"field\":\"" as StaticString)
                    put(field.rawValue)
                }
                put("\"" as StaticString)
                if warning.value != nil {
                    put(",\"value\":" as StaticString)
                    length += JSONText.write(quoted: texts[index], to: out + length)
                }
                put("}" as StaticString)
            }
            put("]" as StaticString)
            return length
        }
    }
}
