package import RefineryStore
internal import RefineryModel

/// One column in which a row says something else than the record it repeats; nil where one of them says nothing.
package struct ValueDifference: Encodable, Sendable, Equatable {
    package let row: String?
    package let record: String?

    package init(row: String?, record: String?) {
        self.row = row
        self.record = record
    }

    /// Columns that say how a row was read, not what it says.
    private static let others: Set<String> = ["row_number", "processing_errors", "extra"]

    /// The columns that differ, with a column without a field as `extra.` and its name.
    /// - Parameter values: What the row has, by column.
    package static func all(_ values: [String: String], _ record: RecordRow) -> [String: ValueDifference] {
        var columns = values.filter { !others.contains($0.key) }
        columns.merge(extras(values["extra"])) { $1 }
        var stored: [String: String] = [:]
        for (name, text) in zip(RecordRow.columns, record.texts) where RecordRow.storedColumns.contains(name) {
            if !others.contains(name) { stored[name] = text } else if name == "extra" { stored.merge(extras(text)) { $1 } }
        }
        var differences: [String: ValueDifference] = [:]
        for name in Set(columns.keys).union(stored.keys) where columns[name] != stored[name] {
            differences[name] = ValueDifference(row: columns[name], record: stored[name])
        }
        return differences
    }

    private static func extras(_ json: String?) -> [String: String] {
        guard let json, let members = try? JSON.value([String: String].self, from: json) else { return [:] }
        return Dictionary(uniqueKeysWithValues: members.map { ("extra.\($0.key)", $0.value) })
    }

    private enum CodingKeys: String, CodingKey { case row, record }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(row, forKey: .row)
        try container.encode(record, forKey: .record)
    }
}
