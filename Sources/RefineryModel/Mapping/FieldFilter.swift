/// Which fields of files are stored; the columns of all others stay in the source and go nowhere else.
package struct FieldFilter: Sendable, Equatable {
    /// Fields that are not stored.
    package var excluded: [Field] = []
    /// The only fields that are stored, and then no columns without a field either; empty: all.
    package var included: [Field] = []

    package init() {}

    /// Whether a field is stored.
    package func keeps(_ field: Field) -> Bool {
        !excluded.contains(field) && (included.isEmpty || included.contains(field))
    }

    /// The mapping without what is not stored.
    package func filtered(_ mapping: Mapping) -> Mapping {
        guard self != FieldFilter() else { return mapping }
        var mapping = mapping
        for (index, use) in mapping.columns.enumerated() {
            let isKept =
                switch use {
                case .field(let field, _, _): keeps(field)
                case .extra: included.isEmpty
                case .neverStored: true
                }
            if !isKept { mapping.columns[index] = .neverStored(name: mapping.names[index]) }
        }
        return mapping
    }
}
