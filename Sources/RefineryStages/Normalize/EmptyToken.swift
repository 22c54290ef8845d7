package import RefineryModel

/// Words that stand for "nothing is known" when they are the whole cell.
package enum EmptyToken {
    /// How much a field leaves room for words that might be a name.
    package enum Strictness: Sendable {
        /// Only what can be no name: dashes, `(blank)`, `#N/A`, `NULL` as databases write it. For business names: a firm may be called
        /// "None" or "Unknown".
        case blankLike
        /// Also `None`, `Unknown`, but not `NA` and `Null`, which are surnames.
        case person
        /// Every known token.
        case any
    }

    /// How strictly the tokens of a field are read.
    package static func strictness(of field: Field) -> Strictness {
        switch field {
        case .businessName: .blankLike
        case .contactName, .firstName, .lastName: .person
        default: .any
        }
    }

    /// Whether normalized text stands for nothing.
    @inline(__always)
    package static func matches(_ text: Bytes, _ strictness: Strictness) -> Bool {
        text.count <= 14 && matchesShort(text, strictness)
    }

    private static func matchesShort(_ text: Bytes, _ strictness: Strictness) -> Bool {
        if text.isEmpty || isPunctuation(text) { return true }
        switch text[0] {
        case UInt8(ascii: "("): return inParentheses(text)
        case UInt8(ascii: "#"): return isSpreadsheetError(text)
        case UInt8(ascii: "["), UInt8(ascii: "<"):
            return text.equals("[blank]") || text.equals("<blank>") || text.equals("[null]") || text.equals("<null>")
        case UInt8(ascii: "\\"): return text.equals("\\n")
        default: break
        }
        if strictness != .any, isMachineWord(text) { return true }
        guard strictness != .blankLike else { return text.equals("n/a") }
        switch text[0].lowercasedASCII {
        case UInt8(ascii: "n"):
            if text.equals("n/a") || text.equals("n.a.") || text.equals("none") || text.equals("not available") { return true }
            if text.equals("not applicable") || text.equals("not provided") || text.equals("not known") || text.equals("no data") {
                return true
            }
            if text.equals("not found") || text.equals("not listed") || text.equals("not reported") || text.equals("none listed") {
                return true
            }
            guard strictness == .any else { return false }
            return text.equals("na") || text.equals("null") || text.equals("nil") || text.equals("nan") || text.equals("n a")
        case UInt8(ascii: "u"):
            return text.equals("unknown") || text.equals("undefined") || text.equals("unavailable") || text.equals("undisclosed")
                || text.equals("unspecified")
        case UInt8(ascii: "b"): return strictness == .any && text.equals("blank")
        case UInt8(ascii: "t"): return text.equals("tbd") || text.equals("tba")
        case UInt8(ascii: "x"): return strictness == .any && text.count >= 3 && text.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") }
        default: return false
        }
    }

    /// Whether it is a word of a database or a program, spelled as these do: a person writes `Null` and `Nan`.
    private static func isMachineWord(_ text: Bytes) -> Bool {
        switch text.count {
        case 3: text.elementsEqual("nan".utf8) || text.elementsEqual("NaN".utf8)
        case 4: text.elementsEqual("NULL".utf8) || text.elementsEqual("null".utf8)
        case 9: text.elementsEqual("undefined".utf8)
        default: false
        }
    }

    private static func inParentheses(_ text: Bytes) -> Bool {
        text.equals("(blank)") || text.equals("(none)") || text.equals("(null)") || text.equals("(empty)") || text.equals("(unknown)")
            || text.equals("(n/a)") || text.equals("(nan)") || text.equals("(not set)") || text.equals("(no value)")
    }

    private static func isSpreadsheetError(_ text: Bytes) -> Bool {
        text.equals("#n/a") || text.equals("#na") || text.equals("#ref!") || text.equals("#value!") || text.equals("#name?")
            || text.equals("#null!")
            || text.equals("#div/0!") || text.equals("#num!")
    }

    /// Whether the text is dashes, dots, question marks and the like alone: never a name, a number or an address.
    private static func isPunctuation(_ text: Bytes) -> Bool {
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: ","),
                UInt8(ascii: ";"),
                UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: " "):
                index += 1
            case 0xE2:
                // U+2010 to U+2015, the dashes.
                guard text.count - index >= 3, text[index + 1] == 0x80, (0x90...0x95).contains(text[index + 2]) else { return false }
                index += 3
            default: return false
            }
        }
        return true
    }
}
