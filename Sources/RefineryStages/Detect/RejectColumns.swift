package import RefineryModel

extension RejectColumns {
    /// Names for the columns of an import by which a submit maps them as the import does, without a `--map`.
    ///
    /// The file's own where they do; that of the field where there was no header, or a `--map` said what the column means.
    package static func header(of mapping: Mapping) -> [String] {
        var names = mapping.names
        // A name that is put in may take a field from another column, or lose it to one: look twice.
        for _ in 0..<2 {
            let found = try? ColumnAssignment.assign(
                headers: names, detected: ColumnDetector.byNames(names), overrides: [],
                leastConfidence: DetectedColumn.sureByName)
            guard let found, found.columns != mapping.columns else { return names }
            for (column, use) in mapping.columns.enumerated() where found.columns[column] != use {
                switch (use, found.columns[column].field) {
                case (.field(let field, let multiplier, let role), _): names[column] = name(of: field, role, times: multiplier)
                case (.extra, .some): names[column] = "extra_\(mapping.names[column])"
                // Its cells are empty in rejects.
                case (.neverStored, .some): names[column] = "column_\(column + 1)"
                case (_, nil): break
                }
            }
        }
        return names
    }

    private static func name(of field: Field, _ role: ColumnRole?, times multiplier: Int64) -> String {
        let name = field.rawValue + (role.map { ":\($0.rawValue)" } ?? "")
        switch multiplier {
        case 1000: return "\(name) (in 000s)"
        case 1_000_000: return "\(name) (in millions)"
        default: return name
        }
    }

    /// The mapping of a file, with these columns left out when it begins with them.
    /// - Throws: ``MappingError/columnOfRejects(_:name:)`` when a `--map` counts one of them: whoever said so counted the columns of the
    ///   file that was rejected.
    package static func dropped(from mapping: Mapping, _ overrides: [MappingOverride] = []) throws(MappingError) -> Mapping {
        guard mapping.names.starts(with: names) else { return mapping }
        for override in overrides {
            if case .numbered(let number) = override.column, names.indices.contains(number - 1) {
                throw .columnOfRejects(number, name: names[number - 1])
            }
        }
        var mapping = mapping
        for (index, name) in names.enumerated() { mapping.columns[index] = .neverStored(name: name) }
        return mapping
    }
}
