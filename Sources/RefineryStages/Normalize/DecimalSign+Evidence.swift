package import RefineryModel

extension DecimalSign {
    /// For each column of numbers what its values in some rows say of the decimal sign; columns that say nothing are left out.
    package static func evident(in rows: some Sequence<[String]>, _ mapping: Mapping) -> [Field: DecimalSign]? {
        var signs: [Field: DecimalSign] = [:]
        for field in [Field.employeeCount, .annualRevenue] {
            guard let column = mapping.column(of: field) else { continue }
            signs[field] = evident(in: rows.lazy.compactMap { $0.indices.contains(column) ? $0[column] : nil })
        }
        return signs.isEmpty ? nil : signs
    }
}
