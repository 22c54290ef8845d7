/// How a text uses capitals.
enum LetterCase {
    /// It has both, or no letters that tell: somebody wrote it so.
    case mixed
    case upper, lower

    init(_ text: Bytes) {
        var (hasUpper, hasLower) = (false, false)
        for byte in text {
            if byte &- UInt8(ascii: "a") < 26 {
                hasLower = true
            } else if byte &- UInt8(ascii: "A") < 26 {
                hasUpper = true
            } else {
                continue
            }
            if hasUpper && hasLower { break }
        }
        if hasUpper == hasLower {
            self = .mixed
        } else if text.isASCII {
            self = hasUpper ? .upper : .lower
        } else {
            self = Self.ofLetters(String(decoding: text, as: UTF8.self), hasUpper: hasUpper)
        }
    }

    @inline(never)
    private static func ofLetters(_ text: String, hasUpper: Bool) -> LetterCase {
        if text == text.uppercased(), hasUpper { return .upper }
        return text == text.lowercased() && !hasUpper ? .lower : .mixed
    }
}
