/// Reads what a contact's name holds beside the name: `Smith, Dr. John, MD` is John Smith, with `Dr.` and `MD` apart.
final class ContactWriter {
    /// A name with its parts; empty texts for what is not there.
    struct Contact {
        /// First name first, with what stands before and behind it.
        var name: Bytes
        var prefix = Bytes(start: nil, count: 0)
        var suffix = Bytes(start: nil, count: 0)
        /// Whether two persons share the cell: `Ann & Bob Lee`.
        var isTwo = false
    }

    private struct Word {
        let range: Range<Int>
        let hash: UInt64
        let endsWithComma: Bool
    }

    private var words: [Word] = []

    func read(_ name: Bytes, arena: TextArena) -> Contact {
        var contact = Contact(name: name)
        guard Self.mayHoldMore(name) else { return contact }
        readWords(name)
        guard words.count > 1 else { return contact }
        var (first, end) = (0, words.count)
        while first + 1 < end,
            Self.titles.contains(words[first].hash) || first > 0 && isAnd(first, name) && Self.titles.contains(words[first + 1].hash)
        {
            if isAnd(first, name) { contact.isTwo = true }
            first += 1
        }
        while end - 1 > first, isSuffix(end - 1, name, last: end) { end -= 1 }
        if first > 0 { contact.prefix = name.slice(words[0].range.lowerBound..<words[first - 1].range.upperBound) }
        if end < words.count { contact.suffix = name.slice(words[end].range.lowerBound..<words[words.count - 1].range.upperBound) }
        if end - first > 2, isTwo(first..<end, name) { contact.isTwo = true }
        turn(first..<end, name, &contact, arena)
        return contact
    }

    /// Whether the name may be more than one name in its order: most are not, and are passed over at a glance.
    private static func mayHoldMore(_ name: Bytes) -> Bool {
        var (start, words) = (0, 0)
        var (hasShort, last) = (false, 0..<0)
        for index in 0...name.count {
            guard index == name.count || name[index] == 0x20 else {
                if name[index] == UInt8(ascii: ",") || name[index] == UInt8(ascii: "&") || name[index] == UInt8(ascii: ".") { return true }
                continue
            }
            // "and", "Dr", "Prof"; "Professor", "Reverend".
            let isTitle = words == 0 && (index - start <= 4 || index - start >= 8)
            if isTitle || index - start == 3 { hasShort = true }
            last = start..<index
            start = index + 1
            words += 1
        }
        return words > 1
            && (hasShort || last.count <= 4
                || last.count >= 6 && (name[last.upperBound - 1].isUpper || name[last.lowerBound].lowercasedASCII == UInt8(ascii: "e")))
    }

    // MARK: - Words

    private func readWords(_ text: Bytes) {
        words.removeAll(keepingCapacity: true)
        var index = 0
        while index < text.count {
            while index < text.count, text[index] == 0x20 { index += 1 }
            let start = index
            while index < text.count, text[index] != 0x20 { index += 1 }
            if start == index { break }
            let comma = text[index - 1] == UInt8(ascii: ",")
            let end = comma ? index - 1 : index
            if start == end { continue }
            let word = text.slice(start..<end)
            let hash =
                word.contains(UInt8(ascii: ".")) ? WritingTables.hash(word.filter { $0 != UInt8(ascii: ".") }) : WritingTables.hash(word)
            words.append(Word(range: start..<end, hash: hash, endsWithComma: comma))
        }
    }

    private func isAnd(_ index: Int, _ text: Bytes) -> Bool {
        let word = text.slice(words[index].range)
        return word.equals("&") || word.equals("and")
    }

    private func lists(_ index: Int, _ text: Bytes) -> WordLists {
        var folded: [UInt8] = []
        WordFolding.fold(text.slice(words[index].range), into: &folded)
        return WordLists.holding(folded)
    }

    /// Whether the word stands behind a name. What may be a name too, as `Do` and `Ma`, has a comma before it or is written in capitals beside small letters.
    private func isSuffix(_ index: Int, _ text: Bytes, last: Int) -> Bool {
        let hash = words[index].hash
        if Self.suffixes.contains(hash) { return true }
        return Self.doubtful.contains(hash) && (words[index - 1].endsWithComma || last < words.count)
    }

    // MARK: - Order, number

    private func isTwo(_ range: Range<Int>, _ text: Bytes) -> Bool {
        guard let joint = range.dropFirst().dropLast().first(where: { isAnd($0, text) }) else { return false }
        // Behind "Lee, " stand given names too.
        let start = range.prefix(while: { $0 < joint }).last { words[$0].endsWithComma }.map { $0 + 1 } ?? range.lowerBound
        // One name behind the "&" is a firm's, unless the surname of both stands in front.
        guard start < joint, start > range.lowerBound || joint + 2 < range.upperBound else { return false }
        return isGiven(start, text) && isGiven(joint + 1, text)
    }

    /// Whether more people have the name as their first than as their last one.
    private func isGiven(_ index: Int, _ text: Bytes) -> Bool {
        var folded: [UInt8] = []
        WordFolding.fold(text.slice(words[index].range), into: &folded)
        let hash = NameHash.of(folded)
        return NameTable.shared.given(hash)?.bits ?? 99 < NameTable.shared.surnameBits(hash) ?? 98
    }

    /// `Smith, John` becomes `John Smith`, where behind the only comma stands a given name or an initial, and before it no given name alone.
    private func turn(_ range: Range<Int>, _ text: Bytes, _ contact: inout Contact, _ arena: TextArena) {
        let commas = range.filter { words[$0].endsWithComma && $0 + 1 < range.upperBound }
        guard commas.count == 1, let comma = commas.first else { return }
        let left = range.lowerBound..<comma + 1
        var right = comma + 1..<range.upperBound
        var titles = 0
        while right.count > 1, Self.titles.contains(words[right.lowerBound].hash) {
            right = right.lowerBound + 1..<right.upperBound
            titles += 1
        }
        guard left.count <= 3, right.count <= 4, titles == 0 || contact.prefix.isEmpty else { return }
        let given = text.slice(words[right.lowerBound].range)
        let isInitial = given.count(where: \.isLetter) == 1 && given.count <= 2
        guard isInitial || lists(right.lowerBound, text).contains(.givenName) else { return }
        let surname = lists(left.upperBound - 1, text)
        guard surname.contains(.surname) || surname.isDisjoint(with: [.givenName, .titleWord, .companyWord, .industryWord]),
            !surname.contains(.companySuffix), contact.isTwo || !right.contains(where: { isAnd($0, text) })
        else { return }
        if titles > 0 { contact.prefix = text.slice(words[comma + 1].range.lowerBound..<words[right.lowerBound - 1].range.upperBound) }
        var parts = [slice(right, text), slice(left, text)]
        if !contact.prefix.isEmpty { parts.insert(contact.prefix, at: 0) }
        if !contact.suffix.isEmpty { parts.append(contact.suffix) }
        contact.name = TextList.joined(parts, by: " ", arena: arena)
    }

    private func slice(_ range: Range<Int>, _ text: Bytes) -> Bytes {
        text.slice(words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound)
    }

    private static let titles = WordTable(
        "mr mrs ms miss mx dr drs prof professor rev reverend hon honorable capt col gen maj sgt lt sir dame")
    private static let suffixes = WordTable(
        "jr sr ii iii iv md dds dmd dvm dpm phd psyd edd pharmd cpa jd llm mba rn lpn crna lcsw lmft lmt cfp cfa clu chfc esq esquire facs faia fnp dnp"
    )
    private static let doubtful = WordTable("do od dc pa np pe ma ms ra aia aicp asla bs ba v")
}
