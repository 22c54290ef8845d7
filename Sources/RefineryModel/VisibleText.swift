extension String {
    /// The text with everything in it that a terminal would act on instead of showing it made visible: control characters, line
    /// breaks, marks that turn the direction of writing. For names and cells that others wrote, wherever a person reads them.
    ///
    /// Control characters of ASCII become their pictures (␛, ␊), others `\u{202E}`. What goes into files stays as it is.
    package var visible: String { Self.visible(self, keeping: { _ in false }) }

    /// The same for whole lines that a program writes: line breaks, tabs and colours (`ESC [ … m`) stay.
    package var visibleLines: String {
        guard unicodeScalars.contains(where: \.isActive) else { return self }
        // A colour is put aside as a whole; no other sequence is one of ours.
        var parts: [String] = []
        var rest = Substring(self)
        while let match = rest.firstMatch(of: /\u{1B}\[[0-9;]*m/) {
            parts.append(Self.visible(String(rest[..<match.range.lowerBound]), keeping: { $0 == "\n" || $0 == "\t" }))
            parts.append(String(match.output))
            rest = rest[match.range.upperBound...]
        }
        parts.append(Self.visible(String(rest), keeping: { $0 == "\n" || $0 == "\t" }))
        return parts.joined()
    }

    /// JSON with everything in its texts that a terminal would act on as `\u202e`: another way of writing the same.
    package var visibleJSON: String {
        guard unicodeScalars.contains(where: \.isActiveInJSON) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard scalar.isActiveInJSON else {
                shown.append(scalar)
                continue
            }
            // Each of them is one unit of UTF-16.
            let digits = String(scalar.value, radix: 16)
            shown += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
        }
        return String(shown)
    }

    private static func visible(_ text: String, keeping keeps: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: { $0.isActive && !keeps($0) }) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !scalar.isActive || keeps(scalar) {
                shown.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                shown.append(picture)
            } else if scalar.value == 0x7F {
                shown.append("\u{2421}")
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
            }
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal may act on it where it stands in JSON. What is below U+0020 is escaped there, or between values.
    fileprivate var isActiveInJSON: Bool { value >= 0x7F && isActive }

    /// Whether a terminal may act on it.
    fileprivate var isActive: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks, embeddings, overrides and isolates of direction (Unicode Bidirectional Algorithm, 2); line and paragraph separator.
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
