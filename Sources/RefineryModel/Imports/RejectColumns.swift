/// The columns that `refinery rejects` puts before those of the file.
///
/// A file that begins with them is a list of rejects that somebody fixed: the five columns are dropped when it is submitted.
package enum RejectColumns {
    package static let names = ["row", "field", "value", "code", "message"]

    /// The mapping of a file, with these columns left out when it begins with them.
    package static func dropped(from mapping: Mapping) -> Mapping {
        guard mapping.names.starts(with: names) else { return mapping }
        var mapping = mapping
        for (index, name) in names.enumerated() { mapping.columns[index] = .neverStored(name: name) }
        return mapping
    }
}
