/// Turns the raw bytes of a group into UTF-8 text, without a copy when they already are.
///
/// Some files mix two encodings. So in a UTF-8 file a record that is not valid UTF-8 is read as Windows-1252, that record alone.
package final class CSVBatchDecoder {
    /// The text of one group.
    package struct Text {
        /// Valid UTF-8, valid inside the closure only.
        package let utf8: UnsafeBufferPointer<UInt8>
        /// Invalid sequences that became U+FFFD.
        package let replacements: Int
        /// Records, counted from 0 in the group, that were read as Windows-1252 in a UTF-8 file; ascending.
        package let windows1252Records: [Int]
        /// Records in which text that was encoded twice was read as what it was before; ascending.
        package let repairedRecords: [Int]
    }

    private let format: CSVFormat
    private let converter: Converter?
    private let reader: CSVReader
    private var output: [UInt8] = []
    /// What ``output`` was before the last pass over it.
    private var input: [UInt8] = []

    package init(format: CSVFormat) {
        self.format = format
        converter = format.encoding.converter
        reader = CSVReader(format: format)
    }

    /// Calls `body` once with the text of `raw`, whole records in the format's encoding.
    package func decode<Result>(_ raw: UnsafeBufferPointer<UInt8>, _ body: (Text) throws -> Result) rethrows -> Result {
        if isText(raw) && !format.isEncodedTwice && !format.isWrapped {
            return try body(Text(utf8: raw, replacements: 0, windows1252Records: [], repairedRecords: []))
        }
        output.removeAll(keepingCapacity: true)
        var legacy: [Int] = []
        let replacements = transcode(raw, &legacy)
        let repaired = format.isEncodedTwice ? rewriteOutput { DoubleEncoding.undo($0.raw, into: &$1) } : []
        if format.isWrapped { _ = rewriteOutput { LineWrapping.unwrap($0, into: &$1) } }
        return try output.withUnsafeBufferPointer {
            try body(Text(utf8: $0, replacements: replacements, windows1252Records: legacy, repairedRecords: repaired))
        }
    }

    /// Whether the bytes are UTF-8 as they are.
    private func isText(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        switch format.encoding.kind {
        case .utf8: UTF8Validation.isValid(raw)
        case .windows1252, .converted: format.encoding.isASCIIBased && UTF8Validation.asciiEnd(raw, from: 0) == raw.count
        case .utf16LE, .utf16BE, .utf32LE, .utf32BE: false
        }
    }

    private func transcode(_ raw: UnsafeBufferPointer<UInt8>, _ legacy: inout [Int]) -> Int {
        if let converter { return converter.decode(raw, into: &output) }
        guard format.encoding == .utf8 else { return format.encoding.decode(raw, into: &output) }
        var replacements = 0
        legacy = rewrite(raw) { record, output in
            if UTF8Validation.isValid(record.raw) { return false }
            replacements += CSVEncoding.windows1252.decode(record.raw, into: &output)
            return true
        }
        return replacements
    }

    private func rewriteOutput(_ change: (CSVRecord, inout [UInt8]) -> Bool) -> [Int] {
        swap(&input, &output)
        output.removeAll(keepingCapacity: true)
        return input.withUnsafeBufferPointer { rewrite($0, change) }
    }

    /// Appends `text` to the output, with another text for each record that `change` gives one for.
    /// - Returns: These records, counted from 0.
    private func rewrite(_ text: UnsafeBufferPointer<UInt8>, _ change: (CSVRecord, inout [UInt8]) -> Bool) -> [Int] {
        guard let base = text.baseAddress else { return [] }
        output.reserveCapacity(text.count + text.count / 8)
        var changed: [Int] = []
        var index = 0
        var copied = 0
        reader.read(text) { record in
            let start = record.raw.baseAddress! - base
            output.append(contentsOf: text[copied..<start])
            copied = start
            if change(record, &output) {
                copied += record.raw.count
                changed.append(index)
            }
            index += 1
        }
        output.append(contentsOf: text[copied...])
        return changed
    }
}
