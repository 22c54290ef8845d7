package import Postgres
package import RefineryModel

/// Keeps the raw bytes of sources: puts a stream, reads a range, deletes.
///
/// A storage owns what it needs for that, such as a pool or a directory. Nobody holds a connection or a transaction for it.
package protocol SourceStorage: Sendable {
    /// Where a new source is going to lie.
    /// - Parameters:
    ///   - id: Names the source; fresh for every submit.
    ///   - fileName: The name the file had where it came from: for people who look into the storage.
    func address(for id: ImportID, fileName: String) -> String

    /// Stores all bytes, in their order. What was stored of a put that fails is deleted, where that is possible.
    /// - Parameters:
    ///   - uri: What ``address(for:fileName:)`` gave; nothing lies there yet.
    ///   - received: Is told how many of the first bytes are stored and can be read from now on.
    /// - Returns: Where they are, once they survive a loss of power.
    func put(
        _ bytes: some AsyncSequence<[UInt8], any Error>, at uri: String, _ received: (Int64) async throws -> Void
    ) async throws -> SourceLocation

    /// Reads the bytes of a range.
    /// - Throws: ``StoreError`` unless all of them are there.
    func read(_ location: SourceLocation, _ range: Range<Int64>) async throws -> [UInt8]

    /// Makes sure that this storage is the one that holds a source.
    /// - Throws: ``StoreError/sourceElsewhere(uri:directory:)``.
    func checkReach(of location: SourceLocation) throws

    /// Deletes some of the bytes, which takes a moment.
    /// - Returns: Whether there may be more of them; false as well when they are gone already.
    func deleteSome(_ location: SourceLocation) async throws -> Bool
}

extension SourceStorage {
    func checkReach(of location: SourceLocation) {}

    /// Deletes the bytes; nothing happens when they are gone already.
    package func delete(_ location: SourceLocation) async throws {
        while try await deleteSome(location) {}
    }

    /// Deletes what a put that failed has stored. The reason why it failed is what matters to the caller.
    func discard(_ uri: String) async { try? await delete(SourceLocation(uri: uri, bytes: 0)) }
}

/// The file that a source was made of lies beside it, under an address of its own, and is deleted with it.
enum OriginalAddress {
    private static let mark = "#original"

    static func of(_ uri: String) -> String { uri + mark }

    /// The address of the source; nil for one that is no original's.
    static func source(of uri: String) -> String? { uri.hasSuffix(mark) ? String(uri.dropLast(mark.count)) : nil }
}

/// The storages of one process, by the scheme of their addresses.
package struct SourceStorages: Sendable {
    private let storages: [String: any SourceStorage]
    /// The scheme of new sources.
    private let scheme: String
    /// Where files lie; nil: new sources are in the database.
    package let directory: String?

    /// - Parameters:
    ///   - setting: SOURCE_STORAGE: `postgres`, or `file:///directory`, says where new sources go. What is stored in the database is
    ///     found whatever the setting is; a file only below a directory that is named here.
    ///   - ownDirectory: Where files are found if the setting names no other directory.
    ///   - isPrivate: Whether the database is the private one, whose new sources go into the own directory if the setting says nothing.
    ///   - pool: The way to the database.
    /// - Throws: ``StoreError/unknownStorage(_:)``.
    package init(setting: String? = nil, ownDirectory: String? = nil, isPrivate: Bool = false, pool: PostgresPool) throws {
        var keepsFiles = isPrivate && ownDirectory != nil && setting == nil
        var directory = ownDirectory
        if let setting, setting != "postgres" {
            guard let path = DirectorySourceStorage.path(of: setting), path.count > 1 else { throw StoreError.unknownStorage(setting) }
            directory = path
            keepsFiles = true
        }
        var storages: [String: any SourceStorage] = [PostgresSourceStorage.scheme: PostgresSourceStorage(pool: pool)]
        if let directory { storages[DirectorySourceStorage.scheme] = DirectorySourceStorage(directory: directory) }
        self.storages = storages
        self.directory = keepsFiles ? directory : nil
        scheme = keepsFiles ? DirectorySourceStorage.scheme : PostgresSourceStorage.scheme
    }

    /// Where a new source is going to lie.
    package func address(for id: ImportID, fileName: String) throws -> String {
        try storage(of: scheme).address(for: id, fileName: fileName)
    }

    /// Where the file lies that a source was made of.
    package static func original(of uri: String) -> String { OriginalAddress.of(uri) }

    /// Stores all bytes, as ``SourceStorage/put(_:at:_:)`` does.
    package func put(
        _ bytes: some AsyncSequence<[UInt8], any Error>, at uri: String, _ received: (Int64) async throws -> Void = { _ in }
    ) async throws -> SourceLocation {
        try await storage(of: uri).put(bytes, at: uri, received)
    }

    /// Reads the bytes of a range.
    /// - Throws: ``StoreError`` unless all of them are there.
    package func read(_ location: SourceLocation, _ range: Range<Int64>) async throws -> [UInt8] {
        if range.isEmpty { return [] }
        return try await storage(of: location.uri).read(location, range)
    }

    /// Deletes some of the bytes, which takes a moment.
    /// - Returns: Whether there may be more of them.
    package func deleteSome(_ location: SourceLocation) async throws -> Bool {
        try await storage(of: location.uri).deleteSome(location)
    }

    /// Deletes the bytes; nothing happens when they are gone already.
    package func delete(_ location: SourceLocation) async throws { try await storage(of: location.uri).delete(location) }

    /// Makes sure that this process may read and delete a source.
    /// - Throws: ``StoreError/sourceElsewhere(uri:directory:)``.
    package func checkReach(of location: SourceLocation) throws { try storage(of: location.uri).checkReach(of: location) }

    private func storage(of uri: String) throws -> any SourceStorage {
        let scheme = uri.prefix { $0 != ":" }
        guard let storage = storages[String(scheme)] else { throw StoreError.sourceElsewhere(uri: uri, directory: nil) }
        return storage
    }
}
