import RefineryModel
import RefineryTestSupport
import SQLCatalog
import Testing

@testable import RefineryStore

@Suite("Columns of records in SQL", .timeLimit(.minutes(10))) struct RecordColumnTests {
    @Test("are those of the table, with their types") func table() async throws {
        try await withDatabase { database in
            let stored = try await database.select(
                """
                SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
                 WHERE attrelid = 'refinery.records'::regclass AND attnum > 0 AND NOT attisdropped
                   AND attname NOT IN ('id', 'import_id', 'row_number', 'fingerprint', 'created_at') ORDER BY attname COLLATE "C"
                """)
            #expect(stored == RecordColumn.allCases.map { [$0.rawValue, $0.kind.rawValue] }.sorted { ($0[0] ?? "") < ($1[0] ?? "") })
        }
    }

    /// What fill_records.sql says of a column where it looks for rows that add something.
    private static func condition(_ column: RecordColumn) -> String {
        "r.\(column.rawValue) IS NULL AND v.\(column.rawValue) IS NOT NULL"
    }

    @Test("are completed as each column says") func filling() throws {
        let sql = SQLCatalog.query("fill_records").split(separator: "\n")
        for column in RecordColumn.allCases {
            let name = column.rawValue
            let line = sql.first { $0.contains(" \(name) = ") && ($0.contains("SET ") || $0.hasPrefix("       ")) && !$0.contains("WHERE") }
            let isLookedFor = sql.contains { $0.contains(Self.condition(column)) }
            switch column.fill {
            case .never: #expect(line == nil, "\(name) is not to be completed")
            case .empty:
                #expect(line?.contains("\(name) = coalesce(r.\(name), v.\(name))") == true, "complete \(name)")
                #expect(isLookedFor || column == .sicCode, "look for rows that add \(name)")
            case .emptyOfSamePerson:
                let filled = "\(name) = CASE WHEN a.is_same_person THEN coalesce(r.\(name), v.\(name)) ELSE r.\(name) END"
                #expect(line?.contains(filled) == true, "complete \(name) of the same person")
                #expect(isLookedFor, "look for rows of the same person that add \(name)")
            case .with, .members: #expect(line != nil, "complete \(name)")
            }
        }
    }

    @Test("find a person who is to be erased, wherever they may hold one, and nowhere else") func erasure() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            let columns = RecordColumn.allCases.filter { [.text, .texts, .jsonb].contains($0.kind) && $0 != .phoneStatus }
            for column in columns {
                let text = column.personalData != .email ? "+16175550123" : column.kind == .texts ? "jo@x.example" : "Jo@X.example"
                let value =
                    switch column.kind {
                    case .jsonb: #"{"x": "call 617-555-0123"}"#
                    case .texts: "{other,\(text)}"
                    default: text
                    }
                try await database.execute(
                    """
                    INSERT INTO refinery.records (id, import_id, row_number, fingerprint, phone_status, \(column.rawValue))
                    VALUES (\(column.index), '\(id)', \(column.index), md5('\(column.index)')::uuid, 'missing', '\(value)')
                    """)
            }
            _ = try await database.rows(
                ErasePerson(phone: "+16175550123", email: "jo@x.example", pattern: "617[^0-9]{0,3}555[^0-9]{0,3}0123|jo@x\\.example"))
            let left = Set(try await database.select("SELECT id FROM refinery.records").compactMap { $0[0].flatMap { Int($0) } })
            for column in columns { #expect(left.contains(column.index) == (column.personalData == nil), "\(column)") }
        }
    }
}
