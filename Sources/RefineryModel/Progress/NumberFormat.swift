/// Numbers as people read them.
package enum NumberFormat {
    /// `1234567` → `1,234,567`.
    package static func grouped(_ value: Int64) -> String {
        var digits = String(value.magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (value < 0 ? "-" : "") + ([digits[...]] + groups).joined(separator: ",")
    }

    /// `1 row`, `1,234 rows`, `2 batches`.
    package static func counted(_ value: Int64, _ noun: String) -> String {
        let hisses = noun.hasSuffix("s") || noun.hasSuffix("ch")
        return grouped(value) + " " + noun + (value == 1 ? "" : hisses ? "es" : "s")
    }

    /// `75.2` → `1m 15s`; below a minute with tenths.
    package static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        if (seconds * 10).rounded() < 600 { return fixed(seconds, 1) + "s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60)m \(whole % 60)s" }
        return "\(whole / 3600)h \(whole % 3600 / 60)m"
    }

    /// `75.2` → `1:15`, `4000` → `1h06`: five characters at most, for what changes in its place.
    package static func clock(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 360_000 else { return "–:––" }
        let whole = Int(seconds.rounded(.up))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return whole < 3600 ? "\(whole / 60):\(two(whole % 60))" : "\(min(99, whole / 3600))h\(two(whole % 3600 / 60))"
    }

    /// With so many digits after the point, rounded.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + "\(scaled)" }
        let fraction = String(scaled % scale)
        return sign + "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// With at most three digits after the point, and no zeros at their end.
    package static func shortest(_ value: Double) -> String {
        guard value != value.rounded() else { return grouped(Int64(value)) }
        var text = fixed(value, 3)
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }
}

extension String {
    /// With spaces behind it up to so many characters.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// With spaces before it up to so many characters.
    package func indented(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
