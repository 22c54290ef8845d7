internal import RefineryModel

/// The lookups of an import, in words.
enum LookupSummary {
    static func lines(_ lookups: LookupProgress) -> [String] {
        func line(_ count: Int64, _ what: String) -> String { "  \(NumberFormat.grouped(count).padded(to: 12)) \(what)" }
        var lines = [line(lookups.requests, "lookups, \(lookups.spent.formatted)")]
        if lookups.done < lookups.numbers { lines.append(line(lookups.numbers - lookups.done, "numbers still to settle")) }
        lines.append(line(lookups.saved, "lookups saved: numbers that repeat, or were known"))
        if lookups.failed > 0 { lines.append(line(lookups.failed, "numbers without an answer, after several requests")) }
        if lookups.repeated > 0 { lines.append(line(lookups.repeated, "requests repeated after a crash")) }
        return lines
    }
}
