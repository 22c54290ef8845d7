/// Why a file cannot be read as CSV, in words for the person who submitted it.
package enum CSVError: Error, Sendable, Equatable {
    /// The file has no bytes, or a byte order mark and nothing else.
    case empty
    /// The file has lines, but all of them are blank.
    case noRecords
    /// The file is something else than text; `kind` names it.
    case notText(FileKind)
    /// The first record does not end within the part of the file that was looked at.
    case firstRecordTooLong(limitBytes: Int)
    /// The file ends, as far as it was looked at, within the lines that were to be skipped.
    case tooFewLines(skipped: Int)
    /// The file holds one record that cannot be read: a quote opens a field and nothing closes it.
    case unclosedQuote(line: Int)

    /// What happened.
    package var summary: String {
        switch self {
        case .empty: "The file is empty."
        case .noRecords: "The file holds blank lines only."
        case .notText(let kind): "This is not a CSV file: it seems to be \(kind.name)."
        case .firstRecordTooLong(let limit): "The first row does not end within \(limit) bytes."
        case .tooFewLines(let skipped): "Nothing stands behind the first \(skipped) lines, which --skip-lines leaves out."
        case .unclosedQuote(let line): "The quote that opens a field on line \(line) is never closed, and no other row can be read."
        }
    }

    /// What to do next.
    package var remedy: String? {
        switch self {
        case .empty, .noRecords: "Export the file again and check that it has a header and rows."
        case .notText(let kind): kind.remedy
        case .firstRecordTooLong: "Look for a quote that is never closed, or for line ends that were lost on the way."
        case .tooFewLines: "Say how many lines stand before the header; at most 4 MiB can be skipped."
        case .unclosedQuote: "Close the quote, or remove it, and submit the file again."
        }
    }
}
