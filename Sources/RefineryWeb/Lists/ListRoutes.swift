internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// Persons, blocks and suppressions.
enum ListRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/personas", .scope(.read)) { web in
            let limit = try web.limit()
            var filter = PersonaFilter()
            let states = web.query.all("state").filter { !$0.isEmpty }
            filter.states = states.isEmpty ? nil : states
            filter.decide = try web.query.flag("decide") ?? false
            if let search = try web.personalSearch() { filter.search = .init(search) }
            let personas = try await web.operations.personas(filter, after: try web.query.identifier("after"), limit: limit)
            let objects = try await web.shown(personas.map { try JSON.text($0) }, "personas_revealed", of: nil)
            return .page(objects: objects, next: personas.count == limit ? personas.last?.id : nil)
        },
        Route(.get, "/api/v1/personas/{id}", .scope(.read)) { web in
            let id = try await web.operations.personaID(web.parameters["id"] ?? "")
            let object = try JSON.text(try await web.operations.persona(id))
            return .json(text: try await web.shown([object], "persona_revealed", of: nil)[0])
        },
        Route(.get, "/api/v1/blocks", .scope(.read)) { web in
            let blocks = try await web.operations.blocks(onlyLiving: try web.query.flag("living") ?? false)
            return try .json(Page(blocks.map { BlockDocument($0) }, next: nil))
        },
        Route(.get, "/api/v1/blocks/{id}", .scope(.read)) { web in
            try .json(BlockDocument(try await web.operations.block(web.parameters["id"] ?? "")))
        },
        Route(.get, "/api/v1/suppressions", .scope(.read)) { web in
            try .json(Page(try await web.operations.suppressionLists().map(SuppressionListDocument.init), next: nil))
        },
        // The file of a dialer, as `refinery blocks results` takes it.
        Route(.post, "/api/v1/call-results", .scope(.operate)) { web in
            let outcome = try await web.operations.importCallResults(web.body, named: web.fileName ?? "the body")
            // An answer that is kept for those who ask twice holds nothing personal.
            return try .json(CallResultsDocument(outcome, showsText: false))
        },
        // Whoever was called says that he will not be: it counts at once.
        Route(.post, "/api/v1/opt-outs", .scope(.operate)) { web in
            let wish = try web.object(OptOut.self)
            let values = [("number", wish.number), ("email", wish.email)].compactMap { kind, value in value.map { (kind, $0) } }
            guard !values.isEmpty else {
                throw WebFault.invalid(field: "number", value: "", problem: "there, or email")
            }
            var answer = OptOutDocument()
            for (kind, value) in values {
                let outcome = try await web.operations.suppress(
                    value, kind: kind, on: "opt_out", source: wish.source ?? web.principal?.name)
                answer.added += outcome.isNew ? 1 : 0
                answer.withdrawn += outcome.withdrawn
                answer.pushedTo += outcome.told
            }
            return try .json(answer)
        },
    ]

    private struct OptOut: Decodable {
        let number: String?
        let email: String?
        /// Where it was said; nil: the name of the key.
        let source: String?
    }

    private struct OptOutDocument: Encodable {
        /// Entries that are new.
        var added = 0
        /// Contacts that left open blocks.
        var withdrawn: Int64 = 0
        /// Destinations that have them: nobody takes them out there.
        var pushedTo: [ToldDestination] = []
    }
}
