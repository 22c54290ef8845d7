/// Takes whole addresses apart: `5 Harbor Dr, Suite 4, Duluth, MN 55802, USA`.
///
/// Addresses of the USA and Canada end in a state or province, a code, or both; before it stands the city, before that the street. Those
/// of other countries stay whole as the street, and give the postcode where it is plain. Keeps its memory from row to row.
final class AddressSplitter {
    private var segments: [Bytes] = []
    private var words: [Bytes] = []

    /// - Parameters:
    ///   - cell: As the file has it: line breaks part as commas do.
    ///   - country: Of the row; where the address itself ends in a country, that one counts.
    func split(_ cell: Bytes, country: CountryCode, arena: TextArena) -> AddressParts {
        let whole = TextNormalizer.normalize(cell, arena: arena)
        var parts = AddressParts()
        if EmptyToken.matches(whole, .any) { return parts }
        readSegments(cell, arena: arena)
        parts.country = takeCountry(country)
        let isAmerican = (parts.country ?? country).hasAmericanPost
        guard isAmerican, readAmerican(into: &parts, arena: arena) else {
            parts.street = whole
            if !isAmerican { parts.postcode = foreignPostcode(parts.country ?? country) }
            return parts
        }
        return parts
    }

    /// City, state and code of `Duluth, MN 55802`, as cells of a city hold them; nil when it does not end in a state.
    func cityAndState(_ text: Bytes, arena: TextArena) -> AddressParts? {
        readSegments(text, arena: arena)
        let country = takeCountry(nil)
        guard segments.count == 2 || segments.count == 3, country?.hasAmericanPost != false else { return nil }
        var parts = AddressParts()
        guard readAmerican(into: &parts, arena: arena), parts.street.isEmpty, !parts.city.isEmpty, !parts.state.isEmpty else { return nil }
        parts.country = country
        return parts
    }

    // MARK: Segments

