/// How far the lookups of an import are, as folded from the counters of its jobs.
package struct LookupProgress: Sendable, Equatable {
    /// Phone cells of the refined rows.
    package var phones: Int64
    /// Distinct numbers of each batch, summed up; until a batch is begun, its phone cells count.
    package var numbers: Int64
    /// Those of ``numbers`` that are answered, unknown, or failed for good.
    package var done: Int64
    /// Those that were settled by asking for this import.
    package var asked: Int64
    package var failed: Int64
    /// Requests made, repetitions included.
    package var requests: Int64
    /// Requests made for numbers whose asker was lost before its answer was stored.
    package var repeated: Int64
    /// What the import's lookups reserved: what was paid, and what may have been.
    package var spent: Money
    /// Where the import pauses; nil means no limit.
    package var limit: Money?

    package init(
        phones: Int64 = 0, numbers: Int64 = 0, done: Int64 = 0, asked: Int64 = 0, failed: Int64 = 0, requests: Int64 = 0,
        repeated: Int64 = 0, spent: Money = .zero, limit: Money? = nil
    ) {
        self.phones = phones
        self.numbers = numbers
        self.done = done
        self.asked = asked
        self.failed = failed
        self.requests = requests
        self.repeated = repeated
        self.spent = spent
        self.limit = limit
    }

    /// Phone cells that needed no request of their own: the number stood in another row, or was known and fresh.
    /// Final once every number is settled.
    package var saved: Int64 { max(0, phones - asked - failed - (numbers - done)) }

    /// Share of the numbers that are settled, 0 to 1; 1 where there is none.
    package var fraction: Double { numbers > 0 ? Double(done) / Double(numbers) : 1 }
}
