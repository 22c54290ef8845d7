package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Begins a session of a browser whose user shows a key. SQL: `sql/views/web_sessions.sql`.
package struct BeginWebSession: Query {
    package static let sql = SQLCatalog.query("begin_web_session")
    package let id: String, secretHash: [UInt8], address: String, tokenHash: [UInt8], lifetime: Duration

    /// - Parameters:
    ///   - secretHash: SHA-256 of the key's secret.
    ///   - address: Where it comes from; failures are counted by it.
    ///   - tokenHash: SHA-256 of what the browser is going to show.
    package init(id: String, secretHash: [UInt8], address: String, tokenHash: [UInt8], lifetime: Duration) {
        (self.id, self.secretHash, self.address, self.tokenHash, self.lifetime) = (id, secretHash, address, tokenHash, lifetime)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(secretHash)
        parameters.append(address)
        parameters.append(tokenHash)
        parameters.append(lifetime.components.seconds * 1_000_000)
    }

    package static func decode(_ row: Row) throws -> KeyVerdict { try AuthenticateKey.decode(row) }
}

/// Finds whose session it is. SQL: `sql/views/web_sessions.sql`.
package struct FindWebSession: Query {
    package static let sql = SQLCatalog.query("find_web_session")
    package let tokenHash: [UInt8]
    package init(tokenHash: [UInt8]) { self.tokenHash = tokenHash }
    package func bind(_ parameters: inout Parameters) { parameters.append(tokenHash) }
    package static func decode(_ row: Row) throws -> APIPrincipal {
        let scopes: [String] = try row[2]
        return APIPrincipal(keyID: try row[0], name: try row[1], scopes: Set(scopes.compactMap(APIScope.init(rawValue:))))
    }
}

/// Ends a session. SQL: `sql/views/web_sessions.sql`.
package struct EndWebSession: Query {
    package static let sql = SQLCatalog.query("end_web_session")
    package let tokenHash: [UInt8]
    package init(tokenHash: [UInt8]) { self.tokenHash = tokenHash }
    package func bind(_ parameters: inout Parameters) { parameters.append(tokenHash) }
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
