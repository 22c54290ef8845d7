internal import Foundation
internal import Postgres
package import RefineryModel
internal import RefineryStore

/// What an enrichment would ask one provider, and what that would cost, before anything is bought.
package struct EnrichmentEstimate: Sendable, Equatable {
    /// What is asked, and what it costs.
    package struct Amount: Sendable, Equatable {
        package var questions: Int64 = 0
        package var cost = Money.zero

        fileprivate mutating func add(_ price: Money) {
            questions += 1
            cost = Money(micros: cost.micros + price.micros)
        }
    }

    package let provider: LookupProviderName
    /// Personas that miss something this provider can be asked for.
    package var personas: Int64 = 0
    /// Distinct questions whose answer is known and fresh, or on its way.
    package var known: Int64 = 0
    /// Where no provider before this one has to be asked first, and nobody knows anything; nothing that fails.
    package var atLeast = Amount()
    /// Where those before know nothing, each answer leads to another question, and everything is charged.
    package var atMost = Amount()
}

/// Goes through what an enrichment would ask, with what is known, without asking.
struct EnrichmentRehearsal {
    /// A provider, its name in jobs and answers, and what its products cost by the budget.
    struct Source {
        let provider: any SkipTraceProvider
        let name: LookupProviderName
        let prices: [String: Money]

        func price(_ product: String) -> Money {
            prices[product] ?? provider.account.products.first { $0.name == product }?.price ?? .zero
        }

        /// A question of this product, and those that may follow it.
        func chain(_ product: String) -> [Money] { ([product] + provider.products(after: product)).map(price) }

        /// The dearest question there is, with those that may follow it.
        var dearest: [Money] {
            provider.account.products.map { chain($0.name) }
                .max { $0.reduce(0) { $0 + $1.micros } < $1.reduce(0) { $0 + $1.micros } } ?? []
        }
    }

    let sources: [Source]
    private(set) var estimates: [EnrichmentEstimate]
    /// Keys of questions that were counted, of each source.
    private var counted: [Set<[UInt8]>]

    init(_ sources: [Source]) {
        self.sources = sources
        estimates = sources.map { EnrichmentEstimate(provider: $0.name) }
        counted = sources.map { _ in [] }
    }

    /// Goes on with some personas.
    /// - Parameters:
    ///   - hits: What a source said of personas when other things were known of them.
    ///   - list: Where questions of a source stand; those that nobody asked are left out.
    mutating func add(
        _ targets: [EnrichTarget], wants: EnrichmentWants,
        hits: (LookupProviderName, [UUID]) async throws -> [PersonaHit],
        list: (LookupProviderName, [SkipTraceQuestion]) async throws -> [KnownQuestion]
    ) async throws {
        var left = targets.map { (target: $0, wants: wants, isCertain: true) }.filter { !wants.subtracting($0.target.known).isEmpty }
        for (index, source) in sources.enumerated() {
            var chains = left.map { PersonaChain($0.target, wants: $0.wants, provider: source.provider) }
            let said = Dictionary(grouping: try await hits(source.name, chains.map(\.personaID)), by: \.personaID)
            for place in chains.indices { chains[place].know(said[chains[place].personaID] ?? []) }
            let ends = try await walk(&chains) { try await list(source.name, $0) }
            for place in chains.indices {
                let isCertain = left[place].isCertain
                left[place].wants = chains[place].missing
                if count(ends[place], chains[place], isCertain, index) { left[place].isCertain = false }
            }
            left.removeAll { $0.isCertain && $0.wants.isEmpty }
        }
    }

    /// Leads each as far as what is known does.
    private func walk(
        _ chains: inout [PersonaChain], _ list: ([SkipTraceQuestion]) async throws -> [KnownQuestion]
    ) async throws -> [PersonaChain.Next] {
        var known: [[UInt8]: KnownQuestion] = [:]
        while true {
            var ends: [PersonaChain.Next] = []
            for place in chains.indices { ends.append(chains[place].next(known)) }
            let offers = ends.compactMap { if case .offer(let question) = $0 { question } else { nil } }
            if offers.isEmpty { return ends }
            for question in offers { known[question.key] = KnownQuestion(id: 0, key: question.key, standing: .open) }
            for question in try await list(offers) { known[question.key] = question }
        }
    }

    /// Counts where one came to. Gives whether a question of it is open, so that nobody knows what will be missing.
    private mutating func count(_ end: PersonaChain.Next, _ chain: PersonaChain, _ isCertain: Bool, _ index: Int) -> Bool {
        let source = sources[index]
        for key in chain.answered where counted[index].insert(key).inserted { estimates[index].known += 1 }
        var isOpen = false
        var following: [Money] = []
        switch end {
        case .ask(_, let question):
            isOpen = true
            following = Array(source.chain(question.product).dropFirst())
            if isCertain, counted[index].insert(question.key).inserted {
                let charges = source.provider.account.product(of: question)?.chargesMisses == true
                estimates[index].atLeast.add(charges ? source.price(question.product) : .zero)
                estimates[index].atMost.add(source.price(question.product))
            }
        case .wait:
            isOpen = true
            following = source.dearest.dropFirst().map { $0 }
        case .done, .offer: break
        }
        if isOpen || !chain.answered.isEmpty { estimates[index].personas += 1 }
        // What those before find may be asked with, so that another question is asked than today, or one where none is.
        for price in isCertain ? following : source.dearest { estimates[index].atMost.add(price) }
        return isOpen
    }
}

extension Operations {
    /// What providers, in their order, would be asked about the personas that criteria mean, and what that costs.
    /// - Parameters:
    ///   - sources: Each with its name in jobs and answers.
    ///   - limit: At most so many personas; nil for all.
    package func estimate(
        _ criteria: PersonaCriteria, asking sources: [(provider: any SkipTraceProvider, name: LookupProviderName)],
        for wants: EnrichmentWants, limit: Int64?
    ) async throws -> [EnrichmentEstimate] {
        var priced: [EnrichmentRehearsal.Source] = []
        for source in sources {
            let prices = try await budgets(of: source.provider.account.id).first?.limits.prices ?? [:]
            priced.append(EnrichmentRehearsal.Source(provider: source.provider, name: source.name, prices: prices))
        }
        var rehearsal = EnrichmentRehearsal(priced)
        var left = limit ?? .max
        try await forEachPage({ last, size in ListEnrichSubjects(criteria: criteria, after: last?.personaID, limit: size) }) { page in
            let targets = Array(page.prefix(Int(clamping: left)))
            left -= Int64(targets.count)
            try await rehearsal.add(
                targets, wants: wants,
                hits: { name, personas in
                    let hits = ListPersonaHits(provider: name, personas: personas, runID: nil)
                    return try await withConnection { try await $0.rows(hits) }
                },
                list: { name, questions in
                    let list = ListQuestions(provider: name, keys: questions.map(\.key))
                    return try await withConnection { try await $0.rows(list) }
                })
        }
        return rehearsal.estimates
    }
}
