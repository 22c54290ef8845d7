internal import RefineryModel

/// A line of a summary: how many, and of what.
enum SummaryLine {
    static func text(_ count: Int64, _ what: String) -> String { "  \(NumberFormat.grouped(count).padded(to: 12)) \(what)" }
}
