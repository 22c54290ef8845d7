/// A company's name without what says nothing of it: `The Acme Widget Co., Inc.` is `acme widget`.
struct CompanyName {
    /// A word of the name, where it stands in ``text``, and how much it says.
    struct Word: Sendable {
        let start, end: UInt16
        let hash: UInt64
        let bits: Float
    }

    /// Folded.
    private(set) var text: [UInt8] = []
    private(set) var words: [Word] = []
    /// Of the numbers in it, as of a store; 0 where there are none.
    private(set) var number: UInt64 = 0

    init(_ name: String) {
        // What stands in brackets behind a name is a place, or another name.
        var name = name
        if let bracket = name.utf8.firstIndex(of: UInt8(ascii: "(")), bracket > name.startIndex { name = String(name[..<bracket]) }
        var folded: [UInt8] = []
        name.withUTF8 { WordFolding.fold($0, into: &folded) }
        var parts = folded.split(separator: 0x20)
        if let trade = parts.lastIndex(where: { Self.tradeMarks.contains(NameHash.of($0)) }), trade + 1 < parts.count {
            parts.removeSubrange(...trade)
        }
        if parts.count > 1, parts[0].elementsEqual("the".utf8) { parts.removeFirst() }
        dropLegalForms(from: &parts)
        var index = 0
        while index < parts.count {
            // "A. B. C." is "abc".
            var end = index + 1
            if parts[index].count == 1 { while end < parts.count, parts[end].count == 1 { end += 1 } }
            append(parts[index..<end].flatMap { $0 })
            index = end
        }
    }

    private func isLegal(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        let text = Array(parts.joined(separator: [0x20]))
        return WordLists.holding(text).contains(.companySuffix) && !Self.soft.contains(NameHash.of(text))
    }

    private func dropLegalForms(from parts: inout [ArraySlice<UInt8>]) {
        var isDropping = true
        while isDropping {
            isDropping = false
            for count in stride(from: min(4, parts.count - 1), through: 1, by: -1) where isLegal(parts.suffix(count)) {
                parts.removeLast(count)
                isDropping = true
                break
            }
        }
        while parts.count > 1, let last = parts.last, last.elementsEqual("and".utf8) { parts.removeLast() }
    }

    private mutating func append(_ part: [UInt8]) {
        if part.elementsEqual("and".utf8) || part.elementsEqual("of".utf8) || part.elementsEqual("the".utf8) { return }
        var word = Self.short[NameHash.of(part)] ?? part
        if word.count > 4, word.last == UInt8(ascii: "s"), word[word.count - 2] != UInt8(ascii: "s") { word.removeLast() }
        let isNumber = word.allSatisfy(\.isDigit)
        if isNumber {
            var hash = NameHash("number")
            hash.add(word)
            number ^= hash.value
        }
        let lists = isNumber ? [.companyWord] : WordLists.holding(word).union(WordLists.holding(part))
        let isKnown = !lists.intersection([.companyWord, .industryWord, .city, .state, .companySuffix, .titleWord, .streetSuffix]).isEmpty
        let isName = !lists.intersection([.surname, .givenName]).isEmpty
        let weights = LinkWeights.company
        let start = text.count
        text += word
        text.append(0x20)
        words.append(
            Word(
                start: UInt16(clamping: start), end: UInt16(clamping: start + word.count), hash: NameHash.of(word),
                bits: isKnown ? weights.wordKnown : isName ? weights.wordName : weights.wordUnknown))
    }

    /// Its letters and digits alone.
    var squashed: [UInt8] { text.filter { $0 != 0x20 } }

    private static let tradeMarks = Set(["dba", "aka", "fka"].map { NameHash.of($0.utf8) })
    private static let soft = Set(
        [
            "aka", "and", "and sons", "assoc", "associates", "associations", "bros", "brothers", "c o", "d b a", "dba", "enterprise",
            "enterprises", "fka", "foundation", "group", "holding", "holdings", "industries", "international", "intl", "of", "partners",
            "partnership", "service", "services", "solutions", "sons", "svc", "svcs", "the", "trust",
        ].map { NameHash.of($0.utf8) })
    private static let short: [UInt64: [UInt8]] = {
        let words = [
            "intl": "international", "svc": "service", "svcs": "service", "serv": "service", "assoc": "associate", "assocs": "associate",
            "bros": "brother", "mfg": "manufacturing", "mgmt": "management", "mgt": "management", "ctr": "center", "centre": "center",
            "tech": "technology", "technologies": "technology", "natl": "national", "univ": "university", "dept": "department",
            "rest": "restaurant", "restaurante": "restaurant", "ristorante": "restaurant", "ins": "insurance", "const": "construction",
            "constr": "construction", "equip": "equipment", "dist": "distribution", "ent": "enterprise", "saint": "st", "ind": "industry",
            "inds": "industry", "industries": "industry", "delicatessen": "deli", "companies": "company", "properties": "property",
            "communications": "communication", "comm": "communication", "elec": "electric", "hosp": "hospital", "med": "medical",
        ]
        return Dictionary(uniqueKeysWithValues: words.map { (NameHash.of($0.utf8), Array($1.utf8)) })
    }()
}
