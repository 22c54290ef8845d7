internal import Postgres
package import RefineryModel
package import RefineryStore

/// Lookups of records that are stored already: what they cost, and handing them to the fleet.
package struct StoredLookups: Sendable {
    /// What may be bought at most, of all imports together.
    package struct Limit: Sendable {
        /// nil: all that is needed.
        package var numbers: Int64?
        /// nil: whatever it costs.
        package var cost: Money?

        package init(numbers: Int64? = nil, cost: Money? = nil) {
            self.numbers = numbers
            self.cost = cost
        }

        /// How many numbers may be asked for; nil for all.
        /// - Throws: ``LookupRefusal`` where the money is not enough for one.
        package func numbers(at price: Money) throws(LookupRefusal) -> Int64? {
            guard let cost, price > .zero else { return numbers }
            let affordable = cost.micros / price.micros
            guard affordable > 0 else {
                throw LookupRefusal(.tooLittleMoney(cost, price: price))
            }
            return min(numbers ?? .max, affordable)
        }
    }

    /// What was handed to the fleet for one import.
    package struct Added: Sendable {
        package let importID: ImportID
        package let lookups: Int64
    }

    /// What there is to buy.
    package struct Need: Sendable {
        package let estimate: LookupEstimate
        /// Those with something to buy, oldest first.
        let imports: [ImportID]
    }

    private let operations: Operations
    private let patient: Database

    /// - Parameter patient: A way to the database whose statements may take long: every row of the imports is read.
    package init(_ operations: Operations, patient: Database) {
        self.operations = operations
        self.patient = patient
    }

    /// - Parameters:
    ///   - importID: nil: all imports that have ended.
    ///   - provider: Who would be asked.
    package func need(of importID: ImportID?, provider: LookupProviderName, _ terms: LookupTerms) async throws -> Need {
        let count = CountImportNumbers(importID: importID, provider: provider)
        let found = try await patient.pool.withConnection { try await $0.rows(count) }
        guard let total = found.last else { throw StoreError.unexpectedRows(statement: "count_import_numbers") }
        return Need(
            estimate: try await operations.estimate(total, terms), imports: found.filter { $0.needed > 0 }.compactMap(\.importID))
    }

    /// Hands the numbers of imports to the fleet, one import after the other, and wakes it.
    /// - Parameters:
    ///   - most: So many numbers together; nil all.
    ///   - onRefusal: Gets why an import is passed over; throws to end.
    package func add(
        _ need: Need, most: Int64?, provider: LookupProviderName, onRefusal: (ControlRefusal) throws -> Void
    ) async throws -> [Added] {
        var added: [Added] = []
        var left = most
        for importID in need.imports where left != 0 {
            do {
                guard let lookups = try await add(importID, left, provider, need.estimate.price) else { continue }
                added.append(Added(importID: importID, lookups: lookups))
                left = left.map { $0 - lookups }
            } catch let error as PostgresError {
                guard let refusal = ControlRefusal(error) else { throw error }
                try onRefusal(refusal)
            }
        }
        if !added.isEmpty {
            _ = try await operations.withConnection {
                try await $0.execute(Notify(channel: NotifyChannel.jobs, payloads: Stage.allCases.map(\.rawValue)))
            }
        }
        return added
    }

    private struct NothingToLookUp: Error {}

    /// - Returns: How many numbers; nil when the import has none to ask for.
    private func add(_ importID: ImportID, _ most: Int64?, _ provider: LookupProviderName, _ price: Money) async throws -> Int64? {
        let query = LookUpImport(importID: importID, provider: provider, numbersMax: most)
        do {
            return try await patient.pool.withTransaction { connection in
                // What these lookups are said to cost takes the place of an earlier limit, which may be reached.
                try await connection.execute(SetSpendingLimit(importID: importID, limit: nil))
                let lookups = try await connection.first(query) ?? 0
                // Rolls back: the limit stays as it was.
                guard lookups > 0 else { throw NothingToLookUp() }
                if price > .zero {
                    let spent = try await connection.first(FindProgress(importID))?.summary.progress.lookups?.spent ?? .zero
                    let limit = Money(micros: spent.micros + lookups * price.micros)
                    try await connection.execute(SetSpendingLimit(importID: importID, limit: limit))
                }
                return lookups
            }
        } catch is NothingToLookUp {
            return nil
        }
    }
}

/// Lookups that were handed to the fleet, as programs read it.
package struct StoredLookupsDocument: Encodable {
    let estimate: LookupEstimate
    let added: [StoredLookups.Added]

    private enum CodingKeys: String, CodingKey { case lookupsAdded, imports }

    /// - Parameter added: Empty where it was only asked what they cost.
    package init(_ estimate: LookupEstimate, added: [StoredLookups.Added]) {
        self.estimate = estimate
        self.added = added
    }

    package func encode(to encoder: any Encoder) throws {
        try EstimateDocument(estimate).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(added.reduce(0) { $0 + $1.lookups }, forKey: .lookupsAdded)
        try container.encode(added.map(\.importID.description), forKey: .imports)
    }
}

/// Why no lookups are added.
package struct LookupRefusal: Fault {
    package enum Reason: Sendable {
        /// The import has not ended.
        case underWay(ImportID, ImportStatus)
        case tooLittleMoney(Money, price: Money)
    }

    package let reason: Reason
    package let summary: String

    init(_ reason: Reason, isLookedUp: Bool = false) {
        self.reason = reason
        summary =
            switch reason {
            case .underWay(let id, let status):
                "Import \(id.short) is \(status.rawValue)\(isLookedUp ? ", and its numbers are looked up" : "")."
            case .tooLittleMoney(let cost, let price): "\(cost.formatted) buys no lookup: one costs \(price.formatted)."
            }
    }

    package var code: FaultCode {
        switch reason {
        case .underWay: .stateConflict
        case .tooLittleMoney: .valueInvalid
        }
    }

    package var remedy: String? {
        switch reason {
        case .underWay(_, .paused): "Go on with it, or end it."
        case .underWay: "Wait for its end."
        case .tooLittleMoney: nil
        }
    }

    package var details: [String: String] {
        switch reason {
        case .underWay(let id, let status): ["import_id": id.description, "status": status.rawValue]
        case .tooLittleMoney: [:]
        }
    }

    /// Found before the rows of the import are read; the database has the last word.
    package static func check(_ summary: ImportSummary) throws {
        let status = summary.progress.status
        guard !status.isEnded else { return }
        throw LookupRefusal(
            .underWay(summary.id, status), isLookedUp: status == .running && summary.progress.lookups != nil)
    }
}
