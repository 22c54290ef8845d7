package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Tells whether nothing is left for processes that work on some stages. SQL: `sql/queries/workers/is_queue_empty.sql`.
package struct IsQueueEmpty: Query {
    package static let sql = SQLCatalog.query("is_queue_empty")
    package let stages: [Stage], awaitsMore: Bool

    /// - Parameters:
    ///   - stages: Those whose jobs they claim, and those whose jobs become such.
    ///   - awaitsMore: Whether files that still arrive, and runs that end, bring such jobs.
    package init(stages: [Stage], awaitsMore: Bool) {
        self.stages = stages
        self.awaitsMore = awaitsMore
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(stages.map(\.rawValue))
        parameters.append(awaitsMore)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
