package import RefineryModel

extension ImportOptions {
    /// Reads what `imports.options` holds.
    /// - Throws: ``StoreError/optionsUnusable(_:)`` for what nobody can follow: whoever may write the table may write anything.
    package init(json: String) throws {
        do {
            self = try JSON.value(from: json)
        } catch let error as DecodingError {
            throw StoreError.optionsUnusable("\(error.place) cannot be read")
        }
        guard Self.batchSizes.contains(batchSize) else { throw StoreError.optionsUnusable("batch_size is \(batchSize)") }
        guard Self.rowBytes.contains(rowBytesMax) else { throw StoreError.optionsUnusable("row_bytes_max is \(rowBytesMax)") }
        guard format.delimiter.utf8.count == 1 else { throw StoreError.optionsUnusable("delimiter is no single character") }
        guard format.firstRowOffset >= 0 else { throw StoreError.optionsUnusable("first_row_offset is \(format.firstRowOffset)") }
        guard mapping.columns.count == mapping.names.count else {
            throw StoreError.optionsUnusable("mapping has \(mapping.columns.count) columns and \(mapping.names.count) names")
        }
    }
}

extension DecodingError {
    /// Keys only: a value may be the name of somebody's column.
    fileprivate var place: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
            @unknown default: []
            }
        return path.isEmpty ? "their JSON" : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
