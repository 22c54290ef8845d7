internal import Digest
package import Postgres
internal import RefineryModel
package import SQLCatalog

/// Brings the schema of a database to the version this program knows.
///
/// Each migration runs in a transaction of its own under an advisory lock, so any number of processes may migrate at once.
/// Its number and SHA-256 are remembered: a migration whose text changed, or a schema newer than the program, is refused.
/// Views and functions under `sql/views` are created again whenever their text changed.
package struct Migrator: Sendable {
    /// What is to be done, or was done.
    package struct Plan: Sendable, Equatable {
        /// Names of migrations, in order.
        package var migrations: [String] = []
        /// Names of files under `sql/views`.
        package var views: [String] = []

        package var isEmpty: Bool { migrations.isEmpty && views.isEmpty }
    }

    private let migrations: [NumberedMigration]
    private let views: [SQLCatalog.File]

    /// What this program has; read once, since every probe of a process asks for it.
    package init() { self = Self.shipped }

    private static let shipped = Migrator(migrations: SQLCatalog.migrations)

    /// Other texts than the program's.
    package init(migrations: [SQLCatalog.File], views: [SQLCatalog.File] = SQLCatalog.views) {
        self.migrations = migrations.map(NumberedMigration.init)
        self.views = views.map(ColumnLists.expand)
    }

    /// The newest version this program knows: the number of its last migration.
    package var version: Int { migrations.last?.number ?? 0 }

    /// What is missing, changing nothing.
    /// - Throws: ``StoreError/schemaTooNew(found:known:)``, ``StoreError/migrationChanged(name:)``.
    package func plan(on connection: PostgresConnection) async throws -> Plan {
        guard try await connection.first(FindSchema()) == true else {
            return Plan(migrations: migrations.map(\.file.name), views: views.map(\.name))
        }
        return try pending(
            applied: try await connection.rows(ListMigrations()), appliedViews: try await connection.rows(ListAppliedViews()))
    }

    /// Throws when the schema lacks a migration that this program needs, or is newer than it may work beside; for processes that do not
    /// migrate by themselves.
    ///
    /// A newer schema says itself which programs may go on beside it (`sql/views/oldest_program.sql`), so that a release replaces the
    /// processes of the one before one by one.
    ///
    /// Another text of a view or function is no reason to refuse: what stands under `sql/views` keeps the names and types of its
    /// columns and parameters, so that during an upgrade programs of both versions can work with either text.
    /// - Throws: ``StoreError/schemaMissing(pending:)``, ``StoreError/schemaTooNew(found:known:)``, ``StoreError/migrationChanged(name:)``.
    package func check(on connection: PostgresConnection) async throws {
        guard try await connection.first(FindSchema()) == true else { throw StoreError.schemaMissing(pending: migrations.count) }
        let applied = try await connection.rows(ListMigrations())
        if let newer = newer(applied), try await connection.first(FindOldestProgram()).map({ Int($0) > version }) ?? true { throw newer }
        let pending = try missing(applied).count
        if pending > 0 { throw StoreError.schemaMissing(pending: pending) }
    }

    /// The only encoding of a database that holds every text a file may have.
    package static let encoding = "UTF8"

    /// Applies what is missing.
    /// - Returns: What was applied by this call; empty when the schema was up to date.
    /// - Throws: ``StoreError/wrongEncoding(_:)`` before anything is changed, and what ``plan(on:)`` throws.
    @discardableResult
    package func migrate(on connection: PostgresConnection) async throws -> Plan {
        let found = try await connection.first(FindEncoding())
        if let found, found != Self.encoding { throw StoreError.wrongEncoding(found) }
        var done = Plan()
        if try await connection.first(FindSchema()) != true {
            try await locked(on: connection) { try await $0.executeScript(Self.bootstrap) }
        }
        while true {
            let hasMigrated = !done.migrations.isEmpty
            let step = try await locked(on: connection) { connection -> Plan in
                let missing = try await plan(on: connection)
                if let name = missing.migrations.first, let next = migrations.first(where: { $0.file.name == name }) {
                    try await connection.executeScript(next.file.text)
                    try await connection.execute(RecordMigration(number: Int32(next.number), name: name, hash: next.hash))
                    return Plan(migrations: [name])
                }
                try await connection.execute(DeferFunctionChecks())
                for file in views where missing.views.contains(file.name) {
                    try await connection.executeScript(file.text)
                    try await connection.execute(RecordView(name: file.name, hash: Self.hash(of: file)))
                }
                // New tables and views have no rights of their own yet.
                if (hasMigrated || !missing.views.isEmpty) && views.contains(where: { $0.name == GrantPrivileges.view }) {
                    try await connection.execute(GrantPrivileges())
                }
                return Plan(views: missing.views)
            }
            done.migrations += step.migrations
            done.views += step.views
            if step.migrations.isEmpty { return done }
        }
    }

    /// Puts records and fingerprints into partitions (docs/scaling.md): records by import, fingerprints by their hash.
    /// - Returns: Whether they were not before. Views that read them are gone then until ``migrate(on:)``.
    package func partition(on connection: PostgresConnection) async throws -> Bool {
        try await locked(on: connection) { try await $0.first(PartitionTables(hashPartitions: Self.hashPartitions)) == true }
    }

    /// Tables for fingerprints: each index stays in memory longer, and is vacuumed by itself.
    private static let hashPartitions: Int32 = 16

    private func locked<Value: Sendable>(
        on connection: PostgresConnection, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        try await connection.transaction { connection in
            try await connection.execute(LockMigrations())
            return try await body(connection)
        }
    }

    private func pending(applied: [AppliedMigration], appliedViews: [AppliedView]) throws -> Plan {
        if let newer = newer(applied) { throw newer }
        var plan = Plan(migrations: try missing(applied))
        for file in views where !appliedViews.contains(where: { $0.name == file.name && $0.hash == Self.hash(of: file) }) {
            plan.views.append(file.name)
        }
        return plan
    }

    /// Why this program must not migrate; nil when it knows all that was applied.
    private func newer(_ applied: [AppliedMigration]) -> StoreError? {
        guard let newest = applied.map(\.number).max(), newest > version else { return nil }
        return StoreError.schemaTooNew(found: Int(newest), known: version)
    }

    /// Names of migrations that were not applied.
    private func missing(_ applied: [AppliedMigration]) throws -> [String] {
        try migrations.filter { migration in
            guard let known = applied.first(where: { Int($0.number) == migration.number }) else { return true }
            if known.hash != migration.hash { throw StoreError.migrationChanged(name: migration.file.name) }
            return false
        }.map(\.file.name)
    }

    /// A migration, with what is remembered of it once it was applied.
    private struct NumberedMigration {
        let file: SQLCatalog.File
        let number: Int
        let hash: [UInt8]

        init(_ file: SQLCatalog.File) {
            self.file = file
            number = Int(file.name.prefix(4)) ?? 0
            hash = Migrator.hash(of: file)
        }
    }

    private static func hash(of file: SQLCatalog.File) -> [UInt8] {
        let hasher = SHA256Hasher()
        var text = file.text
        text.withUTF8 { hasher.update(UnsafeRawBufferPointer($0)) }
        return hasher.finish()
    }

    /// What remembers the migrations: made before the first of them.
    private static let bootstrap = SQLCatalog.query("bootstrap_schema")
}

