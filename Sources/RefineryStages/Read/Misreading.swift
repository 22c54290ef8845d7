internal import CSV
package import RefineryModel

/// A file makes no sense as somebody said it is written, and does as it looks.
package struct Misreading: Fault, Equatable {
    /// What was said, and how it looks.
    package enum Choice: Sendable, Equatable {
        case encoding(String)
        case delimiter(String)
    }

    package let code: FaultCode
    package let summary: String
    package let remedy: String?
    /// What the file looks like, of what was said otherwise.
    package let better: Choice

    /// nil when nothing was said of delimiter and encoding, or what was said is what the file looks like.
    /// - Parameters:
    ///   - prefix: The start of the file.
    ///   - code: What went wrong with the file as it was read.
    init?(_ prefix: [UInt8], isWholeFile: Bool, _ choices: ReadingChoices, _ code: FaultCode) {
        guard [.headerNotFound, .columnsMissing, .columnsUndecided, .csvUnreadable, .fileEmpty].contains(code) else { return nil }
        let named = choices.encoding.flatMap(CSVEncoding.init(named:))
        guard let seen = try? CSVSniffer.preview(prefix, isWholeFile: isWholeFile, skippedLines: choices.skippedLines) else { return nil }
        self.code = code
        if let named, named != seen.format.encoding {
            summary = "The file cannot be read as \(named.rawValue), as was said: it looks like \(seen.format.encoding.rawValue)."
            better = .encoding(seen.format.encoding.rawValue)
            remedy = "Leave the encoding out, or say \(seen.format.encoding.rawValue)."
        } else if let delimiter = choices.delimiter, delimiter != seen.format.delimiter,
            let said = try? CSVSniffer.preview(
                prefix, isWholeFile: isWholeFile, delimiter: delimiter, encoding: named, skippedLines: choices.skippedLines)
        {
            let (cells, cellsSeen) = (said.usualCells, seen.usualCells)
            guard cellsSeen > cells else { return nil }
            summary =
                "With the delimiter \(Self.name(delimiter)) "
                + (cells == 1 ? "every row has one cell" : "rows have \(cells) cells")
                + "; with \(Self.name(seen.format.delimiter)) they have \(cellsSeen)."
            better = .delimiter(Self.name(seen.format.delimiter))
            remedy = "Leave the delimiter out, or say \(Self.name(seen.format.delimiter))."
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
