package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An answer that may be there by now.
package struct LateAnswer: Sendable {
    package let id: Int64
    package let token: String
    package let callbackKey: String?
    package let callbackToken: String?
    /// What the provider sent by itself; nil: nothing yet.
    package let callback: String?
    /// What was known at once.
    package let soFar: UniversalSkipResult?
    /// Whether it was waited for long enough.
    package let isOverdue: Bool
}

/// Takes the late answers of questions that are worth to fetch now. SQL: `sql/queries/enrichment/take_late_answers.sql`.
package struct TakeLateAnswers: Query {
    package static let sql = SQLCatalog.query("take_late_answers")
    package let questions: [Int64], holdFor: Duration

    /// - Parameter holdFor: How long nobody else fetches them.
    package init(questions: [Int64], holdFor: Duration) {
        self.questions = questions
        self.holdFor = holdFor
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(questions)
        parameters.append(Int32(clamping: holdFor.components.seconds))
    }

    package static func decode(_ row: Row) throws -> LateAnswer {
        let soFar: String? = try row[5]
        return LateAnswer(
            id: try row[0], token: try row[1], callbackKey: try row[2], callbackToken: try row[3], callback: try row[4],
            soFar: try soFar.map { try JSON.value(from: $0) }, isOverdue: try row[6])
    }
}

/// Keeps what a provider sent by itself; false for an address that no question waits at. SQL: `sql/views/receive_enrichment.sql`.
package struct ReceiveCallback: Query {
    package static let sql = SQLCatalog.query("receive_callback")
    package let token: String, body: String

    package init(token: String, body: String) {
        self.token = token
        self.body = body
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(token)
        parameters.append(body)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
