#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
internal import Digest
package import Postgres
package import RefineryModel
internal import SQLCatalog

extension SkipTraceQuestion {
    /// By what its answer is found: SHA-256 of the question, which itself is not kept.
    package var key: [UInt8] {
        let hasher = SHA256Hasher()
        Array(text.utf8).withUnsafeBytes { hasher.update($0) }
        var digest = [UInt8](repeating: 0, count: SHA256Hasher.digestBytes)
        digest.withUnsafeMutableBytes { hasher.finish(into: $0) }
        return digest
    }
}

/// Makes questions known that nobody asked before. SQL: `sql/queries/enrichment/offer_questions.sql`.
package struct OfferQuestions: Query {
    package static let sql = SQLCatalog.query("offer_questions")
    package let provider: LookupProviderName, questions: [SkipTraceQuestion]

    package init(provider: LookupProviderName, questions: [SkipTraceQuestion]) {
        self.provider = provider
        self.questions = questions
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(questions.map(\.key))
        parameters.append(questions.map(\.product))
    }
}

/// Notes whose questions they are; gives the personas that went meanwhile. SQL: `sql/queries/enrichment/insert_persona_enrichments.sql`.
package struct InsertPersonaEnrichments: Query {
    package static let sql = SQLCatalog.query("insert_persona_enrichments")
    package let provider: LookupProviderName, personas: [UUID], questions: [SkipTraceQuestion], runID: RunID

    /// - Parameter questions: One a persona, in their order.
    package init(provider: LookupProviderName, personas: [UUID], questions: [SkipTraceQuestion], runID: RunID) {
        self.provider = provider
        self.personas = personas
        self.questions = questions
        self.runID = runID
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(personas)
        parameters.append(questions.map(\.key))
        parameters.append(runID)
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Where a question stands.
package struct KnownQuestion: Sendable, Equatable {
    package enum Standing: Sendable, Equatable {
        /// To be asked, by this job or another one.
        case open
        /// The answer, or the rest of it, comes later.
        case pending
        /// Nobody has to ask it; nil: nothing is known, or nobody could answer.
        case settled(UniversalSkipResult?)
    }

    package let id: Int64
    package let key: [UInt8]
    package let standing: Standing

    package init(id: Int64, key: [UInt8], standing: Standing) {
        self.id = id
        self.key = key
        self.standing = standing
    }
}

/// Says where questions stand. SQL: `sql/queries/enrichment/list_questions.sql`.
package struct ListQuestions: Query {
    package static let sql = SQLCatalog.query("list_questions")
    package let provider: LookupProviderName, keys: [[UInt8]]

    package init(provider: LookupProviderName, keys: [[UInt8]]) {
        self.provider = provider
        self.keys = keys
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(keys)
    }

    package static func decode(_ row: Row) throws -> KnownQuestion {
        let (isSettled, isPending, state): (Bool, Bool, String) = (try row[2], try row[3], try row[4])
        let json: String? = state == "found" ? try row[5] : nil
        let standing: KnownQuestion.Standing =
            isSettled ? .settled(try json.map { try JSON.value(from: $0) }) : isPending ? .pending : .open
        return KnownQuestion(id: try row[0], key: try row[1], standing: standing)
    }
}

/// What a provider said, or is about to say, of a persona when other things were known of it.
package struct PersonaHit: Sendable, Equatable {
    package let personaID: UUID
    package let product: String
    package let key: [UInt8]
    /// The question whose answer is on its way; nil: it is there.
    package let pending: Int64?
    package let result: UniversalSkipResult?
    /// Whether it was asked for this run first: then nobody else waits for it.
    package let isOfRun: Bool
    /// The question.
    package let id: Int64
}

/// Lists the fresh and the pending answers of personas. SQL: `sql/queries/enrichment/list_persona_hits.sql`.
package struct ListPersonaHits: Query {
    package static let sql = SQLCatalog.query("list_persona_hits")
    package let provider: LookupProviderName, personas: [UUID], runID: RunID?

    /// - Parameter runID: Whose own questions are marked; nil: of none.
    package init(provider: LookupProviderName, personas: [UUID], runID: RunID?) {
        self.provider = provider
        self.personas = personas
        self.runID = runID
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(personas)
        parameters.append(runID)
    }

    package static func decode(_ row: Row) throws -> PersonaHit {
        let result: String? = try row[4]
        return PersonaHit(
            personaID: try row[0], product: try row[1], key: try row[2], pending: try row[3],
            result: try result.map { try JSON.value(from: $0) }, isOfRun: try row[5], id: try row[6])
    }
}
