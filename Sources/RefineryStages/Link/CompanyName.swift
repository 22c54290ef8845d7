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
        var name = name
        var folded: [UInt8] = []
        folded.reserveCapacity(64)
        name.withUTF8 { bytes in
            // What stands in brackets behind a name is a place, or another name.
            let bracket = bytes.firstIndex(of: UInt8(ascii: "(")) ?? 0
            WordFolding.fold(bracket > 0 ? bytes.slice(0..<bracket) : bytes, into: &folded)
        }
        var parts = Self.parts(of: folded)
        if let trade = parts.lastIndex(where: { $0.count == 3 && Self.tradeMarks.contains(NameHash.of(folded[$0])) }),
            trade + 1 < parts.count
        {
            parts.removeSubrange(...trade)
        }
        if parts.count > 1, folded[parts[0]].elementsEqual("the".utf8) { parts.removeFirst() }
        Self.dropLegalForms(from: &parts, of: folded)
        text.reserveCapacity(folded.count + 16)
        words.reserveCapacity(parts.count)
        var index = 0
        while index < parts.count {
            // "A. B. C." is "abc".
            var end = index + 1
            if parts[index].count == 1 { while end < parts.count, parts[end].count == 1 { end += 1 } }
            let start = text.count
            for part in parts[index..<end] { text += folded[part] }
            takeWord(from: start)
            index = end
        }
    }

    /// Where the words stand, one blank apart.
    private static func parts(of folded: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        result.reserveCapacity(8)
        var start = 0
        for index in 0...folded.count where index == folded.count || folded[index] == 0x20 {
            if index > start { result.append(start..<index) }
            start = index + 1
        }
        return result
    }

    private static func dropLegalForms(from parts: inout [Range<Int>], of folded: [UInt8]) {
        var isDropping = true
        while isDropping {
            isDropping = false
            for count in stride(from: min(4, parts.count - 1), through: 1, by: -1) {
                let form = folded[parts[parts.count - count].lowerBound..<parts[parts.count - 1].upperBound]
                guard WordLists.holding(form).contains(.companySuffix), !soft.contains(NameHash.of(form)) else { continue }
                parts.removeLast(count)
                isDropping = true
                break
            }
        }
        while parts.count > 1, let last = parts.last, folded[last].elementsEqual("and".utf8) { parts.removeLast() }
    }

    /// Takes what stands at the end of ``text`` as a word, or away.
    private mutating func takeWord(from start: Int) {
        let hash = NameHash.of(text[start...])
        if Self.empty.contains(hash) {
            text.removeSubrange(start...)
            return
        }
        var lists = WordLists.holding(text[start...])
        let long = Self.short[hash]
        if let long { text.replaceSubrange(start..., with: long) }
        let isPlural = text.count - start > 4 && text[text.count - 1] == UInt8(ascii: "s") && text[text.count - 2] != UInt8(ascii: "s")
        if isPlural { text.removeLast() }
        if text[start...].allSatisfy(\.isDigit) {
            var hash = NameHash("number")
            hash.add(text[start...])
            number ^= hash.value
            lists = .companyWord
        } else if isPlural || long != nil {
            lists.formUnion(WordLists.holding(text[start...]))
        }
        let isKnown = !lists.isDisjoint(with: [.companyWord, .industryWord, .city, .state, .companySuffix, .titleWord, .streetSuffix])
        let isName = !lists.isDisjoint(with: [.surname, .givenName])
        let weights = LinkWeights.company
        words.append(
            Word(
                start: UInt16(clamping: start), end: UInt16(clamping: text.count), hash: NameHash.of(text[start...]),
                bits: isKnown ? weights.wordKnown : isName ? weights.wordName : weights.wordUnknown))
        text.append(0x20)
    }

    /// Its letters and digits alone.
    var squashed: [UInt8] { text.filter { $0 != 0x20 } }

    private static let empty = Set(["and", "of", "the"].map { NameHash.of($0.utf8) })
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
