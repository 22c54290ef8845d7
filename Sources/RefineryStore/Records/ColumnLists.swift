internal import RefineryModel
internal import SQLCatalog

/// Lists that statements and functions name in braces, as `{columns}`, so that none of them repeats what ``RecordColumn`` and
/// ``Field`` say.
enum ColumnLists {
    private static let lists: [(name: String, sql: String)] = [
        ("{columns}", list(RecordColumn.allCases) { $0.rawValue }),
        // Of the record `r`, each as text.
        ("{column_texts}", list(RecordColumn.allCases) { $0.kind == .text ? "r.\($0.rawValue)" : "r.\($0.rawValue)::text" }),
        ("{personal_phones}", list(holding(.phone)) { "r.\($0.rawValue)" }),
        ("{personal_emails}", list(holding(.email)) { "lower(r.\($0.rawValue))" }),
        ("{personal_texts}", list(holding(.anything)) { "r.\($0.rawValue)::text" }),
        ("{fields}", list(Field.allCases) { "'\($0.rawValue)'" }),
    ]

    /// The statement in `sql/queries/<name>.sql`, with its lists.
    static func query(_ name: String) -> String { expand(SQLCatalog.query(name)) }

    /// The same for a file.
    static func expand(_ file: SQLCatalog.File) -> SQLCatalog.File { SQLCatalog.File(name: file.name, text: expand(file.text)) }

    /// A text of `sql/`, with its lists.
    static func expand(_ sql: String) -> String {
        lists.reduce(sql) { $0.contains($1.name) ? $0.replacing($1.name, with: $1.sql) : $0 }
    }

    private static func holding(_ data: RecordColumn.PersonalData) -> [RecordColumn] {
        RecordColumn.allCases.filter { $0.personalData == data }
    }

    private static func list<Value>(_ values: [Value], _ sql: (Value) -> String) -> String {
        values.map(sql).joined(separator: ", ")
    }
}
