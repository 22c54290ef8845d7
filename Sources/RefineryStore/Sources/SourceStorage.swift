package import Postgres
package import RefineryModel

/// Keeps the raw bytes of sources: puts a stream, reads a range, deletes.
///
/// Every call gets the connection of the caller: what a storage in the database writes belongs to the caller's transaction.
package protocol SourceStorage: Sendable {
    /// Stores all bytes that `next` gives, until it gives nil.
    /// - Parameters:
    ///   - id: Names the source; fresh for every submit.
    ///   - fileName: The name the file had where it came from: for people who look into the storage.
    /// - Returns: Where the bytes are.
    func put(
        _ id: ImportID, fileName: String, on connection: PostgresConnection, _ next: @Sendable () throws -> [UInt8]?
    ) async throws -> SourceLocation

    /// Reads the bytes of a range; fewer only where the source ends.
    func read(_ location: SourceLocation, _ range: Range<Int64>, on connection: PostgresConnection) async throws -> [UInt8]

    /// Removes the bytes; nothing happens when they are gone already.
    func delete(_ location: SourceLocation, on connection: PostgresConnection) async throws
}

/// The storages that exist, by the scheme of their URIs.
package struct SourceStorages: SourceStorage {
    private let postgres = PostgresSourceStorage()
    private let directory: DirectorySourceStorage?

    /// Only what is in the database.
    package static let inDatabase = SourceStorages(directory: nil)

    private init(directory: DirectorySourceStorage?) { self.directory = directory }

    /// - Parameter setting: SOURCE_STORAGE: `postgres`, or `file:///directory`, says where new sources go. What is stored
    ///   in the database is found whatever the setting is; a file only below this directory.
    /// - Throws: ``StoreError/unknownStorage(_:)``.
    package init(setting: String = "postgres") throws {
        if setting == "postgres" {
            directory = nil
        } else if let path = DirectorySourceStorage.path(of: setting), path.count > 1 {
            directory = DirectorySourceStorage(directory: path)
        } else {
            throw StoreError.unknownStorage(setting)
        }
    }

    package func put(
        _ id: ImportID, fileName: String, on connection: PostgresConnection, _ next: @Sendable () throws -> [UInt8]?
    ) async throws -> SourceLocation {
        try await (directory as (any SourceStorage)? ?? postgres).put(id, fileName: fileName, on: connection, next)
    }

    package func read(_ location: SourceLocation, _ range: Range<Int64>, on connection: PostgresConnection) async throws -> [UInt8] {
        try await storage(of: location).read(location, range, on: connection)
    }

    package func delete(_ location: SourceLocation, on connection: PostgresConnection) async throws {
        try await storage(of: location).delete(location, on: connection)
    }

    private func storage(of location: SourceLocation) throws -> any SourceStorage {
        guard DirectorySourceStorage.path(of: location.uri) != nil else { return postgres }
        guard let directory else { throw StoreError.sourceElsewhere(uri: location.uri, directory: nil) }
        return directory
    }
}
