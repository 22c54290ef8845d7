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
    }

    private let encoding: CSVEncoding
    private let reader: CSVReader
    private var output: [UInt8] = []

    package init(format: CSVFormat) {
        encoding = format.encoding
        reader = CSVReader(format: format)
    }

    /// Calls `body` once with the text of `raw`, whole records in the format's encoding.
    package func decode<Result>(_ raw: UnsafeBufferPointer<UInt8>, _ body: (Text) throws -> Result) rethrows -> Result {
        let valid = encoding.unitWidth == 1 ? UTF8Validation.validPrefix(raw) : 0
        let isCopyNeeded = encoding == .windows1252 ? !isASCII(raw) : valid < raw.count
        guard isCopyNeeded else { return try body(Text(utf8: raw, replacements: 0, windows1252Records: [])) }

        output.removeAll(keepingCapacity: true)
        var records: [Int] = []
        let replacements = encoding == .utf8 ? decodeMixed(raw, into: &records) : encoding.decode(raw, into: &output)
        return try output.withUnsafeBufferPointer {
            try body(Text(utf8: $0, replacements: replacements, windows1252Records: records))
        }
    }

    private func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

    private func decodeMixed(_ raw: UnsafeBufferPointer<UInt8>, into records: inout [Int]) -> Int {
        guard let base = raw.baseAddress else { return 0 }
        output.reserveCapacity(raw.count + raw.count / 8)
        var replacements = 0
        var index = 0
        var copied = 0
        reader.read(raw) { record in
            let bytes = record.raw
            if !UTF8Validation.isValid(bytes) {
                let start = bytes.baseAddress! - base
                output.append(contentsOf: raw[copied..<start])
                replacements += CSVEncoding.windows1252.decode(bytes, into: &output)
                copied = start + bytes.count
                records.append(index)
            }
            index += 1
        }
        output.append(contentsOf: raw[copied...])
        return replacements
    }
}
