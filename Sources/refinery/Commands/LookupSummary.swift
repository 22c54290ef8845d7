internal import RefineryModel

/// The lookups of an import, in words.
enum LookupSummary {
    static func lines(_ lookups: LookupProgress) -> [String] {
        var lines = [SummaryLine.text(lookups.requests, "lookups, \(lookups.spent.formatted)")]
        if lookups.done < lookups.numbers { lines.append(SummaryLine.text(lookups.numbers - lookups.done, "numbers still to settle")) }
        lines.append(SummaryLine.text(lookups.saved, "lookups saved: numbers that repeat, or were known"))
        if lookups.failed > 0 { lines.append(SummaryLine.text(lookups.failed, "numbers without an answer, after several requests")) }
        if lookups.repeated > 0 { lines.append(SummaryLine.text(lookups.repeated, "requests repeated after a crash")) }
        return lines
    }
}
