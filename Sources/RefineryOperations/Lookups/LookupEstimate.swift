internal import Postgres
package import RefineryModel
package import RefineryStore

/// What the lookups of a file would cost, before anything is bought.
package struct LookupEstimate: Sendable, Equatable {
    /// Phone cells with a valid number.
    package let phoneCells: Int64
    /// Distinct numbers among them.
    package let numbers: Int64
    /// Phone cells without a valid number: never asked for.
    package let invalid: Int64
    /// Numbers whose answer is known and fresh; nil when no database was asked.
    package let fresh: Int64?
    /// What one lookup costs.
    package let price: Money
    package let ratePerSecond: Double
    /// Of the account that pays; nil when it has no cap, or none was asked.
    package let money: MonthlyMoney?

    /// What an account may spend a month, and what is left of that.
    package struct MonthlyMoney: Sendable, Equatable {
        package let cap: Money
        package let left: Money

        package init(cap: Money, left: Money) {
            self.cap = cap
            self.left = left
        }
    }

    /// Lookups to buy.
    package var lookups: Int64 { numbers - (fresh ?? 0) }

    package var cost: Money { Money(micros: price.micros * lookups) }

    /// Seconds at the rate of the budget, were the whole rate for this import.
    package var seconds: Double { ratePerSecond > 0 ? Double(lookups) / ratePerSecond : 0 }

    package init(
        phoneCells: Int64, numbers: Int64, invalid: Int64, fresh: Int64? = nil, price: Money, ratePerSecond: Double,
        money: MonthlyMoney? = nil
    ) {
        self.phoneCells = phoneCells
        self.numbers = numbers
        self.invalid = invalid
        self.fresh = fresh
        self.price = price
        self.ratePerSecond = ratePerSecond
        self.money = money
    }

    /// What `numbers` of a file are known already.
    /// - Parameter provider: Who would be asked.
    package static func countFresh(_ numbers: Set<UInt64>, in database: Database, provider: LookupProviderName) async throws -> Int64 {
        var fresh: Int64 = 0
        var piece: [String] = []
        piece.reserveCapacity(pieceCount)
        for number in numbers {
            piece.append("+\(number)")
            guard piece.count == pieceCount else { continue }
            fresh += try await count(piece, database, provider)
            piece.removeAll(keepingCapacity: true)
        }
        return piece.isEmpty ? fresh : fresh + (try await count(piece, database, provider))
    }

    private static let pieceCount = 5000

    private static func count(_ numbers: [String], _ database: Database, _ provider: LookupProviderName) async throws -> Int64 {
        let query = CountFreshNumbers(numbers: numbers, provider: provider)
        return try await database.pool.withConnection { try await $0.first(query) } ?? 0
    }
}
