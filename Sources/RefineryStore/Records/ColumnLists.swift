internal import RefineryModel
internal import SQLCatalog

/// Lists that statements and functions name in braces, as `{columns}`, so that none of them repeats what ``RecordColumn`` and
/// ``Field`` say.
enum ColumnLists {
    private static let lists: [(name: String, sql: String)] = [
        ("{columns}", list(RecordColumn.allCases) { $0.rawValue }),
        // Of the record `r`, each as text.
        ("{column_texts}", list(RecordColumn.allCases) { text(of: $0) }),
        ("{personal_phones}", array(holding(.phone)) { $0 }),
        // Addresses are stored in lower case; those of older programs are not all.
        ("{personal_emails}", array(holding(.email)) { "lower(\($0))" }),
        ("{personal_texts}", list(holding(.anything)) { "r.\($0.rawValue)::text" }),
        ("{fields}", list(Field.allCases) { "'\($0.rawValue)'" }),
    ]

    /// The statement in `sql/queries/<name>.sql`, with its lists.
    static func query(_ name: String) -> String { expand(SQLCatalog.query(name)) }

    /// The same for a file.
    static func expand(_ file: SQLCatalog.File) -> SQLCatalog.File { SQLCatalog.File(name: file.name, text: expand(file.text)) }

    /// A text of `sql/`, with its lists.
    static func expand(_ sql: String) -> String {
        var (expanded, rest) = ("", sql[...])
        // By bytes: a search by characters, a list at a time, took 40 ms for all views.
        while let brace = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            expanded += rest[..<brace]
            rest = rest[brace...]
            if let list = lists.first(where: { rest.utf8.starts(with: $0.name.utf8) }) {
                expanded += list.sql
                rest = rest.dropFirst(list.name.count)
            } else {
                expanded.append(rest.removeFirst())
            }
        }
        return expanded + rest
    }

    /// The values of arrays stand apart as in ``RecordDraft``.
    private static func text(of column: RecordColumn) -> String {
        switch column.kind {
        case .text: "r.\(column.rawValue)"
        case .texts: "array_to_string(r.\(column.rawValue), E'\\n')"
        case .bigint, .smallint, .jsonb: "r.\(column.rawValue)::text"
        }
    }

    private static func holding(_ data: RecordColumn.PersonalData) -> [RecordColumn] {
        RecordColumn.allCases.filter { $0.personalData == data }
    }

    /// An expression for all values that the columns of `r` hold, nulls among them.
    private static func array(_ columns: [RecordColumn], _ value: (String) -> String) -> String {
        let single = list(columns.filter { $0.kind == .text }) { value("r.\($0.rawValue)") }
        return (["ARRAY[\(single)]"] + columns.filter { $0.kind == .texts }.map { "r.\($0.rawValue)" }).joined(separator: " || ")
    }

    private static func list<Value>(_ values: [Value], _ sql: (Value) -> String) -> String {
        values.map(sql).joined(separator: ", ")
    }
}
