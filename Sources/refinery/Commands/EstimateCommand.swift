internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct EstimateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Say what the lookups of a file would cost, before anything is bought.",
        discussion: """
            Reads the file as submit would, and asks the database which numbers are known and fresh. Changes nothing.

            Example:
              refinery estimate leads.csv
              refinery estimate leads.csv --json
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @OptionGroup var reading: ReadingOptions

    @Option(
        name: .long,
        help: ArgumentHelp("The Twilio account. Default: TWILIO_ACCOUNT_SID, else the only one that has a budget.", valueName: "account"))
    var account: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    private struct Document: Encodable {
        let rows: Int64
        let estimate: LookupEstimate

        private enum CodingKeys: String, CodingKey { case rows, ratePerSecond, seconds }

        func encode(to encoder: any Encoder) throws {
            try EstimateDocument(estimate).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rows, forKey: .rows)
            try container.encode(estimate.ratePerSecond, forKey: .ratePerSecond)
            try container.encode(estimate.seconds, forKey: .seconds)
        }
    }

    func run() async throws {
        try await reporting {
            let source = try SourceFile(path: file)
            let inspection = try SourceInspection(source, try reading.choices())
            let runtime = try await Runtime.start(role: "estimate")
            let rehearsal = try Rehearsal(source, try reading.importOptions(inspection, runtime.configuration))
            let estimate = try await runtime.estimate(rehearsal, account: account)
            if json {
                Console.out(try JSON.document(Document(rows: rehearsal.rows, estimate: estimate)))
            } else {
                Console.out("\(NumberFormat.counted(rehearsal.rows, "row")) of \(source.name.visible)")
                for line in estimate.lines { Console.out(line) }
                Console.message(
                    estimate.lookups == 0
                        ? "There is nothing to buy."
                        : "Nothing was bought. Buy them: refinery submit \(file), with --max-cost to pause at a sum.")
            }
            await runtime.database.close()
        }
    }
}

/// What lookups cost, as every JSON that estimates them has it.
struct EstimateDocument: Encodable {
    let phones: Int64
    let phonesInvalid: Int64
    let numbers: Int64
    let numbersFresh: Int64
    let lookups: Int64
    let priceUsd: Double
    let costUsd: Double
    let moneyCapUsd: Double?
    let moneyLeftUsd: Double?

    init(_ estimate: LookupEstimate) {
        phones = estimate.phoneCells
        phonesInvalid = estimate.invalid
        numbers = estimate.numbers
        numbersFresh = estimate.fresh ?? 0
        lookups = estimate.lookups
        priceUsd = estimate.price.dollars
        costUsd = estimate.cost.dollars
        moneyCapUsd = estimate.money?.cap.dollars
        moneyLeftUsd = estimate.money?.left.dollars
    }
}

extension Runtime {
    /// What the lookups of a file cost, with what the database knows and by the account's budget.
    /// - Parameter account: nil for that of the environment, else the only one that has a budget, else the defaults.
    func estimate(_ rehearsal: Rehearsal, account: String?) async throws -> LookupEstimate {
        let budget = try await budget(of: account)
        let fresh = try await LookupEstimate.countFresh(
            rehearsal.numbers, in: database, provider: TwilioSettings.name(ofAccount: budget?.account ?? ""))
        return LookupEstimate(
            rehearsal, fresh: fresh, price: budget.flatMap { $0.price(of: configuration.twilio.pricedFields) } ?? LookupEstimate.usualPrice,
            ratePerSecond: budget?.limits.ratePerSecond ?? LookupEstimate.usualRate, money: budget?.monthlyMoney)
    }

    /// What the lookups of stored records cost.
    func estimate(_ numbers: ImportNumbers, account: String?) async throws -> LookupEstimate {
        let budget = try await budget(of: account)
        return LookupEstimate(
            phoneCells: numbers.phoneCells, numbers: numbers.numbers, invalid: numbers.invalid, fresh: numbers.fresh,
            price: budget.flatMap { $0.price(of: configuration.twilio.pricedFields) } ?? LookupEstimate.usualPrice,
            ratePerSecond: budget?.limits.ratePerSecond ?? LookupEstimate.usualRate, money: budget?.monthlyMoney)
    }

    /// - Parameter account: nil for that of the environment, else the only one that has a budget.
    /// - Returns: nil for an account without a budget: the defaults hold.
    private func budget(of account: String?) async throws -> LookupBudget? {
        let budgets = try await withConnection { try await $0.rows(ListBudgets()) }
        let named = account ?? configuration.twilio.accountSID
        let real = budgets.ofRealAccounts
        return budgets.first { $0.account == named } ?? (named == nil && real.count == 1 ? real[0] : nil)
    }
}

extension LookupEstimate {
    /// Of an account that has no budget yet: the defaults of `refinery budget`.
    static let usualPrice = Money(micros: 8000)
    static let usualRate = 10.0

    init(_ rehearsal: Rehearsal, fresh: Int64?, price: Money, ratePerSecond: Double, money: MonthlyMoney? = nil) {
        self.init(
            phoneCells: rehearsal.phoneCells, numbers: Int64(rehearsal.numbers.count), invalid: rehearsal.phonesInvalid, fresh: fresh,
            price: price, ratePerSecond: ratePerSecond, money: money)
    }

    /// For people.
    var lines: [String] {
        var lines = [
            SummaryLine.text(phoneCells, "phones with a valid number"), SummaryLine.text(invalid, "invalid, never asked for"),
            SummaryLine.text(numbers, "distinct numbers"),
        ]
        if let fresh { lines.append(SummaryLine.text(fresh, "of them known and fresh")) }
        lines.append(SummaryLine.text(lookups, "lookups to buy, \(cost.formatted) at \(price.formatted) each"))
        lines.append(
            "  " + NumberFormat.duration(seconds: seconds) + " at \(NumberFormat.fixed(ratePerSecond, 1)) lookups a second")
        if let money {
            let verdict = money.left < cost ? ", too little for all of them: they wait for the next month or a larger limit" : ""
            lines.append("  \(money.left.formatted) of \(money.cap.formatted) left this month\(verdict)")
        }
        return lines
    }
}

extension LookupBudget {
    /// nil: no cap.
    fileprivate var monthlyMoney: LookupEstimate.MonthlyMoney? {
        guard let cap = limits.moneyCap, let left = moneyLeft else { return nil }
        return LookupEstimate.MonthlyMoney(cap: cap, left: left)
    }

    /// Of one request for these packages; nil when one of them has no price.
    fileprivate func price(of fields: [String]) -> Money? {
        let prices = fields.compactMap { limits.prices[$0]?.micros }
        return prices.count == fields.count ? Money(micros: prices.reduce(0, +)) : nil
    }
}
