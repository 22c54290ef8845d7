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
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.prefix, parts[1].count == Self.idLength, parts[2].count == Self.secretLength,
            (parts[1] + parts[2]).allSatisfy(Self.alphabet.contains)
        else { return nil }
        (id, secret) = (String(parts[1]), String(parts[2]))
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
