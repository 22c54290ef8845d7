internal import Postgres
package import RefineryModel
package import RefineryStore

/// What an enrichment would cost at one provider, before anything is bought.
package struct EnrichmentEstimate: Sendable, Equatable {
    package let provider: LookupProviderName
    /// Personas that miss something this provider can be asked for.
    package var personas: Int64 = 0
    /// Distinct questions whose answer is known and fresh, or on its way.
    package var known: Int64 = 0
    /// Distinct questions to ask. Of the second provider and those behind it these are the most there can be: only what those before did
    /// not know is asked for. Questions that follow from an answer are not in it.
    package var questions: Int64 = 0
    /// What they cost at most.
    package var cost = Money.zero
}

extension Operations {
    /// Sees to it that an account has a budget and what it sells has a price.
    package func prepareBudget(of account: SkipTraceAccount) async throws {
        try await withConnection { connection in
            let budget = try await connection.first(ListBudgets(account: account.id))
            var change = BudgetChange()
            if let budget {
                for product in account.products where budget.limits.prices[product.name] == nil {
                    change.prices[product.name] = product.price
                }
                if change.prices.isEmpty { return }
            } else {
                for product in account.products { change.prices[product.name] = product.price }
                change.keepsOtherPrices = false
            }
            try await connection.execute(SetBudget(account: account.id, change: change))
        }
    }

    /// What providers, in their order, would be asked about the personas that criteria mean.
    /// - Parameters:
    ///   - sources: Each with its name in jobs and answers.
    ///   - limit: At most so many personas; nil for all.
    package func estimate(
        _ criteria: PersonaCriteria, asking sources: [(provider: any SkipTraceProvider, name: LookupProviderName)],
        for wants: EnrichmentWants,
        limit: Int64?
    ) async throws -> [EnrichmentEstimate] {
        var estimates = sources.map { EnrichmentEstimate(provider: $0.name) }
        var seen = sources.map { _ in Set<[UInt8]>() }
        var prices: [[String: Money]] = []
        for source in sources { prices.append(try await budgets(of: source.provider.account.id).first?.limits.prices ?? [:]) }
        var left = limit ?? .max
        try await forEachPage({ last, size in ListEnrichSubjects(criteria: criteria, after: last?.personaID, limit: size) }) { page in
            let targets = page.prefix(Int(clamping: left))
            left -= Int64(targets.count)
            for (index, source) in sources.enumerated() {
                let asked = targets.compactMap { target -> SkipTraceQuestion? in
                    let missing = wants.subtracting(target.known)
                    return missing.isEmpty ? nil : source.provider.question(for: target.subject, wanting: missing)
                }
                estimates[index].personas += Int64(asked.count)
                let new = Dictionary(asked.map { ($0.key, $0) }) { first, _ in first }.filter { seen[index].insert($0.key).inserted }
                let list = ListQuestions(provider: source.name, keys: Array(new.keys))
                let known = Set(try await withConnection { try await $0.rows(list) }.filter { $0.standing != .open }.map(\.key))
                estimates[index].known += Int64(known.count)
                for (key, question) in new where !known.contains(key) {
                    estimates[index].questions += 1
                    let price = prices[index][question.product] ?? source.provider.account.product(of: question)?.price ?? .zero
                    estimates[index].cost = Money(micros: estimates[index].cost.micros + price.micros)
                }
            }
        }
        return estimates
    }

    /// Hands an enrichment to the fleet.
    /// - Returns: The run and how many personas it covers; nil where nobody is meant.
    package func enrich(_ plan: EnrichPlan) async throws -> (run: RunID, personas: Int64)? {
        let runID = RunID()
        let insert = InsertEnrichRun(runID: runID, plan: plan, attempts: 5)
        let personas = try await withConnection { try await $0.first(insert) } ?? 0
        guard personas > 0 else { return nil }
        await database.hint(Stage.enrich.rawValue)
        return (runID, personas)
    }

    /// Keeps what a provider sent to the address that was given with a question; a worker reads it.
    /// - Parameter token: The last part of the address.
    /// - Returns: Whether a question waits for it; false for a wrong address, a wrong id, or a repeat of what is stored already.
    package func receiveCallback(_ body: String, to token: String) async throws -> Bool {
        let query = ReceiveCallback(token: token, body: body)
        let isTaken = try await withConnection { try await $0.first(query) } ?? false
        if isTaken { await database.hint(Stage.enrich.rawValue) }
        return isTaken
    }
}

/// What an enrichment did, as programs read it.
package struct EnrichmentDocument: Encodable {
    let runID: String?
    let status: String
    let statusReason: String?
    let personas: Int64
    /// Questions that were sent and paid by their terms.
    let asked: Int64
    let found: Int64
    let missed: Int64
    let refused: Int64
    let unanswered: Int64
    /// Answers that were there already.
    let cached: Int64
    /// Asked a second time because a worker was killed.
    let repeated: Int64
    let costUSD: Double

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case statusReason = "status_reason"
        case costUSD = "cost_usd"
        case status, personas, asked, found, missed, refused, unanswered, cached, repeated
    }

    /// - Parameter run: nil: nothing was asked.
    package init(_ run: RunSummary?) {
        let counters = run?.counters ?? [:]
        runID = run?.id.description
        status = run?.status.rawValue ?? "completed"
        statusReason = run?.statusReason
        personas = counters["personas"] ?? 0
        asked = counters["asked"] ?? 0
        found = counters["found"] ?? 0
        missed = counters["missed"] ?? 0
        refused = counters["refused"] ?? 0
        unanswered = counters["unanswered"] ?? 0
        cached = counters["cached"] ?? 0
        repeated = counters["repeated"] ?? 0
        costUSD = Double(counters["cost_micros"] ?? 0) / 1_000_000
    }
}
