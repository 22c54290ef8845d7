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

/// What providers said of personas.
package enum PersonaAnswer {}

extension PersonaAnswer {
    /// The statements that bring what providers said to personas, for one transaction, after their values were derived from records. A number
    /// or an address that is there is not doubled. Running them again changes nothing.
    package static func statements(bringingTo personas: [UUID]) -> [any Query] {
        [
            RehomeEnrichments(personas: personas), ApplyPhones(personas: personas), ApplyEmails(personas: personas),
            ApplyProfiles(personas: personas), ApplyFacts(personas: personas),
        ]
    }
}

/// SQL: `sql/queries/enrichment/apply_phones.sql`.
private struct ApplyPhones: Query {
    static let sql = SQLCatalog.query("apply_phones")
    let personas: [UUID]
    func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}

/// SQL: `sql/queries/enrichment/apply_emails.sql`.
private struct ApplyEmails: Query {
    static let sql = SQLCatalog.query("apply_emails")
    let personas: [UUID]
    func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}

/// SQL: `sql/queries/enrichment/apply_profiles.sql`.
private struct ApplyProfiles: Query {
    static let sql = SQLCatalog.query("apply_profiles")
    let personas: [UUID]
    func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}

/// SQL: `sql/queries/enrichment/apply_facts.sql`.
private struct ApplyFacts: Query {
    static let sql = SQLCatalog.query("apply_facts")
    let personas: [UUID]
    func bind(_ parameters: inout Parameters) { parameters.append(personas) }
}

/// Lists whose questions they are now. SQL: `sql/queries/enrichment/list_asking_personas.sql`.
package struct ListAskingPersonas: Query {
    package static let sql = SQLCatalog.query("list_asking_personas")
    package let questions: [Int64]

    package init(questions: [Int64]) { self.questions = questions }

    package func bind(_ parameters: inout Parameters) { parameters.append(questions) }
    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Personas and records go: the questions that were asked about them go too, with the answers, unless somebody else asked them as well. Gives
/// the runs whose counters changed by what was asked at this moment. SQL: `sql/queries/enrichment/erase_enrichments.sql`.
package struct EraseEnrichments: Query {
    package static let sql = SQLCatalog.query("erase_enrichments")
    package let personas: [UUID], records: [RecordID]

    package init(personas: [UUID], records: [RecordID]) {
        self.personas = personas
        self.records = records
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(personas)
        parameters.append(records)
    }

    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}
