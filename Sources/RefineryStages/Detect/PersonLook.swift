internal import RefineryModel

/// Names of persons as lists write them.
enum PersonLook {
    /// The words of a folded text that are the name itself: what stands before brackets, or before a comma behind two words, without
    /// `c/o` and titles in front and without generations and degrees behind.
    /// - Parameter head: Memory that serves for the next text too.
    static func core(_ text: Bytes, _ words: [ArraySlice<UInt8>], _ head: inout [UInt8]) -> Range<Int> {
        var start = 0
        var end = min(words.count, wordsBeforeMark(text, &head) ?? words.count)
        if end > 2, words[0].elementsEqual("c".utf8), words[1].elementsEqual("o".utf8) { start = 2 }
        while start + 1 < end, CodeLook.isSalutation(words[start]) || contains(before, words[start]) { start += 1 }
        while start + 1 < end, contains(behind, words[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether a surname in capitals stands before or behind other words that are not, as in `DUPONT Jean` and `Jean-Marc DE LA TOUR`.
    static func hasUpperSurname(_ text: Bytes) -> Bool {
        var (words, changes) = (0, 0)
        var wasUpper: Bool?
        var index = 0
        while index < text.count {
            var (uppers, lowers) = (0, 0)
            while index < text.count, text[index] > 0x20 {
                let byte = text[index]
                if byte.isUpper {
                    uppers += 1
                } else if byte.isLetter {
                    lowers += 1
                } else if byte < 0x80, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "'"), byte != UInt8(ascii: ".") {
                    return false
                }
                index += 1
            }
            while index < text.count, text[index] <= 0x20 { index += 1 }
            // An initial is neither.
            if uppers + lowers < 2 { continue }
            words += 1
            let isUpper = lowers == 0
            if !isUpper, uppers == 0 { return false }
            if let before = wasUpper, before != isUpper { changes += 1 }
            wasUpper = isUpper
        }
        return (2...5).contains(words) && changes == 1
    }

    /// How many words stand before the first bracket, or the first comma that has two words before it; nil where there is neither.
    private static func wordsBeforeMark(_ text: Bytes, _ head: inout [UInt8]) -> Int? {
        for index in text.indices where text[index] == UInt8(ascii: "(") || text[index] == UInt8(ascii: ",") {
            WordFolding.fold(text.slice(0..<index), into: &head)
            let count = head.isEmpty ? 0 : head.count { $0 == 0x20 } + 1
            if count > 1 { return count }
        }
        return nil
    }

    private static func contains(_ list: [[UInt8]], _ word: ArraySlice<UInt8>) -> Bool { list.contains { $0.elementsEqual(word) } }

    private static let before = [
        "attn", "attention", "rabbi", "pastor", "father", "sister", "judge", "capt", "sir", "madame", "monsieur", "maitre", "ing",
    ]
    .map { Array($0.utf8) }
    private static let behind = [
        "jr", "sr", "ii", "iii", "iv", "md", "phd", "dds", "dmd", "cpa", "esq", "esquire", "jd", "mba", "pe", "rn", "np", "pmp", "dvm",
        "od", "lcsw", "cfp",
    ].map { Array($0.utf8) }
}
