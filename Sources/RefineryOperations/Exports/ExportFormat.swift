/// How a list is written.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 4180, with a header.
    case csv
    /// One JSON object a line.
    case jsonl
}
