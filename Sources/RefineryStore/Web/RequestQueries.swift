package import Postgres
internal import RefineryModel
internal import SQLCatalog

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Names one request that must not be done twice.
package struct RequestName: Sendable, Equatable {
    /// Whose.
    package let keyID: String
    package let idempotencyKey: String

    package init(keyID: String, idempotencyKey: String) { (self.keyID, self.idempotencyKey) = (keyID, idempotencyKey) }
}

extension Parameters {
    mutating func append(_ name: RequestName) {
        append(name.keyID)
        append(name.idempotencyKey)
    }
}

/// One that is at a request, as long as it says so often enough.
package struct RequestHolder: Sendable {
    package let name: RequestName
    /// How long it is believed to be at it after it said so.
    package let lease: Duration
    let id = UUID()

    package init(_ name: RequestName, lease: Duration) { (self.name, self.lease) = (name, lease) }
}

extension Parameters {
    mutating func append(_ holder: RequestHolder) {
        append(holder.name)
        append(holder.id)
    }
}

/// Begins a request, unless it was asked before: then there is no row. SQL: `sql/queries/web/begin_api_request.sql`.
package struct BeginRequest: Query {
    package static let sql = SQLCatalog.query("begin_api_request")
    package let holder: RequestHolder, hash: [UInt8]
    package init(_ holder: RequestHolder, hash: [UInt8]) { (self.holder, self.hash) = (holder, hash) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(holder.name)
        parameters.append(hash)
        parameters.append(holder.id)
        parameters.append(holder.lease.inSeconds)
    }
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Says that a request is still under way. SQL: `sql/queries/web/hold_api_request.sql`.
package struct HoldRequest: Query {
    package static let sql = SQLCatalog.query("hold_api_request")
    package let holder: RequestHolder
    package init(_ holder: RequestHolder) { self.holder = holder }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(holder)
        parameters.append(holder.lease.inSeconds)
    }
}

/// What a request was, and was answered.
package struct StoredRequest: Sendable, Equatable {
    package let hash: [UInt8]
    /// nil: it is under way.
    package let status: Int16?
    package let location: String?
    package let answer: String?
}

/// Finds a request that was asked before. SQL: `sql/queries/web/find_api_request.sql`.
package struct FindRequest: Query {
    package static let sql = SQLCatalog.query("find_api_request")
    package let name: RequestName
    package init(_ name: RequestName) { self.name = name }
    package func bind(_ parameters: inout Parameters) { parameters.append(name) }
    package static func decode(_ row: Row) throws -> StoredRequest {
        StoredRequest(hash: try row[0], status: try row[1], location: try row[2], answer: try row[3])
    }
}

/// Keeps what a request was answered. SQL: `sql/queries/web/finish_api_request.sql`.
package struct FinishRequest: Query {
    package static let sql = SQLCatalog.query("finish_api_request")
    package let holder: RequestHolder, status: Int16, location: String?, answer: String
    package init(_ holder: RequestHolder, status: Int16, location: String?, answer: String) {
        (self.holder, self.status, self.location, self.answer) = (holder, status, location, answer)
    }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(holder)
        parameters.append(status)
        parameters.append(location)
        parameters.append(answer)
    }
}

/// Lets a request that came to nothing be asked again. SQL: `sql/queries/web/forget_api_request.sql`.
package struct ForgetRequest: Query {
    package static let sql = SQLCatalog.query("forget_api_request")
    package let holder: RequestHolder
    package init(_ holder: RequestHolder) { self.holder = holder }
    package func bind(_ parameters: inout Parameters) { parameters.append(holder) }
}

/// Deletes requests of yesterday, so many at most. SQL: `sql/queries/web/prune_api_requests.sql`.
package struct PruneRequests: Query {
    package static let sql = SQLCatalog.query("prune_api_requests")
    package let limit: Int
    package init(limit: Int = 1000) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
