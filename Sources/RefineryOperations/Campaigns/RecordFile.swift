internal import CSV
internal import RefineryModel
internal import RefineryStages

/// A small table that another program wrote: CSV with a header, or JSON Lines. A file without a header has one value a line.
struct RecordFile {
    struct Line {
        /// Where it stands, counted from 1.
        let number: Int
        /// By lower-case name; under "" where the file has no header.
        let values: [String: String]
        let text: String
    }

    /// Lines in order; those that are no record have no values.
    let lines: [Line]

    /// - Parameter names: Names of which a header has at least one.
    /// - Throws: ``SourceFileError``; `CSVError` for what is no text.
    init(path: String, names: Set<String>) throws {
        let file = try SourceFile(path: path)
        var bytes: [UInt8] = []
        while let piece = try file.next(at: Int64(bytes.count), atMost: 1 << 20) { bytes += piece }
        try self.init(bytes, names: names)
    }

    init(_ bytes: [UInt8], names: Set<String>) throws(CSVError) {
        let bytes = try Self.text(of: bytes)
        if bytes.first(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "{") {
            lines = Self.objects(bytes)
            return
        }
        var header: [String]?
        var lines: [Line] = []
        var (number, isFirst) = (1, true)
        let format = CSVFormat(delimiter: Self.delimiter(of: bytes, names))
        bytes.withUnsafeBufferPointer { buffer in
            CSVReader(format: format).read(buffer) { record in
                let start = number
                // Blank lines before it, and those inside of its quotes.
                let cells = (0..<record.count).map { String(decoding: record[$0], as: UTF8.self).trimmingBlanks }
                number += 1 + record.raw.count { $0 == UInt8(ascii: "\n") }
                let text = String(decoding: record.raw.prefix(120), as: UTF8.self)
                if isFirst {
                    isFirst = false
                    let keys = cells.map { $0.lowercased() }
                    if !names.isDisjoint(with: keys) {
                        header = keys
                        return
                    }
                }
                let keys = header ?? [""]
                lines.append(Line(number: start, values: Dictionary(zip(keys, cells), uniquingKeysWith: { first, _ in first }), text: text))
            }
        }
        self.lines = lines
    }

    /// In UTF-8, whatever it was written in: spreadsheets save UTF-16 and old encodings.
    private static func text(of bytes: [UInt8]) throws(CSVError) -> [UInt8] {
        let found = try CSVSniffer.encoding(of: bytes)
        var text: [UInt8] = []
        bytes.withUnsafeBufferPointer {
            _ = found.encoding.decode(UnsafeBufferPointer(rebasing: $0.dropFirst(found.markLength)), into: &text)
        }
        return text
    }

    /// The one by which the first line has a name that is known; else a comma.
    private static func delimiter(of text: [UInt8], _ names: Set<String>) -> UInt8 {
        let line = String(decoding: text.drop { $0 <= 0x20 }.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        for delimiter in [",", ";", "\t", "|"] as [Character] {
            let keys = line.split(separator: delimiter).map {
                String($0.filter { $0 != "\"" }).trimmingBlanks.lowercased()
            }
            if keys.count > 1, !names.isDisjoint(with: keys), let byte = delimiter.asciiValue { return byte }
        }
        return UInt8(ascii: ",")
    }

    private static func objects(_ bytes: [UInt8]) -> [Line] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
            let text = String(decoding: line, as: UTF8.self)
            let object = (try? JSON.value([String: Scalar?].self, from: text)) ?? [:]
            let pairs = object.compactMap { key, value in value.map { (key.lowercased(), $0.text) } }
            return Line(
                number: index + 1, values: Dictionary(pairs, uniquingKeysWith: { first, _ in first }), text: String(text.prefix(120)))
        }
    }

    /// A value of a JSON object as text; what is none is empty.
    private struct Scalar: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let string = try? container.decode(String.self) {
                text = string.trimmingBlanks
            } else if let number = try? container.decode(Int64.self) {
                text = "\(number)"
            } else {
                text = ""
            }
        }
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmingBlanks: String {
        let blanks: (Character) -> Bool = { $0.isWhitespace }
        return String(drop(while: blanks).reversed().drop(while: blanks).reversed())
    }
}