    private func readSegments(_ cell: Bytes, arena: TextArena) {
        segments.removeAll(keepingCapacity: true)
        var start = 0
        for index in 0...cell.count {
            guard index == cell.count || Self.isSeparator(cell[index]) else { continue }
            let segment = TextNormalizer.normalize(cell.slice(start..<index), arena: arena)
            start = index + 1
            if !segment.isEmpty { segments.append(segment) }
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") || byte == 10 || byte == 13
    }

    /// Takes the country from the end, or from behind the code: `MN 55802 USA`. A state is none: `Atlanta, Georgia`.
    private func takeCountry(_ country: CountryCode?) -> CountryCode? {
        guard let last = segments.last else { return nil }
        let isHome = country?.hasAmericanPost != false
        if segments.count > 1, last.count > 3 || last.equals("usa") || last.equals("us") || last.equals("uk"),
            !isHome || StateNormalizer.normalize(last).value == nil, let named = CountryNormalizer.named(last)
        {
            segments.removeLast()
            return named
        }
        for (name, code) in Self.neighbours where last.ends(with: name) && last.count > name.utf8CodeUnitCount {
            let rest = last.dropping(last: name.utf8CodeUnitCount)
            guard rest.last == 0x20 else { continue }
            segments[segments.count - 1] = rest.trimmed()
            return CountryCode(code)
        }
        return nil
    }

    private static let neighbours: [(StaticString, String)] = [
        ("united states of america", "US"), ("united states", "US"), ("u.s.a.", "US"), ("usa", "US"), ("canada", "CA"),
    ]

    // MARK: USA and Canada

    private func readAmerican(into parts: inout AddressParts, arena: TextArena) -> Bool {
        guard var last = segments.popLast() else { return false }
        (last, parts.postcode) = Self.withoutCode(last)
        if last.isEmpty, let before = segments.popLast() { last = before }
        let (city, state) = withoutState(last)
        parts.state = state
        // Neither code nor state: nothing says that the last segment is a city.
        guard !state.isEmpty || !parts.postcode.isEmpty else {
            segments.append(last)
            return false
        }
        if !city.isEmpty { segments.append(city) }
        takeCity(into: &parts, arena: arena)
        parts.street = segments.count == 1 ? segments[0] : TextList.joined(segments, by: ", ", arena: arena)
        return true
    }

    /// The last segment is the city, unless it is a part of the street.
    private func takeCity(into parts: inout AddressParts, arena: TextArena) {
        guard let last = segments.last, !Self.isUnit(last) else { return }
        if Self.beginsStreet(last) {
            guard let place = endOfStreet(last) else { return }
            segments[segments.count - 1] = last.slice(0..<place).trimmed()
            parts.city = last.dropping(first: place).trimmed()
        } else {
            parts.city = last
            segments.removeLast()
        }
    }

    /// Parts a ZIP, ZIP+4 or Canadian code from the end.
    private static func withoutCode(_ text: Bytes) -> (rest: Bytes, code: Bytes) {
        let none = (text, Bytes(start: nil, count: 0))
        guard text.count >= 5 else { return none }
        // "M5V 2T6", "M5V2T6".
        for length in [7, 6] where text.count >= length {
            let code = text.dropping(first: text.count - length)
            let pair = (code.slice(0..<3), code.dropping(first: length - 3))
            guard length == 6 || code[3] == 0x20 || code[3] == UInt8(ascii: "-"), isForwardSortation(pair.0), isDeliveryUnit(pair.1),
                text.count == length || text[text.count - length - 1] == 0x20
            else { continue }
            return (text.dropping(last: length).trimmed(), code)
        }
        let start = (text.lastIndex(of: 0x20) ?? -1) + 1
        let word = text.dropping(first: start)
        let isZIP =
            word.count == 5 && word.isDigits
            || word.count == 10 && word[5] == UInt8(ascii: "-") && word.slice(0..<5).isDigits && word.dropping(first: 6).isDigits
        return isZIP ? (text.slice(0..<start).trimmed(), word) : none
    }

    private static func isForwardSortation(_ text: Bytes) -> Bool { text[0].isLetter && text[1].isDigit && text[2].isLetter }
    private static func isDeliveryUnit(_ text: Bytes) -> Bool { text[0].isDigit && text[1].isLetter && text[2].isDigit }

    /// Parts a state from the end, the longest that is one: of `West Virginia` not `Virginia`.
    private func withoutState(_ text: Bytes) -> (rest: Bytes, state: Bytes) {
        readWords(text)
        for count in stride(from: min(4, words.count), through: 1, by: -1) {
            guard let start = words[words.count - count].baseAddress, let base = text.baseAddress else { continue }
            let state = text.dropping(first: start - base)
            // Two letters in lower case inside a text are a word: "Place de la".
            let isWord = count == 1 && words.count > 1 && state.count == 2 && !state.allSatisfy(\.isUpper)
            if !isWord, state[0].isLetter, StateNormalizer.normalize(state).value != nil {
                return (text.slice(0..<start - base).trimmed(), state)
            }
        }
        return (text, Bytes(start: nil, count: 0))
    }

    private func readWords(_ text: Bytes) {
        words.removeAll(keepingCapacity: true)
        for word in text.split(separator: 0x20) { words.append(Bytes(rebasing: word)) }
    }

    // MARK: Streets

    private static func beginsStreet(_ text: Bytes) -> Bool {
        text[0].isDigit || text.starts(with: "po box") || text.starts(with: "p.o.") || text.starts(with: "p o box")
    }

    private static func isUnit(_ text: Bytes) -> Bool {
        if text[0] == UInt8(ascii: "#") || text.isDigits { return true }
        let first = Bytes(rebasing: text.prefix { $0 != 0x20 && $0 != UInt8(ascii: ".") })
        return units.contains { first.equals($0) }
    }

    private static let units: [StaticString] = [
        "suite", "ste", "unit", "apt", "apartment", "floor", "fl", "bldg", "building", "room", "rm", "lot", "dept",
    ]

    /// Where the city begins in `123 Main St Springfield`: behind the last word that ends streets, its direction and its unit; nil when
    /// there is no such word, or no city behind it.
    private func endOfStreet(_ text: Bytes) -> Int? {
        readWords(text)
        guard var place = words.indices.last(where: { index in index > 0 && Self.isSuffix(words[index]) }) else { return nil }
        place += 1
        if place < words.count, Self.isDirection(words[place]) { place += 1 }
        if place < words.count, Self.isUnit(words[place]) {
            place += words[place].count > 1 && words[place][0] == UInt8(ascii: "#") ? 1 : 2
        }
        guard place < words.count, words[place...].allSatisfy({ word in word[0].isLetter || word[0] >= 0x80 }),
            let start = words[place].baseAddress, let base = text.baseAddress
        else { return nil }
        return start - base
    }

    private static func isDirection(_ word: Bytes) -> Bool {
        directions.contains { word.equals($0) }
    }

    private static let directions: [StaticString] = [
        "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "n.", "s.", "e.", "w.",
    ]

    private static func isSuffix(_ word: Bytes) -> Bool {
        let bare = word.last == UInt8(ascii: ".") ? word.dropping(last: 1) : word
        return suffixes.contains { bare.equals($0) }
    }

    /// The usual suffixes of USPS Publication 28, appendix C1.
    private static let suffixes: [StaticString] = [
        "st", "street", "ave", "av", "avenue", "rd", "road", "dr", "drive", "ln", "lane", "blvd", "boulevard", "ct", "court", "cir",
        "circle",
        "pl", "place", "way", "hwy", "highway", "pkwy", "parkway", "ter", "terrace", "trl", "trail", "sq", "square", "loop", "pike", "plz",
        "plaza", "expy", "fwy", "cv", "cove", "aly", "alley", "row",
    ]

    // MARK: Other countries

    /// The code before the town, `80331 München`, or the last one of a British address; empty unless there is exactly one.
    private func foreignPostcode(_ country: CountryCode) -> Bytes {
        var found = Bytes(start: nil, count: 0)
        for (index, segment) in segments.enumerated() {
            readWords(segment)
            let code = country == Self.britain ? britishCode(segment) : index > 0 || segments.count == 1 ? townCode(segment) : nil
            guard let code else { continue }
            guard found.isEmpty else { return Bytes(start: nil, count: 0) }
            found = code
        }
        return found
    }

    private static let britain = CountryCode("GB")

    /// `80331`, `110 00`, `1012 AB`, `00-950`, `1000-001`, at the beginning of a segment with a town behind it.
    private func townCode(_ segment: Bytes) -> Bytes? {
        guard words.count > 1, let base = segment.baseAddress, let first = words.first, let start = first.baseAddress else { return nil }
        var digits = 0
        for byte in first {
            guard byte.isDigit || byte == UInt8(ascii: "-") else { return nil }
            if byte.isDigit { digits += 1 }
        }
        var end = start - base + first.count
        var next = 1
        let second = words[1]
        if digits == 3, second.isDigits, second.count == 2 {
            digits += 2
            end += 1 + second.count
            next = 2
        } else if digits == 4, second.count == 2, second.allSatisfy(\.isUpper), words.count > 2 {
            end += 3
            next = 2
        }
        guard (4...8).contains(digits), next < words.count, words[next][0].isLetter || words[next][0] >= 0x80 else { return nil }
        return segment.slice(start - base..<end)
    }

    /// `SW1A 1AA` at the end of a segment.
    private func britishCode(_ segment: Bytes) -> Bytes? {
        guard let inward = words.last, words.count >= 2, inward.count == 3, inward[0].isDigit,
            inward[1].isLetter, inward[2].isLetter
        else { return nil }
        let outward = words[words.count - 2]
        guard (2...4).contains(outward.count), outward[0].isLetter, outward.contains(where: \.isDigit),
            let start = outward.baseAddress, let base = segment.baseAddress
        else { return nil }
        return segment.dropping(first: start - base)
    }
}
