#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel

/// Values kept as JSON in the database: keys in order, so that equal values are equal text.
package enum JSON {
    package static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// What a command prints: as ``text(_:)``, but properties in camelCase become keys in snake_case.
    package static func document(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    package static func value<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension ImportOptions {
    /// Reads what `imports.options` holds.
    /// - Throws: ``StoreError/optionsUnusable(_:)`` for numbers that nothing can be split by: whoever may write the table may write any.
    package init(json: String) throws {
        self = try JSON.value(from: json)
        guard batchSize > 0 else { throw StoreError.optionsUnusable("batch_size is \(batchSize)") }
        guard rowBytesMax > 0 else { throw StoreError.optionsUnusable("row_bytes_max is \(rowBytesMax)") }
        guard format.delimiter.utf8.count == 1, format.firstRowOffset >= 0 else {
            throw StoreError.optionsUnusable("delimiter or first_row_offset make no sense")
        }
    }
}
