/// How many bytes of each kind a text has; one pass.
struct TextShape {
    private(set) var digits = 0
    /// Letters of ASCII and all bytes beyond it.
    private(set) var letters = 0
    private(set) var uppers = 0
    private(set) var lowers = 0
    private(set) var nonASCII = 0
    private(set) var words = 0
    /// Words that begin with a letter, and those of them that begin with a capital one.
    private(set) var wordsLetter = 0
    private(set) var wordsUpper = 0
    private(set) var newlines = 0
    private(set) var semicolons = 0
    private(set) var bars = 0
    private(set) var commas = 0
    private(set) var colons = 0
    private(set) var dots = 0
    private(set) var slashes = 0
    private(set) var atSigns = 0
    private(set) var parentheses = 0
    private(set) var angles = 0
    private(set) var percents = 0
    private(set) var ampersands = 0
    /// `$`, `€`, `£` and `¥`.
    private(set) var currency = 0

    init(_ text: Bytes) {
        var isInWord = false
        var previous: UInt8 = 0
        for byte in text {
            let begins = !isInWord && byte > 0x20
            isInWord = byte > 0x20
            if begins { words += 1 }
            if byte.isLetter {
                letters += 1
                if byte.isUpper { uppers += 1 } else { lowers += 1 }
                if begins {
                    wordsLetter += 1
                    if byte.isUpper { wordsUpper += 1 }
                }
            } else if byte.isDigit {
                digits += 1
            } else if byte >= 0x80 {
                nonASCII += 1
                letters += 1
                if previous == 0xC2 ? byte == 0xA3 || byte == 0xA5 : previous == 0x82 && byte == 0xAC { currency += 1 }
            } else {
                countPunctuation(byte)
            }
            previous = byte
        }
    }

    private mutating func countPunctuation(_ byte: UInt8) {
        switch byte {
        case 0x0A, 0x0D: newlines += 1
        case UInt8(ascii: ";"): semicolons += 1
        case UInt8(ascii: "|"): bars += 1
        case UInt8(ascii: ","): commas += 1
        case UInt8(ascii: ":"): colons += 1
        case UInt8(ascii: "."): dots += 1
        case UInt8(ascii: "/"): slashes += 1
        case UInt8(ascii: "@"): atSigns += 1
        case UInt8(ascii: "("): parentheses += 1
        case UInt8(ascii: "<"): angles += 1
        case UInt8(ascii: "%"): percents += 1
        case UInt8(ascii: "&"): ampersands += 1
        case UInt8(ascii: "$"): currency += 1
        default: break
        }
    }
}

/// A decimal number: an optional sign, digits, and digits behind one dot or comma.
struct NumberLook {
    private(set) var isDecimal = false
    private(set) var isNegative = false
    /// Digits behind the point.
    private(set) var fraction = 0
    /// Whether they are zeros alone.
    private(set) var isZeroFraction = false

    init(_ text: Bytes) {
        var index = 0
        if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            index = 1
        }
        let start = index
        while index < text.count, text[index].isDigit { index += 1 }
        guard index > start || index < text.count else { return }
        guard index < text.count, text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ",") else { return }
        let rest = text.dropping(first: index + 1)
        guard rest.isDigits else { return }
        isDecimal = true
        fraction = rest.count
        isZeroFraction = rest.isZeros
    }
}

/// Dates and times of day.
enum DateLook {
    /// `05/01/1987`, `1987-05-01`, `1.5.87`, the same with a time behind it, `May 1, 1987`, `1 May 1987`, `May-87`.
    static func isDate(_ text: Bytes) -> Bool {
        guard (6...40).contains(text.count) else { return false }
        var groups: [Int] = []
        var mark: UInt8 = 0
        var index = 0
        while index < text.count, groups.count < 3 {
            let start = index
            while index < text.count, text[index].isDigit { index += 1 }
            guard index > start else { break }
            groups.append(index - start)
            guard groups.count < 3 else { break }
            guard index < text.count, isMark(text[index]), mark == 0 || text[index] == mark else { break }
            mark = text[index]
            index += 1
        }
        if groups.count == 3 {
            let isOrdered =
                groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2
                || groups[0] <= 2 && groups[1] <= 2 && (groups[2] == 4 || groups[2] == 2 && mark != UInt8(ascii: "."))
            return isOrdered && (index == text.count || text[index] == 0x20 || text[index] == UInt8(ascii: "T"))
        }
        return hasMonth(text)
    }

