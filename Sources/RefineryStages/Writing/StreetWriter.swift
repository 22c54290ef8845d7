/// Writes streets of the United States by USPS Publication 28: `123 NORTH MAIN STREET, SUITE 4B` is `123 N Main St, Ste 4B`.
///
/// - Suffix, directions and unit become their short forms where they are those, behind a house number: `100 North Ave` is a street of that name,
///   `Avenue of the Americas` ends in no suffix.
/// - Capitals and small letters become those of people; what has both stays, but for the words above.
/// - `P. O. Box 12` is `PO Box 12`. Everything else, numbers and marks among it, stays as it is.
final class StreetWriter {
    private struct Token {
        /// Of the text, without marks around it.
        let core: Range<Int>
        /// With the marks.
        let whole: Range<Int>
        /// What the word can be.
        let word: WritingTables.StreetWord
    }

    private let tables = WritingTables.shared
    private var tokens: [Token] = []
    /// For each token the standard that it becomes; 0: as it is, in its case.
    private var standard: [UInt16] = []
    private var out: [UInt8] = []

    /// The street as people write it: `text` itself where nothing changes.
    /// - Parameter keepsCase: Whether capitals stay as they are.
    func written(_ text: Bytes, keepsCase: Bool, arena: TextArena) -> Bytes {
        guard text.isASCII else { return text }
        read(text)
        let letterCase = keepsCase ? .mixed : LetterCase(text)
        let boxes = findBoxes(text)
        if !boxes { findStandards(text) }
        guard boxes || letterCase != .mixed || standard.contains(where: { $0 != 0 }) else { return text }
        out.removeAll(keepingCapacity: true)
        var place = 0
        for (index, token) in tokens.enumerated() {
            let number = standard[index]
            if number != 0 {
                guard number != WritingTables.removed else {
                    place = token.whole.upperBound
                    continue
                }
                out.append(contentsOf: text[place..<token.core.lowerBound])
                out.append(contentsOf: tables.standards[Int(number)])
                // The point of what was shortened before goes.
                place = token.core.upperBound
                if place < token.whole.upperBound, text[place] == UInt8(ascii: ".") { place += 1 }
            } else {
                out.append(contentsOf: text[place..<token.core.lowerBound])
                append(text.slice(token.core), letterCase, token.word.direction, isFirst: index == 0)
                place = token.core.upperBound
            }
        }
        out.append(contentsOf: text[place...])
        return out.elementsEqual(text) ? text : out.withUnsafeBufferPointer { arena.copy($0) }
    }

    private func read(_ text: Bytes) {
        tokens.removeAll(keepingCapacity: true)
        standard.removeAll(keepingCapacity: true)
        var index = 0
        while index < text.count {
            while index < text.count, text[index] == 0x20 { index += 1 }
            let start = index
            while index < text.count, text[index] != 0x20 { index += 1 }
            if start == index { break }
            var (first, last) = (start, index)
            while first < last, !text[first].isAlphanumeric { first += 1 }
            while last > first, !text[last - 1].isAlphanumeric { last -= 1 }
            if first == last { (first, last) = (start, index) }
            tokens.append(
                Token(
                    core: first..<last, whole: start..<index,
                    word: tables.streets[Self.hash(text.slice(first..<last))] ?? WritingTables.StreetWord()))
            standard.append(0)
        }
    }

    /// Points say nothing: `N.W.` is `NW`.
    private static func hash(_ word: Bytes) -> UInt64 {
        word.contains(UInt8(ascii: ".")) ? WritingTables.hash(word.filter { $0 != UInt8(ascii: ".") }) : WritingTables.hash(word)
    }

    // MARK: - Boxes

    /// `P.O. Box 12`, `P O Box 12`, `POB 12`, `Post Office Box 12`, whatever stands before it.
    private func findBoxes(_ text: Bytes) -> Bool {
        var found = false
        for index in tokens.indices where text[tokens[index].core.lowerBound].lowercasedASCII == UInt8(ascii: "p") {
            let words = Self.boxes.first { words in
                index + words.count < tokens.count
                    && words.enumerated().allSatisfy { text.slice(tokens[index + $0].core).equals($1) }
            }
            guard let words, text[tokens[index + words.count].core.lowerBound].isDigit || words.count > 1 else { continue }
            // The words between "PO" and "Box" go.
            standard[index] = words.count == 1 ? WritingTables.box.poBox : WritingTables.box.po
            for further in words.indices.dropFirst() {
                standard[index + further] = further == words.count - 1 ? WritingTables.box.box : WritingTables.removed
            }
            found = true
        }
        return found
    }

    private static let boxes: [[StaticString]] = [
        ["p", "o", "box"], ["po", "box"], ["p.o", "box"], ["post", "office", "box"], ["pob"], ["pobox"], ["p.o.box"], ["p.o.b"],
    ]

    // MARK: - Suffixes, directions, units

