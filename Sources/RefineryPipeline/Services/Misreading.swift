internal import CSV
package import RefineryModel

/// A file makes no sense as somebody said it is written, and does as it looks.
package struct Misreading: Fault, Equatable {
    package let code: FaultCode
    package let summary: String
    package let remedy: String?

    /// nil when nothing was said of delimiter and encoding, or what was said is what the file looks like.
    /// - Parameters:
    ///   - prefix: The start of the file.
    ///   - code: What went wrong with the file as it was read.
    init?(_ prefix: [UInt8], isWholeFile: Bool, _ choices: ReadingChoices, _ code: FaultCode) {
        guard [.headerNotFound, .columnsMissing, .csvUnreadable, .fileEmpty].contains(code) else { return nil }
        let named = choices.encoding.flatMap(CSVEncoding.init(named:))
        guard let seen = try? CSVSniffer.preview(prefix, isWholeFile: isWholeFile, skippedLines: choices.skippedLines) else { return nil }
        self.code = code
        if let named, named != seen.format.encoding {
            summary = "The file cannot be read as \(named.rawValue), which --encoding says: it looks like \(seen.format.encoding.rawValue)."
            remedy = "Leave --encoding out, or say --encoding \(seen.format.encoding.rawValue)."
        } else if let delimiter = choices.delimiter, delimiter != seen.format.delimiter,
            let said = try? CSVSniffer.preview(
                prefix, isWholeFile: isWholeFile, delimiter: delimiter, encoding: named, skippedLines: choices.skippedLines)
        {
            let (cells, better) = (said.usualCells, seen.usualCells)
            guard better > cells else { return nil }
            summary =
                "With the delimiter \(Self.name(delimiter)) "
                + (cells == 1 ? "every row has one cell" : "rows have \(cells) cells")
                + "; with \(Self.name(seen.format.delimiter)) they have \(better)."
            remedy = "Leave --delimiter out, or say --delimiter \(Self.name(seen.format.delimiter))."
        } else {
            return nil
        }
    }

    private static func name(_ delimiter: UInt8) -> String {
        delimiter == UInt8(ascii: "\t") ? "tab" : "'\(Character(Unicode.Scalar(delimiter)))'"
    }
}

extension CSVPreview {
    /// How many cells most of the first rows have.
    fileprivate var usualCells: Int {
        let counts = Dictionary(grouping: records.map(\.fields.count)) { $0 }
        return counts.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key ?? 0
    }
}
