import RefineryModel

/// E-mail addresses, lower-cased and checked by the rules of RFC 5321 and 5322 that real mailboxes keep to.
///
/// An address has one `@`; at most 64 bytes before it, 254 in all; atoms joined by single dots; a domain of at least two labels with
/// letters in the last. Quoted local parts and address literals are refused: no list holds one on purpose. A cell with several
/// addresses gives the first valid one and the note `several_values`. An address is never pieced together: in
/// `john smith@acme.com` the part with the `@` is not what was meant.
package enum EmailNormalizer {
    package static func normalize(_ cell: Bytes, arena: TextArena) -> Normalized<Bytes> {
        var text = cell.trimmed().withoutTextMark()
        if text.isEmpty { return .empty }
        if text.count <= maxBytes, let address = canonical(text, arena: arena) { return .value(address) }
        text = TextNormalizer.normalize(text, arena: arena).withoutTextMark()
        if EmptyToken.matches(text, .any) { return .empty }
        return search(text, arena: arena)
    }

    package static let maxBytes = 254
    private static let maxLocalBytes = 64

    /// Looks for addresses in a cell that is not one address by itself.
    private static func search(_ text: Bytes, arena: TextArena) -> Normalized<Bytes> {
        var found: Bytes?
        var candidates = 0
        var hasStray = false
        var hasBrackets = false
        var index = 0
        // Parts end at what never stands in an address.
        while index < text.count {
            var end = index
            while end < text.count, !isSeparator(text[end]) { end += 1 }
            let part = text.slice(index..<end)
            index = end + 1
            var piece = part.trimmed()
            if let open = piece.first(of: UInt8(ascii: "<")), let close = piece.first(of: UInt8(ascii: ">"), from: open) {
                piece = piece.slice(open + 1..<close)
                hasBrackets = true
            }
            // Words of one part: all of them must be addresses.
            var start = 0
            while start < piece.count {
                var stop = start
                while stop < piece.count, piece[stop] != 0x20 { stop += 1 }
                let word = unwrapped(piece.slice(start..<stop))
                start = stop + 1
                if word.isEmpty || EmptyToken.matches(word, .any) { continue }
                guard word.first(of: UInt8(ascii: "@")) != nil else {
                    if !isLabel(word) { hasStray = true }
                    continue
                }
                candidates += 1
                if found == nil, word.count <= maxBytes { found = canonical(word, arena: arena) }
            }
        }
        guard let found, !hasStray || hasBrackets else { return .malformed(.emailMalformed) }
        return .value(found, note: candidates > 1 ? .severalValues : nil)
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|")
    }

    /// Words that describe an address: `Email:`, `(work)`.
    private static func isLabel(_ word: Bytes) -> Bool {
        word[word.count - 1] == UInt8(ascii: ":") || word[0] == UInt8(ascii: "(") && word[word.count - 1] == UInt8(ascii: ")")
            || word.equals("or") || word.equals("and") || word.equals("&") || word.equals("/")
    }

    /// Without `mailto:`, its query, quotes and a final full stop.
    private static func unwrapped(_ word: Bytes) -> Bytes {
        var word = word
        while let last = word.last,
            last == UInt8(ascii: ".") || last == UInt8(ascii: "\"") || last == UInt8(ascii: "'") || last == UInt8(ascii: ">")
        {
            word = word.dropping(last: 1)
        }
        while let first = word.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") || first == UInt8(ascii: "<") {
            word = word.dropping(first: 1)
        }
        if word.starts(with: "mailto:") {
            word = word.dropping(first: 7)
            if let query = word.first(of: UInt8(ascii: "?")) { word = word.slice(0..<query) }
        } else if word.starts(with: "email:") {
            word = word.dropping(first: 6)
        }
        return word
    }

    /// The address in lower case when `text` is one, else `nil`. Copies only when a letter changes.
    @inline(__always)
    private static func canonical(_ text: Bytes, arena: TextArena) -> Bytes? {
        var at = -1
        var hasUpper = false
        var isASCII = true
        var previous = UInt8(ascii: ".")
        for index in 0..<text.count {
            let byte = text[index]
            if byte.isUpper { hasUpper = true }
            if byte >= 0x80 { isASCII = false }
            if byte == UInt8(ascii: "@") {
                guard at < 0, index > 0, index <= maxLocalBytes, previous != UInt8(ascii: ".") else { return nil }
                at = index
                previous = UInt8(ascii: ".")
                continue
            }
            if at < 0 {
                guard byte >= 0x80 || isAtom(byte) || byte == UInt8(ascii: ".") && previous != byte else { return nil }
            }
            previous = byte
        }
        guard at > 0, HostName.isValid(text.dropping(first: at + 1), allowsUnderscore: false) else { return nil }
        if !isASCII {
            // Beyond ASCII only letters, marks and numbers may stand, in their one canonical form.
            guard HostName.hasOnlyWords(text) else { return nil }
            let composed = TextNormalizer.normalize(text, arena: arena)
            return composed.count <= maxBytes ? lowered(composed, arena: arena) : nil
        }
        return hasUpper ? lowered(text, arena: arena) : text
    }

    private static func lowered(_ text: Bytes, arena: TextArena) -> Bytes {
        arena.write(text.count) { out in
            for index in 0..<text.count { out[index] = text[index].lowercasedASCII }
            return text.count
        }
    }

    /// The `atext` of RFC 5322, §3.2.3: letters, digits and ``!#$%&'*+-/=?^_`{|}~``, as a set of bits.
    @inline(__always)
    private static func isAtom(_ byte: UInt8) -> Bool {
        let low: UInt64 = 0xA3FF_ACFA_0000_0000
        let high: UInt64 = 0x7FFF_FFFF_C7FF_FFFE
        return byte < 0x80 && (byte < 0x40 ? low : high) >> UInt64(byte & 0x3F) & 1 == 1
    }
}
