import RefineryModel

/// E-mail addresses, lower-cased and checked by the rules of RFC 5321 and 5322 that real mailboxes keep to.
///
/// An address has one `@`; at most 64 bytes before it, 254 in all; atoms joined by single dots; a domain of at least two labels with
/// letters in the last. Address literals are refused, and quoted local parts that need their quotes: no list holds one on purpose.
/// Names, labels, brackets, quotes and `mailto:` around an address are left out. A cell with several addresses gives the first valid one
/// with the note `several_values`, and the others apart. An address is never pieced together: in `john smith@acme.com` the part with the
/// `@` is not what was meant.
package enum EmailNormalizer {
    /// - Parameter further: Takes the valid addresses behind the first one.
    package static func normalize(_ cell: Bytes, arena: TextArena, further: (Bytes) -> Void = { _ in }) -> Normalized<Bytes> {
        var text = cell.trimmed().withoutTextMark()
        if text.isEmpty { return .empty }
        if text.count <= maxBytes, let address = canonical(text, arena: arena) { return .value(address) }
        text = withoutFullWidth(TextNormalizer.normalize(text, arena: arena).withoutTextMark(), arena: arena)
        if EmptyToken.matches(text, .any) { return .empty }
        return search(text, arena: arena, further)
    }

    package static let maxBytes = 254
    private static let maxLocalBytes = 64

    /// What a cell is found to hold besides one address by itself.
    private struct Finds {
        var first: Bytes?
        var candidates = 0
        /// Words that are neither address nor label.
        var hasStray = false
        /// Whether an address stood in brackets, so that what stands around it is a name.
        var hasBrackets = false
    }

    /// Looks for addresses in a cell that is not one address by itself.
    private static func search(_ text: Bytes, arena: TextArena, _ further: (Bytes) -> Void) -> Normalized<Bytes> {
        var finds = Finds()
        var index = 0
        // Parts end at what never stands in an address.
        while index < text.count {
            var end = index
            while end < text.count, !isSeparator(text[end]) { end += 1 }
            var piece = text.slice(index..<end).trimmed()
            index = end + 1
            if let inner = bracketed(piece) {
                piece = inner
                finds.hasBrackets = true
            }
            readWords(of: piece, into: &finds, arena: arena, further)
        }
        guard let found = finds.first, !finds.hasStray || finds.hasBrackets else {
            return finds.candidates == 0 && saysNone(text) ? .empty : .malformed(.emailMalformed)
        }
        return .value(found, note: finds.candidates > 1 ? .severalValues : nil)
    }

    /// Words of one part: all of them must be addresses, labels or comments in parentheses.
    private static func readWords(of piece: Bytes, into finds: inout Finds, arena: TextArena, _ further: (Bytes) -> Void) {
        var start = 0
        var isInComment = false
        while start < piece.count {
            var stop = start
            while stop < piece.count, piece[stop] != 0x20 { stop += 1 }
            let raw = piece.slice(start..<stop)
            start = stop + 1
            if raw.isEmpty { continue }
            if raw[0] == UInt8(ascii: "("), raw.first(of: UInt8(ascii: "@")) == nil { isInComment = true }
            if isInComment {
                if raw[raw.count - 1] == UInt8(ascii: ")") { isInComment = false }
                continue
            }
            let word = unwrapped(raw)
            if word.isEmpty || EmptyToken.matches(word, .any) { continue }
            guard let at = word.first(of: UInt8(ascii: "@")) else {
                if !isLabel(raw) { finds.hasStray = true }
                continue
            }
            if word.first(of: UInt8(ascii: "@"), from: at + 1) == nil {
                take(word, into: &finds, arena: arena, further)
            } else {
                // Two addresses in one word: "ann@acme.example/bob@acme.example".
                for part in word.split(whereSeparator: { isMark($0) }) {
                    take(unwrapped(Bytes(rebasing: part)), into: &finds, arena: arena, further)
                }
            }
            // Behind the question mark of a mailto: stands no address but a subject.
            if raw.first(of: UInt8(ascii: "?")) != nil, mailto(in: raw) != nil { return }
        }
        if isInComment { finds.hasStray = true }
    }

    private static func take(_ word: Bytes, into finds: inout Finds, arena: TextArena, _ further: (Bytes) -> Void) {
        finds.candidates += 1
        guard word.count <= maxBytes, let address = canonical(word, arena: arena) ?? unquoted(word, arena: arena) else { return }
        if finds.first == nil { finds.first = address } else { further(address) }
    }

    /// What stands in the brackets that hold an address: `Ray Two <ray@two.example>`, `Una (una@three.example)`.
    private static func bracketed(_ piece: Bytes) -> Bytes? {
        for (open, close) in [
            (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]")),
        ] {
            guard let start = piece.first(of: open), let end = piece.first(of: close, from: start) else { continue }
            let inner = piece.slice(start + 1..<end)
            if inner.first(of: UInt8(ascii: "@")) != nil { return inner.trimmed() }
        }
        return nil
    }

    /// `"john.doe"@acme.com` without the quotes that it does not need. Those before the word are gone already.
    private static func unquoted(_ word: Bytes, arena: TextArena) -> Bytes? {
        guard let at = word.first(of: UInt8(ascii: "@")), at > 1, word[at - 1] == UInt8(ascii: "\"") else { return nil }
        let plain = arena.write(word.count) { out in
            var length = 0
            for index in 0..<word.count where index != at - 1 {
                out[length] = word[index]
                length += 1
            }
            return length
        }
        return canonical(plain, arena: arena)
    }

    /// With `＠` and `．` as everybody else writes them.
    private static func withoutFullWidth(_ text: Bytes, arena: TextArena) -> Bytes {
        guard text.contains(0xEF) else { return text }
        return arena.write(text.count) { out in
            var length = 0
            var index = 0
            while index < text.count {
                let isFullWidth = index + 2 < text.count && text[index] == 0xEF && text[index + 1] == 0xBC
                if isFullWidth, text[index + 2] == 0xA0 || text[index + 2] == 0x8E {
                    out[length] = text[index + 2] == 0xA0 ? UInt8(ascii: "@") : UInt8(ascii: ".")
                    index += 3
                } else {
                    out[length] = text[index]
                    index += 1
                }
                length += 1
            }
            return length
        }
    }

    /// Whether the words of a cell say that there is no address: `none given`, `no email`, `email indisponible`.
    private static func saysNone(_ text: Bytes) -> Bool {
        guard text.count <= 60 else { return false }
        let words = String(decoding: text, as: UTF8.self).lowercased().split(whereSeparator: { !$0.isLetter && $0 != "-" })
        return words.contains { denials.contains($0) } && words.allSatisfy { denials.contains($0) || denied.contains($0) }
    }

    private static let denials: Set<Substring> = [
        "no", "none", "not", "without", "unavailable", "unknown", "missing", "private", "hidden", "kein", "keine", "ohne", "aucun",
        "aucune", "sans",
        "pas", "indisponible", "inconnu", "sin", "ninguno", "nessuna", "sem",
    ]
    private static let denied: Set<Substring> = [
        "email", "e-mail", "mail", "address", "adresse", "given", "provided", "available", "listed", "known", "found", "on", "file", "yet",
        "de",
        "correo", "angabe", "vorhanden", "disponible", "is", "has", "have", "supplied", "public", "at", "this", "time", "courriel",
    ]

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|")
    }

    /// Words that describe an address: `Email:`, `(work)`.
    private static func isLabel(_ word: Bytes) -> Bool {
        word[word.count - 1] == UInt8(ascii: ":") || word[0] == UInt8(ascii: "(") && word[word.count - 1] == UInt8(ascii: ")")
            || word.equals("or") || word.equals("and") || word.equals("&") || word.equals("/")
    }

    /// Marks that part two addresses where nothing else does.
    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: ":")
    }

    /// Where the address behind a `mailto:` begins.
    private static func mailto(in word: Bytes) -> Int? {
        guard word.count > 7 else { return nil }
        return (7..<word.count).first { word.slice($0 - 7..<$0).equals("mailto:") }
    }

    /// Without `mailto:` and its query, a label (`E-mail:`), quotes, brackets and marks of the end of a sentence.
    private static func unwrapped(_ word: Bytes) -> Bytes {
        var word = word
        if let start = mailto(in: word) {
            word = word.dropping(first: start)
            if let end = word.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "\"") }) { word = word.slice(0..<end) }
        } else if let at = word.first(of: UInt8(ascii: "@")), let colon = word.slice(0..<at).lastIndex(of: UInt8(ascii: ":")),
            word.slice(0..<colon).allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "-") })
        {
            word = word.dropping(first: colon + 1)
        }
        while let last = word.last, isClosing(last) { word = word.dropping(last: 1) }
        while let first = word.first, isOpening(first) { word = word.dropping(first: 1) }
        return word
    }

    private static func isClosing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "]"): true
        default: false
        }
    }

    private static func isOpening(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "["): true
        default: false
        }
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
