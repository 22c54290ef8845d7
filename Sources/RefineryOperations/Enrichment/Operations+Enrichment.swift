internal import Postgres
package import RefineryModel
package import RefineryStore

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

    /// Attempts of a job, at least: it holds many questions, and each of them is safe to come back to.
    private static let attemptsMin = 5

    /// Hands an enrichment to the fleet.
    /// - Parameter attempts: Of a job, at least five.
    /// - Returns: The run and how many personas it covers; nil where nobody is meant.
    package func enrich(_ plan: EnrichPlan, attempts: Int) async throws -> (run: RunID, personas: Int64)? {
        let runID = RunID()
        let insert = InsertEnrichRun(runID: runID, plan: plan, attempts: max(Self.attemptsMin, attempts))
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
