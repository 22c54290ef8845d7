package import SQLCatalog

/// What the schema consists of, read from the text of the migrations and views themselves, so that nothing has to be kept in step.
///
/// It understands the forms that the files of `sql/` use: CREATE TABLE, INDEX, SEQUENCE, VIEW, FUNCTION and CONSTRAINT TRIGGER (which is a
/// constraint of its table, as a plain trigger is not), ALTER TABLE with ADD, DROP and RENAME, ALTER INDEX with RENAME, and DROP. A test compares it with a migrated database in both directions, so a migration in another form
/// is noticed at once.
package struct SchemaOutline: Sendable {
    /// Every object that must be there, with the statement that makes it where it stands alone (an index, a sequence, …).
    package private(set) var objects: [SchemaObject: String?] = [:]
    /// Bodies of functions by name.
    package private(set) var functionBodies: [String: Set<String>] = [:]

    package init(
        bootstrap: String = SQLCatalog.query("bootstrap_schema"), migrations: [SQLCatalog.File] = SQLCatalog.migrations,
        views: [SQLCatalog.File] = SQLCatalog.views
    ) {
        for text in [bootstrap] + (migrations + views.map(ColumnLists.expand)).map(\.text) {
            for statement in Self.statements(of: text) { apply(statement) }
        }
    }

    private mutating func apply(_ statement: String) {
        if let match = statement.prefixMatch(of: /CREATE TABLE (?:IF NOT EXISTS )?refinery\.(\w+)\s*\(/) {
            createTable(String(match.1), body: statement[match.range.upperBound...])
        } else if let match = statement.prefixMatch(of: /CREATE (?:UNIQUE )?INDEX (\w+)\s+ON refinery\./) {
            objects[SchemaObject(.index, String(match.1))] = .some(statement)
        } else if let match = statement.prefixMatch(of: /CREATE SEQUENCE refinery\.(\w+)/) {
            objects[SchemaObject(.sequence, String(match.1))] = .some(statement)
        } else if let match = statement.prefixMatch(of: /CREATE (?:OR REPLACE )?VIEW refinery\.(\w+)/) {
            objects[SchemaObject(.view, String(match.1))] = .some(nil)
        } else if let match = statement.prefixMatch(of: /CREATE (?:OR REPLACE )?FUNCTION refinery(?:_internal)?\.(\w+)/) {
            let name = String(match.1)
            objects[SchemaObject(.function, name)] = .some(nil)
            let parts = statement.split(separator: "$$", omittingEmptySubsequences: false)
            if parts.count >= 3 { functionBodies[name, default: []].insert(String(parts[1])) }
        } else if let match = statement.prefixMatch(of: /CREATE CONSTRAINT TRIGGER (\w+)\s[^;]*?\sON refinery\.(\w+)/) {
            objects[SchemaObject(.constraint, "\(match.2).\(match.1)")] = .some(nil)
        } else if let match = statement.prefixMatch(of: /DROP TRIGGER (?:IF EXISTS )?(\w+)\s+ON refinery\.(\w+)/) {
            objects[SchemaObject(.constraint, "\(match.2).\(match.1)")] = nil
        } else if let match = statement.prefixMatch(of: /ALTER TABLE refinery\.(\w+)\s+/) {
            alterTable(String(match.1), actions: statement[match.range.upperBound...])
        } else if let match = statement.prefixMatch(of: /ALTER INDEX refinery\.(\w+)\s+RENAME TO (\w+)/) {
            rename(.index, String(match.1), to: String(match.2))
        } else if let match = statement.prefixMatch(of: /DROP (\w+) (?:IF EXISTS )?refinery(?:_internal)?\.(\w+)/) {
            drop(String(match.1).lowercased(), String(match.2))
        }
    }

    private mutating func createTable(_ table: String, body: Substring) {
        objects[SchemaObject(.table, table)] = .some(nil)
        for item in Self.items(of: body) { add(item, to: table) }
    }

    private mutating func alterTable(_ table: String, actions: Substring) {
        for action in Self.items(of: actions) {
            if let match = action.prefixMatch(of: /ADD (?:COLUMN )?(?:IF NOT EXISTS )?/) {
                add(action[match.range.upperBound...], to: table)
            } else if let match = action.prefixMatch(of: /DROP COLUMN (?:IF EXISTS )?(\w+)/) {
                objects[SchemaObject(.column, "\(table).\(match.1)")] = nil
            } else if let match = action.prefixMatch(of: /DROP CONSTRAINT (?:IF EXISTS )?(\w+)/) {
                objects[SchemaObject(.constraint, "\(table).\(match.1)")] = nil
                objects[SchemaObject(.index, String(match.1))] = nil
            } else if let match = action.prefixMatch(of: /RENAME TO (\w+)/) {
                renameTable(table, to: String(match.1))
            } else if let match = action.prefixMatch(of: /RENAME COLUMN (\w+) TO (\w+)/) {
                rename(.column, "\(table).\(match.1)", to: "\(table).\(match.2)")
                renameColumn(String(match.1), to: String(match.2), inIndexesOf: table)
            } else if let match = action.prefixMatch(of: /RENAME CONSTRAINT (\w+) TO (\w+)/) {
                rename(.constraint, "\(table).\(match.1)", to: "\(table).\(match.2)")
                rename(.index, String(match.1), to: String(match.2))
            }
        }
    }

    /// What is not there stays so: not every constraint has an index.
    private mutating func rename(_ kind: SchemaObject.Kind, _ name: String, to newName: String) {
        guard let statement = objects.removeValue(forKey: SchemaObject(kind, name)) else { return }
        objects[SchemaObject(kind, newName)] = .some(statement?.replacing(name, with: newName))
    }

    private mutating func renameTable(_ table: String, to newName: String) {
        for (object, statement) in objects where object == SchemaObject(.table, table) || object.name.hasPrefix("\(table).") {
            objects[object] = nil
            objects[SchemaObject(object.kind, newName + object.name.dropFirst(table.count))] = .some(statement)
        }
    }

    private mutating func renameColumn(_ name: String, to newName: String, inIndexesOf table: String) {
        for (object, statement) in objects {
            guard let statement, let columns = statement.firstRange(of: "ON refinery.\(table) ") else { continue }
            let head = statement[..<columns.upperBound]
            let words = statement[columns.upperBound...].replacing(/\w+/) { $0.output == name ? newName : String($0.output) }
            objects[object] = .some("\(head)\(words)")
        }
    }

    /// A column, or a constraint with the index that it brings.
    private mutating func add(_ item: Substring, to table: String) {
        if let match = item.prefixMatch(of: /CONSTRAINT (\w+)\s+(\w+)/) {
            objects[SchemaObject(.constraint, "\(table).\(match.1)")] = .some(nil)
            if ["PRIMARY", "UNIQUE", "EXCLUDE"].contains(match.2) { objects[SchemaObject(.index, String(match.1))] = .some(nil) }
        } else if let match = item.prefixMatch(of: /(\w+)\s/) {
            objects[SchemaObject(.column, "\(table).\(match.1)")] = .some(nil)
            if item.contains(/GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY/) {
                objects[SchemaObject(.sequence, "\(table)_\(match.1)_seq")] = .some(nil)
            }
        }
    }

    private mutating func drop(_ kind: String, _ name: String) {
        guard let kind = SchemaObject.Kind(rawValue: kind) else { return }
        objects[SchemaObject(kind, name)] = nil
        guard kind == .table else { return }
        objects = objects.filter { object, statement in
            !object.name.hasPrefix("\(name).") && !object.name.hasPrefix("\(name)_") && statement?.contains("ON refinery.\(name) ") != true
        }
    }

    /// Statements without comments, each beginning with its first word; a `;` inside `$$` ends none.
    static func statements(of text: String) -> [String] {
        var statements: [String] = []
        for (index, part) in text.split(separator: "$$", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 {
                statements[statements.count - 1] += "$$\(part)$$"
                continue
            }
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
            }
            let pieces = lines.joined(separator: "\n").split(separator: ";", omittingEmptySubsequences: false).map { String($0) }
            if statements.isEmpty { statements = [""] }
            statements[statements.count - 1] += pieces[0]
            statements += pieces.dropFirst()
        }
        return statements.map { String($0.drop { $0.isWhitespace }) }.filter { !$0.isEmpty }
    }

    /// The parts between commas outside of parentheses, up to the parenthesis that closes.
    private static func items(of body: Substring) -> [Substring] {
        var items: [Substring] = []
        var (depth, start, end) = (0, body.startIndex, body.endIndex)
        loop: for index in body.indices {
            switch body[index] {
            case "(": depth += 1
            case ")" where depth == 0:
                end = index
                break loop
            case ")": depth -= 1
            case "," where depth == 0:
                items.append(body[start..<index])
                start = body.index(after: index)
            default: break
            }
        }
        items.append(body[start..<end])
        return items.map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
    }
}
