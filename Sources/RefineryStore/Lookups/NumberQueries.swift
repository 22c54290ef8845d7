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

/// Adds numbers that nobody knew. SQL: `sql/queries/lookups/insert_numbers.sql`.
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

/// Counts numbers that are settled and fresh. SQL: `sql/queries/lookups/count_fresh_numbers.sql`.
package struct CountFreshNumbers: Query {
    package static let sql = SQLCatalog.query("count_fresh_numbers")
    package let numbers: [String], provider: LookupProviderName

    /// - Parameter provider: Who would be asked.
    package init(numbers: [String], provider: LookupProviderName) {
        self.numbers = numbers
        self.provider = provider
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(numbers)
        parameters.append(provider)
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

extension NumberResult {
    /// The statements that store what came of a job's requests, for one transaction. Running them again changes nothing.
    package static func statements(storing results: [NumberResult], of job: ClaimedJob, from provider: LookupProviderName) -> [any Query] {
        let answers = results.filter { $0.status == .answered || $0.status == .unknown }
        let failures = results.filter { $0.status == .failed }
        var statements: [any Query] = [LayDownIntents(job: job, results: results)]
        if !answers.isEmpty { statements.append(StoreAnswers(answers: answers, provider: provider)) }
        if !failures.isEmpty { statements.append(StoreFailures(failures: failures, provider: provider)) }
        return statements
    }
}

/// Says that a job asks for numbers no more, and what they cost it. SQL: `sql/queries/lookups/lay_down_intents.sql`.
private struct LayDownIntents: Query {
    static let sql = SQLCatalog.query("lay_down_intents")
    let job: ClaimedJob, results: [NumberResult]

    func bind(_ parameters: inout Parameters) {
        parameters.append(job.id)
        parameters.append(job.token)
        parameters.append(results.map(\.e164))
        parameters.append(results.map(\.costMicros))
    }
}

/// Stores answers. SQL: `sql/queries/lookups/store_answers.sql`.
private struct StoreAnswers: Query {
    static let sql = SQLCatalog.query("store_answers")
    let answers: [NumberResult], provider: LookupProviderName

    func bind(_ parameters: inout Parameters) {
        parameters.append(answers.map(\.e164))
        parameters.append(answers.map(\.status))
        parameters.append(answers.map(\.isValid))
        parameters.append(answers.map(\.country))
        parameters.append(answers.map(\.lineType))
        parameters.append(answers.map(\.carrierName))
        parameters.append(answers.map(\.mobileCountryCode))
        parameters.append(answers.map(\.mobileNetworkCode))
        parameters.append(answers.map(\.validityScore))
        parameters.append(answers.map(\.errorCode))
        parameters.append(answers.map(\.answer))
        parameters.append(answers.map { Int64($0.freshFor.components.seconds) })
        parameters.append(provider)
    }
}

/// Stores that nobody could answer. SQL: `sql/queries/lookups/store_failures.sql`.
private struct StoreFailures: Query {
    static let sql = SQLCatalog.query("store_failures")
    let failures: [NumberResult], provider: LookupProviderName

    func bind(_ parameters: inout Parameters) {
        parameters.append(failures.map(\.e164))
        parameters.append(failures.map { Int64($0.freshFor.components.seconds) })
        parameters.append(provider)
    }
}
