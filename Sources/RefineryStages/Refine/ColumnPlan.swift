internal import RefineryModel

/// The mapping of an import, turned round: for each field its column, so that refining a row looks nothing up.
struct ColumnPlan {
    /// Columns of the header.
    let count: Int
    /// What an annual revenue in plain digits is multiplied by.
    let revenueMultiplier: Int64
    /// Columns without a field, each with the beginning of its JSON member: `"name":"`.
    let extras: [(column: Int, key: [UInt8])]
    /// Columns that are stored nowhere but in the source, ascending.
    let hidden: [Int]
    private let columns: [Int?]

    init(_ mapping: Mapping) {
        count = mapping.columns.count
        columns = Field.allCases.map { mapping.column(of: $0) }
        revenueMultiplier =
            mapping.column(of: .annualRevenue).map { index in
                if case .field(_, let multiplier, _) = mapping.columns[index] { multiplier } else { 1 }
            } ?? 1
        hidden = mapping.columns.indices.filter { index in
            if case .neverStored = mapping.columns[index] { true } else { false }
        }
        extras = mapping.columns.enumerated().compactMap { index, use in
            guard case .extra(let name) = use else { return nil }
            return (column: index, key: JSONText.quoted(name) + [UInt8(ascii: ":")])
        }
    }

    /// The column of the file that holds a field, from 0; nil when none does.
    subscript(field: Field) -> Int? { columns[field.index] }
}
