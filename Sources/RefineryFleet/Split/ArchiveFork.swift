internal import Digest
internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import Tables
internal import Threads

/// Makes an import of each table of an archive that was submitted from SQL, where bytes are one import: all of them, or none.
struct ArchiveFork {
    let database: Database
    let job: ClaimedJob

    private static let pieceBytes = 1 << 18

    /// A table that is unpacked.
    private struct Member: Sendable {
        let file: TemporaryFile
        let table: ForkedTable
    }

    /// - Returns: Whether there are several tables: then they are imports now, of which the first one is the import itself.
    /// - Throws: `TableError`, ``LeaseLostError``.
    func fork(_ file: TemporaryFile) async throws -> Bool {
        let members = try await onThread(for: "unpacking tables") { try Self.members(of: file) }
        guard let members else { return false }
        // A table that is there already is not made again.
        var new: [Member] = []
        for member in members {
            let known = try await database.pool.withConnection { try await $0.rows(FindImportsByHash(hash: member.table.hash)) }
            if known.isEmpty { new.append(member) }
        }
        let tables = new.map(\.table)
        let fork = ForkImport(job: job, submission: SubmissionID(), tables: tables)
        try await database.pool.withTransaction { [new] connection in
            for member in new {
                let bytes = member.file.bytes
                try await connection.copySource(of: member.table.id, bytes: member.table.bytes) { try bytes.bytes(at: $0, count: $1) }
            }
            guard try await connection.first(fork) != nil else { throw LeaseLostError(jobs: 1) }
            try await connection.execute(CopySpendingLimit(from: job.importID, to: tables.map(\.id)))
            _ = try await connection.rows(InsertEvents(tables.map { RunEvent(.importSubmitted, $0.id) }))
        }
        await database.hint(Stage.split.rawValue)
        return true
    }

    /// All tables but the first; nil where there is one at most.
    private static func members(of file: TemporaryFile) throws -> [Member]? {
        guard case .archive = try FileContent(of: file.bytes) else { return nil }
        let archive = try ArchivedTables(file.bytes)
        guard archive.members.count > 1 else { return nil }
        if archive.members.count > TableLimits.tables { throw TableError.severalTables(archive.members.map(\.name)) }
        return try archive.members.dropFirst().map { member in
            let unpacked = try TemporaryFile(archive.open(member))
            let hasher = SHA256Hasher()
            for start in stride(from: 0, to: unpacked.bytes.size, by: pieceBytes) {
                try unpacked.bytes.bytes(at: start, count: pieceBytes).withUnsafeBytes { hasher.update($0) }
            }
            return Member(
                file: unpacked,
                table: ForkedTable(name: NameChoice.file(of: member.name), bytes: unpacked.bytes.size, hash: hasher.finish()))
        }
    }
}
