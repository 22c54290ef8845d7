internal import CPhoneNumber

/// Where a number without a country code is dialled. Two bytes: a row may have a region of its own.
package struct PhoneRegion: Sendable, Hashable {
    /// The place of its two letters among all pairs: AA is 0, ZZ is 675.
    private let pair: UInt16

    /// Whether plain national numbers are those of the North American plan.
    package let isNorthAmerican: Bool

    /// - Parameter code: Two letters of ISO 3166-1, in either case.
    /// - Returns: Nil when no numbering plan is known for the region.
    package init?(letters code: UnsafeBufferPointer<UInt8>) {
        guard code.count == 2, let first = Self.place(of: code[0]), let second = Self.place(of: code[1]) else { return nil }
        self.init(pair: first * 26 + second)
        guard countryCallingCode != 0 else { return nil }
    }

    /// - Parameter code: Two letters of ISO 3166-1, in either case.
    /// - Throws: ``PhoneNumberError/unknownRegion(_:)`` when no numbering plan is known for the region.
    package init(_ code: String) throws(PhoneNumberError) {
        var letters = code
        guard let region = letters.withUTF8({ PhoneRegion(letters: $0) }) else { throw .unknownRegion(code) }
        self = region
    }

    /// The country calling code, such as 1 or 44.
    var countryCallingCode: Int32 { Self.callingCodes[Int(pair)] }

    /// Whether seven digits alone can be a number: some islands complete them with their only area code.
    var completesLocalNumbers: Bool { isNorthAmerican && self != Self.unitedStates && self != Self.canada }

    /// Calls `body` with the two upper-case letters and a final zero.
    func withLetters<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        Self.withLetters(Int(pair), body)
    }

    private static let unitedStates = PhoneRegion(pair: 20 * 26 + 18)
    private static let canada = PhoneRegion(pair: 2 * 26)

    private init(pair: UInt16) {
        self.pair = pair
        isNorthAmerican = Self.callingCodes[Int(pair)] == 1
    }

    private static func place(of letter: UInt8) -> UInt16? {
        let place = (letter | 0x20) &- UInt8(ascii: "a")
        return place < 26 ? UInt16(place) : nil
    }

    private static func withLetters<Value>(_ pair: Int, _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 3) { letters in
            letters[0] = CChar(UInt8(ascii: "A") + UInt8(pair / 26))
            letters[1] = CChar(UInt8(ascii: "A") + UInt8(pair % 26))
            letters[2] = 0
            return body(UnsafePointer(letters.baseAddress.unsafelyUnwrapped))
        }
    }

    /// For every pair of letters its calling code; 0 where there is none.
    private static let callingCodes: [Int32] = (0..<26 * 26).map { pair in withLetters(pair) { worldwide_country_code($0) } }
}
