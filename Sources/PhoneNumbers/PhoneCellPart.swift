/// One of the texts that a phone cell is made of, taken apart and not yet judged.
struct PhoneCellPart {
    /// Whether a plus precedes the first digit.
    var hasPlus = false

    /// The digits of the number, without those of the extension.
    var digits = DigitRun()

    /// The digits of the extension.
    var extensionDigits = DigitRun()

    /// The digits of the number, and the unknown letters by their place on a telephone's keypad.
    var dialled = DigitRun()

    /// Letters of words that are neither label, remark nor placeholder.
    var unknownLetters = 0

    /// How many digits precede the first unknown letter.
    var digitsBeforeLetters = 0

    /// Whether a blank follows an unknown letter and precedes another.
    var hasPartedLetters = false

    /// Whether the part is a placeholder such as `N/A`.
    var isPlaceholder = false

    /// What the part says of its number.
    var labels: PhoneLabels = []

    /// Where the part stands in the text.
    var range = 0..<0

    /// What keeps the part from being a number, whatever its digits.
    var fault: PhoneNumberFault?

    /// Whether the part stands for nothing: no digits and no letters, a placeholder, or zeros.
    var isEmpty: Bool { fault == nil && unknownLetters == 0 && (isPlaceholder || digits.isEmpty || digits.isZero) }

    var holdsDigits: Bool { !digits.isEmpty }

    /// Whether it is a label for the part behind it: the `Tel` of `Tel & Fax 312 …`.
    var isLabelAlone: Bool { digits.isEmpty && unknownLetters == 0 && !labels.isEmpty && !endsInColon }

    /// Whether a colon is its last mark: what it announces is missing.
    var endsInColon = false

    /// Whether the letters can be those of a vanity number.
    var isVanity: Bool { unknownLetters >= 3 && digitsBeforeLetters >= 3 && !hasPartedLetters }

    /// Whether the digits can be a whole number, so that what follows is an extension, a remark, or another number.
    var looksComplete: Bool { digits.first == 1 ? digits.count >= 11 : digits.count >= 7 }

    mutating func appendDigit(_ digit: UInt8) {
        digits.append(digit)
        dialled.append(digit)
    }

    /// Adds a letter of an unknown word, in lower case.
    mutating func appendLetter(_ letter: UInt8) {
        if unknownLetters == 0 { digitsBeforeLetters = digits.count }
        unknownLetters += 1
        dialled.append(Self.keypad[Int(letter - UInt8(ascii: "a"))])
    }

    private static let keypad: [UInt8] = [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9]
}
