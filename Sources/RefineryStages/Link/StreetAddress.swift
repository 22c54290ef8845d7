/// The house number and the street of an address, without directions, suffixes and suites: `435 S. La Cienega Blvd., Ste 2` and
/// `435 La Cienega Boulevard` are one.
struct StreetAddress {
    /// 0 when there is no number or no street.
    let hash: UInt64

    init(_ address: String) {
        var address = address
        var folded: [UInt8] = []
        address.withUTF8 { WordFolding.fold($0, into: &folded) }
        let words = folded.split(separator: 0x20)
        guard let place = words.firstIndex(where: { $0.first?.isDigit ?? false && !Self.isOrdinal($0) }) else {
            hash = 0
            return
        }
        // "Hauptstraße 12": where nothing follows the number, the street stands before it.
        let street = Self.street(words[(place + 1)...])
        let found = street.isEmpty ? Self.street(words[..<place]) : street
        guard !found.isEmpty else {
            hash = 0
            return
        }
        var result = NameHash("address")
        result.add(words[place])
        result.step(0)
        result.add(found)
        hash = result.value
    }

    private static func street(_ words: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        var result: [UInt8] = []
        for word in words {
            let hash = NameHash.of(word)
            if directions.contains(hash) { continue }
            if ends.contains(hash) || !result.isEmpty && word.first?.isDigit ?? false { break }
            if !result.isEmpty, WordLists.holding(word).contains(.streetSuffix) { break }
            var text = Array(ordinals[hash] ?? word)
            if text.suffix(7).elementsEqual("strasse".utf8) { text.removeLast(4) }
            result += text
        }
        return result
    }

    private static func isOrdinal(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count > 2, word.dropLast(2).allSatisfy(\.isDigit) else { return false }
        return ["st", "nd", "rd", "th"].contains { word.suffix(2).elementsEqual($0.utf8) }
    }

    private static func hashes(_ words: String) -> Set<UInt64> { Set(words.split(separator: " ").map { NameHash.of($0.utf8) }) }
    private static let directions = hashes("n s e w ne nw se sw north south east west northeast northwest southeast southwest no so")
    private static let ends = hashes("ste suite unit apt apartment room rm fl floor bldg building at between near btw lot space spc")
    private static let ordinals: [UInt64: ArraySlice<UInt8>] = {
        let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
        let numbers = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th"]
        return Dictionary(uniqueKeysWithValues: zip(words, numbers).map { (NameHash.of($0.utf8), Array($1.utf8)[...]) })
    }()
}
