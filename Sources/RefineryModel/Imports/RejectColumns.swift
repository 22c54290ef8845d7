/// The columns that `refinery rejects` puts before those of the file.
///
/// A file that begins with them is a list of rejects that somebody fixed: the five columns are dropped when it is submitted.
package enum RejectColumns {
    package static let names = ["row", "field", "value", "code", "message"]

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
