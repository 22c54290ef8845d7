/// A stretch of a file, as ``CSVSplitter`` hands them out in file order.
package enum CSVSplit: Sendable, Equatable {
    /// Whole, readable records: `recordCount` of them, numbered from `firstRecord`, in `length` bytes at `offset`.
    case group(offset: Int64, length: Int, firstRecord: Int64, recordCount: Int)
    /// A stretch that is no readable record, but takes the number `record`. `excerpt` is the text of its first bytes.
    case unreadable(offset: Int64, length: Int64, record: Int64, reason: Reason, excerpt: String)

    package enum Reason: String, Codable, Sendable {
        /// The record is longer than the limit.
        case tooLong
        /// A quote opens a field, and nothing closes it within the limit, or some lines below text follows what seems to close it.
        /// Only the record's first line is given up.
        case unclosedQuote
    }
}
