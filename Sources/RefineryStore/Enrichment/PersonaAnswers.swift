#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Lets questions go where the record goes that they were asked with, before personas are derived again.
/// SQL: `sql/queries/enrichment/rehome_enrichments.sql`.
package struct RehomeEnrichments: Query {
    package static let sql = SQLCatalog.query("rehome_enrichments")
    package let personas: [UUID]

    package init(personas: [UUID]) { self.personas = personas }

    package func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}

/// What a provider said of a persona.
package struct PersonaAnswer: Sendable, Equatable {
    package let personaID: UUID
    /// `answer_id` of the values that come of it.
    package let id: Int64
    /// In seconds of Unix time.
    package let answeredAt: Int64
    package let result: UniversalSkipResult
}

/// Lists the answers of personas, oldest first. SQL: `sql/queries/enrichment/list_persona_answers.sql`.
package struct ListPersonaAnswers: Query {
    package static let sql = SQLCatalog.query("list_persona_answers")
    package let personas: [UUID]

    package init(personas: [UUID]) { self.personas = personas }

    package func bind(_ parameters: inout Parameters) { parameters.append(personas) }

    package static func decode(_ row: Row) throws -> PersonaAnswer {
        PersonaAnswer(
            personaID: try row[0], id: try row[1], answeredAt: try row[2], result: try JSON.value(from: try row[3]))
    }
}

/// Personas go: their questions go too, with the answers, unless somebody else asked them as well.
/// SQL: `sql/queries/enrichment/delete_persona_enrichments.sql`.
package struct DeletePersonaEnrichments: Query {
    package static let sql = SQLCatalog.query("delete_persona_enrichments")
    package let personas: [UUID]

    package init(personas: [UUID]) { self.personas = personas }

    package func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}
