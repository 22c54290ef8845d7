/// What a key of the HTTP interface may do. A key has the scopes that it was given; only ``admin`` implies others: all of them.
package enum APIScope: String, Sendable, CaseIterable, Hashable, Codable {
    /// Look at everything but personal data, which is masked.
    case read
    /// Submit files.
    case submit
    /// Pause, resume, cancel, retry and delete; change mappings, budgets, suppressions and blocks.
    case operate
    /// See personal data unmasked.
    case reveal
    /// All of the others, and what only an administrator may do.
    case admin
}

/// Who asks over HTTP: a key that is right.
package struct APIPrincipal: Sendable, Equatable {
    /// The public part of the key.
    package let keyID: String
    /// What people call the key.
    package let name: String
    package let scopes: Set<APIScope>

    package init(keyID: String, name: String, scopes: Set<APIScope>) {
        self.keyID = keyID
        self.name = name
        self.scopes = scopes
    }

    /// Whether the key has a scope, or one that implies it.
    package func may(_ scope: APIScope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }
}
