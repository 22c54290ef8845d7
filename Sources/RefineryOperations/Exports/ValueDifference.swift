package import RefineryModel
package import RefineryStore

/// One column in which a row says something else than the record it repeats; nil where one of them says nothing.
package struct ValueDifference: Encodable, Sendable, Equatable {
    package let row: String?
    package let record: String?

    package init(row: String?, record: String?) {
        self.row = row
        self.record = record
    }

    /// The columns that differ, with a column without a field as `extra.` and its name. How a row was read is not compared.
    /// - Parameter values: What the row has, by column.
    package static func all(_ values: [RecordColumn: String], _ record: RecordRow) -> [String: ValueDifference] {
        var (row, stored) = (extras(values[.extra]), extras(record[.extra]))
        for column in RecordColumn.allCases where column != .extra && column != .processingErrors {
            row[column.rawValue] = values[column]
            stored[column.rawValue] = record[column]
        }
        var differences: [String: ValueDifference] = [:]
        for name in Set(row.keys).union(stored.keys) where row[name] != stored[name] {
            differences[name] = ValueDifference(row: row[name], record: stored[name])
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
