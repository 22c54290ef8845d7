internal import Postgres
package import RefineryModel
package import RefineryStore

/// Lists of an import a page at a time, each item a JSON object as the command line writes it. Whoever asks masks what he may not show.
extension Operations {
    /// Records that an import stored, in row order.
    /// - Parameter row: Only those behind this row of its file.
    package func records(of importID: ImportID, after row: Int64, limit: Int) async throws -> [(row: Int64, object: String)] {
        let plan = try await plan(of: importID)
        let (start, end) = (RecordID(importNumber: plan.number, row: row), RecordID(importNumber: plan.number + 1, row: 0))
        let rows = try await withConnection { try await $0.rows(ListRecords(after: start, before: end, limit: limit)) }
        return rows.map { ($0.id.row, $0.json(leading: [("id", "\($0.id.rawValue)")])) }
    }

    /// Rows of an import that repeat stored records, in row order.
    package func duplicates(of importID: ImportID, after row: Int64, limit: Int) async throws -> [DuplicateRow] {
        try await withConnection { try await $0.rows(ListDuplicates(importID: importID, after: row, limit: limit)) }
    }

    /// Rows of an import that could not become records, in row order.
    package func rejects(of importID: ImportID, after row: Int64, limit: Int) async throws -> [RejectRow] {
        try await withConnection { try await $0.rows(ListRejects(importID: importID, after: row, limit: limit)) }
    }
}