    private func findStandards(_ text: Bytes) {
        guard let first = tokens.first, text[first.core.lowerBound].isDigit else { return }
        // The street ends before its unit.
        var end = tokens.count
        for index in tokens.indices.dropFirst() {
            let token = tokens[index]
            if text[token.whole.lowerBound] == UInt8(ascii: "#") {
                end = min(end, index)
                continue
            }
            let unit = token.word.unit
            guard unit != 0, index > 1, index + 1 < tokens.count || Self.standsAlone(text.slice(token.core)),
                isUnit(index, text)
            else {
                // "5th Floor"
                if unit != 0, index > 2, index == tokens.count - 1,
                    text[tokens[index - 1].core.lowerBound].isDigit,
                    text.slice(token.core).equals("floor") || text.slice(token.core).equals("fl") || text.slice(token.core).equals("flr")
                {
                    set(index, unit, text)
                    end = min(end, index - 1)
                }
                continue
            }
            set(index, unit, text)
            end = min(end, index)
        }
        // A comma ends it too.
        if let comma = tokens.indices.prefix(end).first(where: { $0 > 0 && text[tokens[$0].whole.upperBound - 1] == UInt8(ascii: ",") }) {
            end = comma + 1
        }
        var last = end - 1
        // A direction behind the suffix, or behind a name that has none.
        if last > 1, tokens[last].word.direction != 0, tokens[last - 1].word.suffix != 0 || last > 2 {
            set(last, tokens[last].word.direction, text)
            last -= 1
        }
        if last > 1, tokens[last].word.suffix != 0 {
            set(last, tokens[last].word.suffix, text)
            last -= 1
        }
        // A direction before the name.
        if last > 1, tokens[1].word.direction != 0, standard[1] == 0 { set(1, tokens[1].word.direction, text) }
    }

    /// Whether the word names a unit: what follows numbers it, or it needs no number.
    private func isUnit(_ index: Int, _ text: Bytes) -> Bool {
        let word = text.slice(tokens[index].core)
        if index + 1 == tokens.count { return true }
        let next = text.slice(tokens[index + 1].core)
        if next.contains(where: \.isDigit) { return index + 2 >= tokens.count || !isStreetWord(index + 2) }
        // "Suite B": one letter, and not that of a street called "Key W".
        return next.count <= 2 && next.allSatisfy(\.isLetter) && Self.isSurelyUnit(word) && tokens[index + 1].word.suffix == 0
    }

    private func isStreetWord(_ index: Int) -> Bool { tokens[index].word.suffix != 0 }

    private static func isSurelyUnit(_ word: Bytes) -> Bool {
        ["suite", "ste", "apt", "apartment", "unit", "bldg", "building", "room", "rm", "dept", "department"].contains {
            (unit: StaticString) in
            word.equals(unit)
        }
    }

    /// Units without a number, of those that no street is called by.
    private static func standsAlone(_ word: Bytes) -> Bool {
        ["basement", "bsmt", "lobby", "lbby", "penthouse"].contains { (unit: StaticString) in word.equals(unit) }
    }

    private func set(_ index: Int, _ number: UInt16, _ text: Bytes) {
        let token = tokens[index]
        let hasPoint = token.core.upperBound < token.whole.upperBound && text[token.core.upperBound] == UInt8(ascii: ".")
        if !hasPoint, text[token.core].elementsEqual(tables.standards[Int(number)]) { return }
        standard[index] = number
    }

    // MARK: - Letters

    private func append(_ word: Bytes, _ letterCase: LetterCase, _ direction: UInt16, isFirst: Bool) {
        guard letterCase != .mixed else {
            out.append(contentsOf: word)
            return
        }
        if word.contains(where: \.isDigit) { return appendNumbered(word, letterCase) }
        if direction != 0, word.count <= 2 {
            out.append(contentsOf: tables.standards[Int(direction)])
        } else if Self.capitals.contains(where: { word.equals($0) }) {
            for byte in word { out.append(byte.lowercasedASCII - 0x20) }
        } else if !isFirst, Self.articles.contains(where: { word.equals($0) }) {
            for byte in word { out.append(byte.lowercasedASCII) }
        } else {
            appendWords(word)
        }
    }

    /// Roads that go by their letters.
    private static let capitals: [StaticString] = [
        "us", "cr", "sr", "fm", "rr", "hc", "nw", "sw", "psc", "cmr", "po", "ih", "th", "sh", "co",
    ]
    private static let articles: [StaticString] = ["of", "the", "and", "at", "on", "in"]

    /// `5th` in small letters; `4B` as it was, `4b` too.
    private func appendNumbered(_ word: Bytes, _ letterCase: LetterCase) {
        let digits = word.prefix { $0.isDigit }
        let rest = word.dropping(first: digits.count)
        let isOrdinal = !digits.isEmpty && ["st", "nd", "rd", "th"].contains { (ending: StaticString) in rest.equals(ending) }
        for byte in word { out.append(isOrdinal ? byte.lowercasedASCII : byte) }
    }

    private func appendWords(_ word: Bytes) {
        var start = 0
        for index in 0...word.count where index == word.count || !word[index].isLetter && word[index] != UInt8(ascii: "'") {
            let part = word.slice(start..<index)
            if part.count > 4, part.starts(with: "mc") {
                out += [UInt8(ascii: "M"), UInt8(ascii: "c"), part[2].lowercasedASCII - 0x20]
                for byte in part[3...] { out.append(byte.lowercasedASCII) }
            } else {
                let isElided =
                    part.count > 3 && part[1] == UInt8(ascii: "'")
                    && (part[0].lowercasedASCII == UInt8(ascii: "o") || part[0].lowercasedASCII == UInt8(ascii: "d"))
                for (place, byte) in part.enumerated() {
                    let letter = byte.lowercasedASCII
                    out.append((place == 0 || isElided && place == 2) && letter.isLetter ? letter - 0x20 : letter)
                }
            }
            if index < word.count { out.append(word[index]) }
            start = index + 1
        }
    }
}
