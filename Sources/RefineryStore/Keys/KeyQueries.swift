package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A key of the HTTP interface as it is kept: without its secret.
package struct APIKey: Sendable, Equatable {
    package let id: String
    package let name: String
    package let scopes: Set<APIScope>
    /// Requests a second that it may make for long.
    package let ratePerSecond: Double
    /// Requests that it may make at once.
    package let burst: Int
    /// Instants in seconds since 1970.
    package let createdAt: Double
    package let createdBy: String
    package let expiresAt: Double?
    package let revokedAt: Double?
    /// Up to a minute old.
    package let lastUsedAt: Double?

    fileprivate init(_ row: Row) throws {
        let names: [String] = try row[2]
        (id, name, scopes) = (try row[0], try row[1], Set(names.compactMap(APIScope.init(rawValue:))))
        let (most, rate): (Int32, Double) = (try row[4], try row[3])
        (burst, ratePerSecond) = (Int(most), rate)
        (createdAt, createdBy) = (try row[5], try row[6])
        (expiresAt, revokedAt, lastUsedAt) = (try row[7], try row[8], try row[9])
    }
}

/// Keeps a new key. SQL: `sql/queries/keys/insert_key.sql`.
package struct InsertKey: Query {
    package static let sql = SQLCatalog.query("insert_key")
    package let id: String, name: String, secretHash: [UInt8], scopes: Set<APIScope>, ratePerSecond: Double, burst: Int
    package let lifetime: Duration?, creator: String?

    /// - Parameters:
    ///   - secretHash: SHA-256 of the secret.
    ///   - lifetime: nil: it never expires.
    ///   - creator: Who makes it; nil: the user of the database.
    package init(
        id: String, name: String, secretHash: [UInt8], scopes: Set<APIScope>, ratePerSecond: Double, burst: Int, lifetime: Duration?,
        creator: String?
    ) {
        (self.id, self.name, self.secretHash, self.scopes) = (id, name, secretHash, scopes)
        (self.ratePerSecond, self.burst, self.lifetime, self.creator) = (ratePerSecond, burst, lifetime, creator)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(name)
        parameters.append(secretHash)
        parameters.append(APIScope.allCases.filter(scopes.contains).map(\.rawValue))
        parameters.append(ratePerSecond)
        parameters.append(Int32(clamping: burst))
        parameters.append(lifetime.map { $0.components.seconds * 1_000_000 })
        parameters.append(creator)
    }

    package static func decode(_ row: Row) throws -> APIKey { try APIKey(row) }
}

/// Lists all keys, the newest first. SQL: `sql/queries/keys/list_keys.sql`.
package struct ListKeys: Query {
    package static let sql = SQLCatalog.query("list_keys")
    package init() {}
    package static func decode(_ row: Row) throws -> APIKey { try APIKey(row) }
}

/// Ends a key for good. SQL: `sql/queries/keys/revoke_key.sql`.
package struct RevokeKey: Query {
    package static let sql = SQLCatalog.query("revoke_key")
    package let id: String
    package init(id: String) { self.id = id }
    package func bind(_ parameters: inout Parameters) { parameters.append(id) }
    package static func decode(_ row: Row) throws -> APIKey { try APIKey(row) }
}

/// What the database says of a key that somebody shows.
package struct KeyVerdict: Sendable, Equatable {
    package enum Outcome: String, Sendable, PostgresValue {
        case granted
        /// The key is right, and has no request left.
        case limited
        /// Something is wrong with it; nobody learns what.
        case refused
    }

    package let outcome: Outcome
    /// nil when refused.
    package let principal: APIPrincipal?
    /// Requests that it may make now.
    package let granted: Int
    /// Until there is another one, or until the lock after failed logins is over; zero for none.
    package let retryAfter: Duration
}

/// Says whether a key is right, and takes requests from its rate. SQL: `sql/views/api_keys.sql`.
package struct AuthenticateKey: Query {
    package static let sql = SQLCatalog.query("authenticate_key")
    package let id: String, secretHash: [UInt8], address: String, wanted: Int

    /// - Parameters:
    ///   - secretHash: SHA-256 of the secret.
    ///   - address: Where it comes from; failures are counted by it.
    ///   - wanted: Requests to take, 1 or more.
    package init(id: String, secretHash: [UInt8], address: String, wanted: Int) {
        (self.id, self.secretHash, self.address, self.wanted) = (id, secretHash, address, wanted)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(secretHash)
        parameters.append(address)
        parameters.append(Int32(clamping: wanted))
    }

    package static func decode(_ row: Row) throws -> KeyVerdict {
        let (id, name, scopes): (String, String?, [String]?) = (try row[1], try row[2], try row[3])
        let (granted, microseconds): (Int32, Int64) = (try row[4], try row[5])
        return KeyVerdict(
            outcome: try row[0],
            principal: name.map { APIPrincipal(keyID: id, name: $0, scopes: Set((scopes ?? []).compactMap(APIScope.init(rawValue:)))) },
            granted: Int(granted), retryAfter: .microseconds(microseconds))
    }
}