    static func hasTime(_ text: Bytes) -> Bool {
        guard let colon = text.first(of: UInt8(ascii: ":")), colon > 0, colon + 2 < text.count else { return false }
        return text[colon - 1].isDigit && text[colon + 1].isDigit && text[colon + 2].isDigit
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map { Array($0.utf8) }

    private static func hasMonth(_ text: Bytes) -> Bool {
        guard text.contains(where: \.isDigit), text.count <= 24 else { return false }
        var index = 0
        while index < text.count {
            guard text[index].isLetter else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, text[end].isLetter { end += 1 }
            let word = text.slice(index..<end)
            let isMonth =
                word.count >= 3 && word.count <= 9
                && months.contains { month in (0..<3).allSatisfy { word[$0].lowercasedASCII == month[$0] } }
            if !isMonth, word.count > 3 { return false }
            if isMonth { return true }
            index = end
        }
        return false
    }
}

/// Postcodes with letters.
enum PostcodeLook {
    /// `SW1A 1AA`, `M1 1AE`, `K1A 0B6`: the last three are a digit and two letters, or the whole alternates.
    static func isBritishOrCanadian(_ text: Bytes) -> Bool {
        let bare = text.filter { $0 != 0x20 }
        guard (5...7).contains(bare.count), bare[0].isUpper else { return false }
        let end = bare.count
        let isBritish = bare[end - 3].isDigit && bare[end - 2].isUpper && bare[end - 1].isUpper
        let isCanadian = end == 6 && bare[1].isDigit && bare[2].isUpper && bare[3].isDigit && bare[4].isUpper && bare[5].isDigit
        return isBritish || isCanadian
    }
}

/// Words and codes that programs write.
enum CodeLook {
    /// `1-800-FLOWERS`: a toll-free area code, and as many letters and digits as the North American plan dials.
    static func isTollFreeWord(_ text: Bytes, _ shape: TextShape) -> Bool {
        guard shape.letters >= 3, shape.nonASCII == 0, shape.digits >= 3, (10...11).contains(shape.digits + shape.letters) else {
            return false
        }
        var dialled: [UInt8] = []
        for byte in text where byte.isAlphanumeric && dialled.count < 4 {
            if dialled.isEmpty && byte == UInt8(ascii: "1") { continue }
            dialled.append(byte)
        }
        return dialled[0] == UInt8(ascii: "8") && dialled[1] == dialled[2] && dialled[1].isDigit && dialled[1] != UInt8(ascii: "1")
    }

    /// `75000 - Veterinary activities`, `5812: Eating places`.
    static func isCodeAndText(_ text: Bytes) -> Bool {
        var end = 0
        while end < text.count, text[end].isDigit { end += 1 }
        guard (2...8).contains(end) else { return false }
        var next = end
        while next < text.count, !text[next].isAlphanumeric, text[next] < 0x80 { next += 1 }
        let hasMark = text.slice(end..<next).contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
        return hasMark && next < text.count && text[next].isLetter
    }

    /// Eight hexadecimal digits and more, with hyphens or braces or without.
    static func isHex(_ text: Bytes) -> Bool {
        var digits = 0
        var letters = 0
        for byte in text {
            if byte.isDigit {
                digits += 1
            } else if byte.lowercasedASCII &- 0x61 < 6 {
                letters += 1
            } else if byte != UInt8(ascii: "-") && byte != UInt8(ascii: "{") && byte != UInt8(ascii: "}") {
                return false
            }
        }
        return digits + letters >= 16 && letters > 0 && digits > 0
    }

    static func isBoolean(_ folded: [UInt8]) -> Bool {
        folded.count <= 5 && booleans.contains { $0.elementsEqual(folded) }
    }

    static func isSalutation(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 5 && salutations.contains { $0.elementsEqual(word) }
    }

    /// Whether a word stands in the names of legal forms, as in `Private Limited Company` and `General Partnership`.
    static func isOfLegalForm(_ word: ArraySlice<UInt8>) -> Bool { legalForm.contains(Array(word)) }

    private static let legalForm = Set(
        """
        private public limited liability company corporation corp llc llp lp inc incorporated partnership general sole proprietor proprietorship trader
        ltd plc gmbh ag cooperative nonprofit profit non not for trust individual association guarantee shares by unlimited member multi single
        professional domestic foreign community interest charitable organisation organization society entity joint venture stock c s
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })

    private static let booleans = ["yes", "no", "y", "n", "true", "false", "t", "f", "0", "1", "ja", "nein", "oui", "non", "si"].map {
        Array($0.utf8)
    }
    private static let salutations = ["mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "m", "sr", "sra", "rev", "hon"].map {
        Array($0.utf8)
    }
}

/// What a normalized web address leads to.
enum WebLook {
    static func isSocial(_ site: Bytes) -> Bool {
        hosts.contains { host in
            guard let found = site.range(of: host) else { return false }
            let slash = site.first(of: UInt8(ascii: "/")) ?? site.count
            return found.upperBound <= slash && (found.lowerBound == 0 || site[found.lowerBound - 1] == UInt8(ascii: "."))
        }
    }

    /// Whether the path ends as a picture or a document does.
    static func isFile(_ path: Bytes) -> Bool {
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")), path.count - dot <= 5 else {
            return path.range(of: Array("image".utf8)) != nil
        }
        return endings.contains { path.dropping(first: dot + 1).ends(with: $0) }
    }

    private static let endings: [StaticString] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "pdf", "ico", "ashx"]
    private static let hosts = [
        "facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "tiktok.com", "pinterest.com", "yelp.com",
        "google.com", "goo.gl", "yellowpages.com", "crunchbase.com", "xing.com", "vk.com", "bbb.org", "googleusercontent.com",
        "tripadvisor.com",
        "foursquare.com", "houzz.com", "wikipedia.org", "skype.com", "angel.co", "t.me", "maps.app.goo.gl", "booking.com",
    ].map { Array($0.utf8) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where `text` stands first.
    fileprivate func range(of text: [UInt8]) -> Range<Int>? {
        guard count >= text.count else { return nil }
        for start in 0...count - text.count where self[start] == text[0] {
            if slice(start..<start + text.count).elementsEqual(text) { return start..<start + text.count }
        }
        return nil
    }
}
