package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An import whose progress may have changed.
package struct ActiveImport: Sendable, Equatable {
    package let id: ImportID
    package let status: ImportStatus
}

/// Locks the imports whose progress may have changed. SQL: `sql/queries/lock_active_imports.sql`.
package struct LockActiveImports: Query {
    package static let sql = SQLCatalog.query("lock_active_imports")
    /// Paused imports to look at as well.
    package let paused: [ImportID]
    package init(paused: [ImportID]) { self.paused = paused }
    package func bind(_ parameters: inout Parameters) { parameters.append(paused) }
    package static func decode(_ row: Row) throws -> ActiveImport { ActiveImport(id: try row[0], status: try row[1]) }
}

/// Sums the counters of jobs into their imports; gives those that changed. SQL: `sql/queries/fold_progress.sql`.
package struct FoldProgress: Query {
    package static let sql = SQLCatalog.query("fold_progress")
    package let imports: [ImportID]
    package init(imports: [ImportID]) { self.imports = imports }
    package func bind(_ parameters: inout Parameters) { parameters.append(imports) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// An import that ended or paused.
package struct SettledImport: Sendable, Equatable {
    package let id: ImportID
    package let status: ImportStatus
    package let reason: String?
}

/// Ends or pauses imports that have nothing left to do. SQL: `sql/queries/settle_imports.sql`.
package struct SettleImports: Query {
    package static let sql = SQLCatalog.query("settle_imports")
    package let imports: [ImportID], rowsMin: Int64

    /// - Parameter rowsMin: Rows that must have their outcome before their reject rate says anything.
    package init(imports: [ImportID], rowsMin: Int64) {
        self.imports = imports
        self.rowsMin = rowsMin
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(imports)
        parameters.append(rowsMin)
    }

    package static func decode(_ row: Row) throws -> SettledImport {
        SettledImport(id: try row[0], status: try row[1], reason: try row[2])
    }
}

/// Which imports still have batches under way. SQL: `sql/queries/find_imports_under_way.sql`.
package struct FindImportsUnderWay: Query {
    package static let sql = SQLCatalog.query("find_imports_under_way")
    package let imports: [ImportID]
    package init(imports: [ImportID]) { self.imports = imports }
    package func bind(_ parameters: inout Parameters) { parameters.append(imports) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// All paused imports. SQL: `sql/queries/list_paused_imports.sql`.
package struct ListPausedImports: Query {
    package static let sql = SQLCatalog.query("list_paused_imports")
    package init() {}
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}
