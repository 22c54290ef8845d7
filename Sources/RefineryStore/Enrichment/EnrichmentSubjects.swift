#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A persona that is to be enriched: what can be asked with, and what is known already.
package struct EnrichTarget: Sendable, Equatable {
    package let personaID: UUID
    package let subject: EnrichmentSubject
    package let known: EnrichmentWants

    /// - Parameter json: As `refinery_internal.enrich_subject` gives it.
    init(personaID: UUID, json: String) throws {
        struct Document: Decodable {
            let subject: EnrichmentSubject
            let known: [String]
        }
        let document: Document = try JSON.value(from: json)
        self.personaID = personaID
        subject = document.subject
        known = EnrichmentWants(names: document.known)
    }
}

/// Lists the personas of a job. SQL: `sql/queries/enrichment/list_enrich_targets.sql`.
package struct ListEnrichTargets: Query {
    package static let sql = SQLCatalog.query("list_enrich_targets")
    package let job: JobID

    package init(job: JobID) { self.job = job }

    package func bind(_ parameters: inout Parameters) { parameters.append(job) }
    package static func decode(_ row: Row) throws -> EnrichTarget { try EnrichTarget(personaID: row[0], json: row[1]) }
}

/// Lists the personas that criteria mean, a page at a time. SQL: `sql/queries/enrichment/list_enrich_subjects.sql`.
package struct ListEnrichSubjects: Query {
    package static let sql = SQLCatalog.query("list_enrich_subjects")
    package let criteria: PersonaCriteria, after: UUID?, limit: Int

    package init(criteria: PersonaCriteria, after: UUID?, limit: Int) {
        self.criteria = criteria
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(JSONB(criteria.json))
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> EnrichTarget { try EnrichTarget(personaID: row[0], json: row[1]) }
}

extension PersonaCriteria {
    /// Names, texts and numbers: nothing that cannot be encoded.
    var json: String { (try? JSON.text(self)) ?? "{}" }
}

/// What a run of the kind `enrich` asks, and which providers.
package struct EnrichPlan: Sendable, Equatable {
    /// As jobs name them, in their order.
    package var providers: [LookupProviderName]
    package var wants: EnrichmentWants
    package var criteria: PersonaCriteria
    /// At most so many personas; nil for all.
    package var personasMax: Int64?
    /// nil: no limit but those of the accounts.
    package var maxCost: Money?
    package var personasPerJob = 50

    package init(providers: [LookupProviderName], wants: EnrichmentWants, criteria: PersonaCriteria) {
        self.providers = providers
        self.wants = wants
        self.criteria = criteria
    }
}

/// Begins a run; says of how many personas, none where nobody is meant. SQL: `sql/queries/enrichment/insert_enrich_run.sql`.
package struct InsertEnrichRun: Query {
    package static let sql = SQLCatalog.query("insert_enrich_run")
    package let runID: RunID, plan: EnrichPlan, attempts: Int

    package init(runID: RunID, plan: EnrichPlan, attempts: Int) {
        self.runID = runID
        self.plan = plan
        self.attempts = attempts
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(plan.providers)
        parameters.append(plan.wants.names)
        parameters.append(JSONB(plan.criteria.json))
        parameters.append(plan.personasMax)
        parameters.append(Int32(clamping: plan.personasPerJob))
        parameters.append(Int32(clamping: attempts))
        parameters.append(plan.maxCost)
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// What a run asks for. SQL: `sql/queries/enrichment/load_enrich_run.sql`.
package struct LoadEnrichRun: Query {
    package static let sql = SQLCatalog.query("load_enrich_run")
    package let runID: RunID

    package init(runID: RunID) { self.runID = runID }

    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> EnrichmentWants { EnrichmentWants(names: try row[0]) }
}
