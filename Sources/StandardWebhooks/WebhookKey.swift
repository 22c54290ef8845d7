internal import Digest

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What messages are signed with: `whsec_` and base64.
package struct WebhookKey: Sendable {
    private let bytes: [UInt8]

    /// A key of the right form, for checks.
    package static let example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    /// What a secret has to be, for people.
    package static let form = "whsec_ and 24 to 64 bytes in base64"

    package init?(_ secret: String) {
        let text = secret.hasPrefix(Self.prefix) ? String(secret.dropFirst(Self.prefix.count)) : secret
        guard let data = Data(base64Encoded: text), (24...64).contains(data.count) else { return nil }
        bytes = Array(data)
    }

    /// A new secret of 32 random bytes, as text.
    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        prefix + Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).base64EncodedString()
    }

    /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        "v1," + Data(HMACSHA256.code(of: Array("\(id).\(timestamp).".utf8) + body, key: bytes)).base64EncodedString()
    }

    private static let prefix = "whsec_"
}
