package import Postgres
internal import SQLCatalog

/// Something in the schema, as the server has it.
package struct FoundObject: Sendable, Equatable {
    /// `table`, `column`, `constraint`, `index`, `sequence`, `view` or `function`.
    package let kind: String
    /// A column or constraint with its table: `jobs.state`.
    package let name: String
    /// False for an index or a constraint that the server cannot rely on.
    package let isValid: Bool
    /// The text of a function.
    package let source: String?
}

/// Lists everything in the schema. SQL: `sql/queries/checkup/check_objects.sql`.
package struct CheckObjects: Query {
    package static let sql = SQLCatalog.query("check_objects")
    package init() {}
    package static func decode(_ row: Row) throws -> FoundObject {
        FoundObject(kind: try row[0], name: try row[1], isValid: try row[2], source: try row[3])
    }
}

/// Something by which others could run code with the rights of whoever uses the schema.
package struct ForeignObject: Sendable, Equatable {
    /// Such as `trigger imports.spy`.
    package let name: String
    /// Whether only an administrator can have made it, who may have reasons.
    package let isPermitted: Bool

    package init(name: String, isPermitted: Bool) {
        self.name = name
        self.isPermitted = isPermitted
    }
}

/// Lists triggers, rules, owners and rights that the product did not make. SQL: `sql/queries/checkup/check_foreign.sql`.
package struct CheckForeign: Query {
    package static let sql = SQLCatalog.query("check_foreign")
    package init() {}
    package static func decode(_ row: Row) throws -> ForeignObject { ForeignObject(name: try row[0], isPermitted: try row[1]) }
}

/// Lists what this user may not do but should. SQL: `sql/queries/checkup/check_privileges.sql`.
package struct CheckPrivileges: Query {
    package static let sql = SQLCatalog.query("check_privileges")
    package init() {}
    /// Such as `UPDATE on table refinery.jobs`.
    package static func decode(_ row: Row) throws -> String { try row[0] }
}