/// Gives the roles their rights. SQL: `sql/queries/schema/grant_privileges.sql`.
private struct GrantPrivileges: Query {
    static let sql = SQLCatalog.query("grant_privileges")
    /// The file of `sql/views` that makes the function.
    static let view = "grant_privileges"
}

/// Lets files of `sql/views` name what later ones make. SQL: `sql/queries/schema/defer_function_checks.sql`.
private struct DeferFunctionChecks: Query {
    static let sql = SQLCatalog.query("defer_function_checks")
}

private struct FindSchema: Query {
    static let sql = SQLCatalog.query("find_schema")
    static func decode(_ row: Row) throws -> Bool { try row[0] }
}

private struct FindOldestProgram: Query {
    static let sql = SQLCatalog.query("find_oldest_program")
    static func decode(_ row: Row) throws -> Int32 { try row[0] }
}

private struct PartitionTables: Query {
    static let sql = SQLCatalog.query("partition_tables")
    let hashPartitions: Int32
    func bind(_ parameters: inout Parameters) { parameters.append(hashPartitions) }
    static func decode(_ row: Row) throws -> Bool { try row[0] }
}

private struct FindEncoding: Query {
    static let sql = SQLCatalog.query("find_encoding")
    static func decode(_ row: Row) throws -> String { try row[0] }
}

private struct LockMigrations: Query {
    static let sql = SQLCatalog.query("lock_migrations")
    func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.migrationKey)
    }
}

private struct AppliedMigration: Sendable {
    let number: Int32
    let hash: [UInt8]
}

private struct ListMigrations: Query {
    static let sql = SQLCatalog.query("list_migrations")
    static func decode(_ row: Row) throws -> AppliedMigration { AppliedMigration(number: try row[0], hash: try row[1]) }
}

private struct AppliedView: Sendable {
    let name: String
    let hash: [UInt8]
}

private struct ListAppliedViews: Query {
    static let sql = SQLCatalog.query("list_applied_views")
    static func decode(_ row: Row) throws -> AppliedView { AppliedView(name: try row[0], hash: try row[1]) }
}

private struct RecordMigration: Query {
    static let sql = SQLCatalog.query("record_migration")
    let number: Int32, name: String, hash: [UInt8]
    func bind(_ parameters: inout Parameters) {
        parameters.append(number)
        parameters.append(name)
        parameters.append(hash)
    }
}

private struct RecordView: Query {
    static let sql = SQLCatalog.query("record_view")
    let name: String, hash: [UInt8]
    func bind(_ parameters: inout Parameters) {
        parameters.append(name)
        parameters.append(hash)
    }
}
