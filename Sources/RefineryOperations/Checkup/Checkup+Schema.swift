internal import Postgres
internal import RefineryStore

extension Checkup {
    /// Whether the schema is the one this program made: its version, its objects, its indexes.
    func schema(on connection: PostgresConnection) async -> [CheckResult] {
        let version = await check("schema") { Self.schema(try await Migrator().plan(on: connection), version: Migrator().version) }
        guard version.status != .fail || version.summary.contains("views") else { return [version] }
        let found: [FoundObject]
        do {
            found = try await connection.rows(CheckObjects())
        } catch {
            return [version, CheckResult("objects", .fail, "The objects of the schema could not be read: \(error)")]
        }
        let outline = SchemaOutline()
        let foreign = await check("foreign") { Self.foreign(try await connection.rows(CheckForeign()), found, outline) }
        return [version, Self.objects(found, outline), foreign, Self.indexes(found, outline)]
    }

    static func schema(_ plan: Migrator.Plan, version: Int) -> CheckResult {
        if !plan.migrations.isEmpty {
            return CheckResult(
                "schema", .fail, "missing migrations: \(plan.migrations.joined(separator: ", "))", remedy: "Run: refinery migrate")
        }
        if !plan.views.isEmpty {
            return CheckResult(
                "schema", .fail, "version \(version), but outdated views and functions: \(plan.views.joined(separator: ", "))",
                remedy: "Run: refinery migrate")
        }
        return CheckResult("schema", .ok, "version \(version), views and functions as this program made them")
    }

    /// Tables, columns, constraints, sequences, views and functions: all that should be there, and functions nobody changed.
    static func objects(_ found: [FoundObject], _ outline: SchemaOutline) -> CheckResult {
        let present = Set(found.compactMap { object in SchemaObject.Kind(rawValue: object.kind).map { SchemaObject($0, object.name) } })
        let expected = outline.objects.keys.filter { $0.kind != .index }
        let missing = expected.filter { !present.contains($0) }.sorted().map { "\($0.kind.rawValue) \($0.name)" }
        let changed = found.filter { object in
            guard object.kind == "function", let source = object.source, let bodies = outline.functionBodies[object.name] else {
                return false
            }
            return !bodies.contains(source)
        }.map { "function \($0.name)" }.sorted()
        if missing.isEmpty && changed.isEmpty {
            return CheckResult("objects", .ok, "all \(expected.count) tables, columns, constraints, views and functions are there")
        }
        let words = [
            missing.isEmpty ? nil : "missing: \(listed(missing))", changed.isEmpty ? nil : "changed by hand: \(listed(changed))",
        ].compactMap(\.self).joined(separator: "; ")
        return CheckResult(
            "objects", .fail, words,
            remedy: "Someone changed the schema by hand. Views and functions come back with: DELETE FROM refinery.schema_views; "
                + "then: refinery migrate. What else is missing is in sql/migrations, or in your backup.")
    }

    /// What others put into the schema, by which their code could run with the rights of whoever uses it.
    static func foreign(_ foreign: [ForeignObject], _ found: [FoundObject], _ outline: SchemaOutline) -> CheckResult {
        let kinds: Set<SchemaObject.Kind> = [.table, .view, .sequence, .function, .constraint]
        let unknown = Set(found.compactMap { object in SchemaObject.Kind(rawValue: object.kind).map { SchemaObject($0, object.name) } })
            .filter { kinds.contains($0.kind) && outline.objects[$0] == nil }.sorted()
        let dangerous = foreign.filter { !$0.isPermitted }.map(\.name) + unknown.map { "\($0.kind.rawValue) \($0.name)" }
        if !dangerous.isEmpty {
            return CheckResult(
                "foreign", .fail, "not of this program: \(listed(dangerous))",
                remedy: "Find out who made it: it can run with the rights of whoever uses the schema, an administrator's too. "
                    + "Drop or revoke it; what is your own belongs into a schema of its own.")
        }
        let permitted = foreign.filter(\.isPermitted).map(\.name)
        return permitted.isEmpty
            ? CheckResult("foreign", .ok, "nothing in the schema that this program did not make")
            : CheckResult(
                "foreign", .warn, "in this database: \(listed(permitted))", remedy: "Fine when an administrator made it knowingly.")
    }

    /// Indexes that are missing, or that the server cannot use.
    static func indexes(_ found: [FoundObject], _ outline: SchemaOutline) -> CheckResult {
        let indexes = found.filter { $0.kind == "index" }
        let names = Set(indexes.map(\.name))
        let expected = outline.objects.filter { $0.key.kind == .index }
        let missing = expected.filter { !names.contains($0.key.name) }.sorted { $0.key < $1.key }
        let invalid = indexes.filter { !$0.isValid }.map(\.name).sorted()
        if missing.isEmpty && invalid.isEmpty { return CheckResult("indexes", .ok, "all \(expected.count) are there and valid") }
        let words = [
            missing.isEmpty ? nil : "missing: \(listed(missing.map(\.key.name)))", invalid.isEmpty ? nil : "invalid: \(listed(invalid))",
        ].compactMap(\.self).joined(separator: "; ")
        let statements =
            missing.map { index, statement in
                statement.map { $0.replacing("INDEX ", with: "INDEX CONCURRENTLY ", maxReplacements: 1).oneLine + ";" }
                    ?? "The constraint \(index.name) with its index is in sql/migrations."
            } + invalid.map { "REINDEX INDEX CONCURRENTLY refinery.\(PostgresConnection.quoted(identifier: $0));" }
        return CheckResult("indexes", .fail, words, remedy: statements.joined(separator: " "))
    }

    static func privileges(_ missing: [String]) -> CheckResult {
        guard !missing.isEmpty else { return CheckResult("privileges", .ok, "this user may do all that the fleet needs") }
        return CheckResult(
            "privileges", .fail, "this user lacks \(listed(missing))",
            remedy: "As the owner of the schema: GRANT refinery_worker TO this user; SELECT refinery.grant_privileges();")
    }

    /// The first few of many.
    static func listed(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
    }
}

extension String {
    /// Runs of blanks and line breaks as one blank.
    fileprivate var oneLine: String { split { $0.isWhitespace }.joined(separator: " ") }
}
