/// The text of a key, `rfk_<id>_<secret>`: 60 bits that name it, and 160 that nobody guesses.
package struct APIKeyText: Sendable, Equatable {
    /// Public: what the key is known by in lists and logs.
    package let id: String
    /// Shown once, kept by nobody.
    package let secret: String

    private static let prefix = "rfk"
    /// RFC 4648's base32 in lower case: five bits a character, nothing that has to be escaped anywhere.
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
    private static let (idLength, secretLength) = (12, 32)
    /// The characters of every key.
    private static let length = prefix.count + 1 + idLength + 1 + secretLength

    /// Makes a new one.
    /// - Parameter rng: Random enough for secrets, as the system's is.
    package init(using rng: inout some RandomNumberGenerator) {
        id = Self.text(Self.idLength, &rng)
        secret = Self.text(Self.secretLength, &rng)
    }

    /// Reads one; nil for what cannot be a key.
    package init?(_ text: String) {
        guard text.utf8.count == Self.length else { return nil }
        // By bytes: it is done for every request, and characters took longer than all else that is done for a key.
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual(Self.prefix.utf8), parts[1].count == Self.idLength,
            parts[2].count == Self.secretLength,
            parts[1].allSatisfy(Self.isDigit), parts[2].allSatisfy(Self.isDigit)
        else { return nil }
        (id, secret) = (String(Substring(parts[1])), String(Substring(parts[2])))
    }

    /// Whether a byte is one of ``alphabet``.
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
    }

    package var text: String { "\(Self.prefix)_\(id)_\(secret)" }

    private static func text(_ length: Int, _ rng: inout some RandomNumberGenerator) -> String {
        String((0..<length).map { _ in alphabet[Int(rng.next() & 31)] })
    }
}

/// Nobody may read the secret by accident.
extension APIKeyText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(Self.prefix)_\(id)_‹secret›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
