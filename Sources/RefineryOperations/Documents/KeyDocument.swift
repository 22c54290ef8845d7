package import RefineryModel
package import RefineryStore

/// A key of the HTTP interface as programs read it.
package struct KeyDocument: Encodable {
    let id: String
    /// The whole key: only of one that was made this moment.
    let key: String?
    let name: String
    let scopes: [String]
    let ratePerSecond: Double
    let burst: Int
    let createdAt: String
    let createdBy: String
    let expiresAt: String?
    let revokedAt: String?
    let lastUsedAt: String?

    /// - Parameter text: Of a key that was made this moment.
    package init(_ key: APIKey, text: APIKeyText? = nil) {
        (id, self.key, name) = (key.id, text?.text, key.name)
        scopes = APIScope.allCases.filter(key.scopes.contains).map(\.rawValue)
        (ratePerSecond, burst) = (key.ratePerSecond, key.burst)
        (createdAt, createdBy) = (Timestamp.iso8601(key.createdAt), key.createdBy)
        expiresAt = key.expiresAt.map(Timestamp.iso8601)
        revokedAt = key.revokedAt.map(Timestamp.iso8601)
        lastUsedAt = key.lastUsedAt.map(Timestamp.iso8601)
    }
}
