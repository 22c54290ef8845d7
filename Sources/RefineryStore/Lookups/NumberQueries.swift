package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A number nobody knew, with libphonenumber's verdict.
package struct NewNumber: Sendable, Equatable {
    package let e164: String
    package let country: String?
    package let isPossible: Bool
    package let isValid: Bool
    package let type: String

    package init(e164: String, country: String?, isPossible: Bool, isValid: Bool, type: String) {
        self.e164 = e164
        self.country = country
        self.isPossible = isPossible
        self.isValid = isValid
        self.type = type
    }
}

/// Adds numbers that nobody knew. SQL: `sql/queries/insert_numbers.sql`.
package struct InsertNumbers: Query {
    package static let sql = SQLCatalog.query("insert_numbers")
    package let numbers: [NewNumber]

    package init(_ numbers: [NewNumber]) { self.numbers = numbers }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(numbers.map(\.e164))
        parameters.append(numbers.map { $0.country ?? "" })
        parameters.append(numbers.map(\.isPossible))
        parameters.append(numbers.map(\.isValid))
        parameters.append(numbers.map(\.type))
    }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Counts numbers that are settled and fresh. SQL: `sql/queries/count_fresh_numbers.sql`.
package struct CountFreshNumbers: Query {
    package static let sql = SQLCatalog.query("count_fresh_numbers")
    package let numbers: [String], isSimulated: Bool

    /// - Parameter isSimulated: Whether answers of a simulated account count.
    package init(numbers: [String], isSimulated: Bool) {
        self.numbers = numbers
        self.isSimulated = isSimulated
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(numbers)
        parameters.append(isSimulated)
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// What is known of a number after a request, ready to be stored.
package struct NumberResult: Sendable, Equatable {
    package enum Status: String, Sendable, PostgresValue {
        /// Asked without an answer: to be asked again.
        case pending
        case answered
        /// The service knows the number is no good to know: final, and paid.
        case unknown
        /// Nobody could answer, as often as it was tried.
        case failed
    }

    package var e164: String
    package var status: Status
    package var isValid: Bool?
    package var country: String?
    package var lineType: String?
    package var carrierName: String?
    package var mobileCountryCode: String?
    package var mobileNetworkCode: String?
    package var validityScore: Double?
    package var errorCode: Int32?
    /// The answer as it came, JSON.
    package var answer: String?
    /// What was, or may have been, paid for it.
    package var costMicros: Int64
    /// How long nobody asks again.
    package var freshFor: Duration

    package init(e164: String, status: Status, costMicros: Int64, freshFor: Duration = .zero) {
        self.e164 = e164
        self.status = status
        self.costMicros = costMicros
        self.freshFor = freshFor
    }
}

/// Stores what came of requests, and lays down their intents. SQL: `sql/queries/store_answers.sql`.
package struct StoreAnswers: Query {
    package static let sql = SQLCatalog.query("store_answers")
    package let job: ClaimedJob, results: [NumberResult], isSimulated: Bool

    package init(job: ClaimedJob, results: [NumberResult], isSimulated: Bool) {
        self.job = job
        self.results = results
        self.isSimulated = isSimulated
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(job.id)
        parameters.append(job.token)
        parameters.append(results.map(\.e164))
        parameters.append(results.map(\.status))
        parameters.append(results.map(\.isValid))
        parameters.append(results.map(\.country))
        parameters.append(results.map(\.lineType))
        parameters.append(results.map(\.carrierName))
        parameters.append(results.map(\.mobileCountryCode))
        parameters.append(results.map(\.mobileNetworkCode))
        parameters.append(results.map(\.validityScore))
        parameters.append(results.map(\.errorCode))
        parameters.append(results.map(\.answer))
        parameters.append(results.map(\.costMicros))
        parameters.append(results.map { Int64($0.freshFor.components.seconds) })
        parameters.append(isSimulated)
    }

    /// How many numbers were touched.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
