internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct BudgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "Limits of phone lookups: rate, requests and money a month, what is left, what holds them back.",
        discussion: """
            The whole fleet draws from one budget an account. Without --account it is that of TWILIO_ACCOUNT_SID, else the only one there is.

            That of the simulator is not counted.

            Example:
              refinery budget
              refinery budget set --rate 10 --monthly 1000000 --money 500.00 --price line_type_intelligence=0.008
              refinery budget resume
            """,
        subcommands: [Show.self, Set.self, Resume.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show limits, what this month used of them, and the state (the default).",
            discussion: "Example:\n  refinery budget --json")

        @OptionGroup var target: BudgetTarget

        func run() async throws {
            try await reporting {
                let runtime = try await Runtime.start(role: "budget")
                // Of all accounts when none is named: looking at them changes nothing. The simulator's is for those who have no other.
                let account = target.account ?? runtime.configuration.twilio.accountSID
                let found = try await runtime.withConnection { try await $0.rows(ListBudgets(account: account)) }
                let budgets = account == nil && !found.ofRealAccounts.isEmpty ? found.ofRealAccounts : found
                try target.show(budgets)
                if budgets.isEmpty {
                    let subject = account.map { "Account \($0) has no budget" } ?? "There is no budget"
                    Console.message(
                        "\(subject) yet: the first lookup makes one of 10 requests a second. Set it: refinery budget set --rate 10")
                }
                await runtime.database.close()
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Set limits; what is not named stays as it is.",
            discussion: """
                Example:
                  refinery budget set --rate 10 --burst 10 --monthly 1000000 --money 500.00
                  refinery budget set --money none --price line_type_intelligence=0.008 --in-flight 100
                """)

        @OptionGroup var target: BudgetTarget

        @Option(name: .long, help: ArgumentHelp("Requests a second; a new budget has 10.", valueName: "per-second"))
        var rate: Double?

        @Option(name: .long, help: ArgumentHelp("Requests that may go at once after a rest; a new budget has 10.", valueName: "requests"))
        var burst: Int?

        @Option(name: .long, help: ArgumentHelp("Requests a calendar month (UTC); a new budget has 1000000.", valueName: "requests"))
        var monthly: Int64?

        @Option(name: .long, help: ArgumentHelp("Dollars a calendar month (UTC), or none, as a new budget has it.", valueName: "dollars"))
        var money: String?

        @Option(
            name: .long,
            help: ArgumentHelp("Dollars for one request with a package, as PACKAGE=DOLLARS; repeatable.", valueName: "package=dollars"))
        var price: [String] = []

        @Option(
            name: .long,
            help: ArgumentHelp("Requests under way at a time, of the whole fleet; a new budget has 100.", valueName: "requests"))
        var inFlight: Int?

        func validate() throws {
            if let rate, !(0.001...1_000_000).contains(rate) { throw ValidationError("--rate has to be from 0.001 to 1,000,000.") }
            try check("--burst", burst, atLeast: 1)
            try check("--monthly", monthly, atLeast: 0)
            try check("--in-flight", inFlight, atLeast: 1)
        }

        func run() async throws {
            try await reporting {
                let change = try change()
                let runtime = try await Runtime.start(role: "budget")
                let account = try await target.account(runtime)
                let budgets = try await runtime.withConnection { connection in
                    try await ControlRefusal.explaining { _ = try await connection.first(SetBudget(account: account, change: change)) }
                    return try await connection.rows(ListBudgets(account: account))
                }
                try target.show(budgets)
                Console.message("Set. It holds for the whole fleet from now on.")
                await runtime.database.close()
            }
        }

        private func change() throws -> BudgetChange {
            var change = BudgetChange()
            change.ratePerSecond = rate
            change.burst = burst
            change.monthlyRequests = monthly
            change.inFlight = inFlight
            if let money { change.moneyCap = money == "none" ? BudgetChange.MoneyCap.none : .amount(try Money(parsing: money)) }
            for text in price {
                let parts = text.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { throw BudgetFault.priceWithoutAmount(text) }
                change.prices[String(parts[0])] = try Money(parsing: String(parts[1]))
            }
            guard change != BudgetChange() else { throw BudgetFault.nothingToSet }
            return change
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Go on after a stop; also closes the breaker and lifts what throttling slowed.",
            discussion: "Example:\n  refinery budget resume")

        @OptionGroup var target: BudgetTarget

        func run() async throws {
            try await reporting {
                let runtime = try await Runtime.start(role: "budget")
                let account = try await target.account(runtime)
                let (before, budgets) = try await runtime.withConnection { connection in
                    var before: LookupBudget.State?
                    try await ControlRefusal.explaining { before = try await connection.first(ResumeBudget(account: account)) }
                    return (before, try await connection.rows(ListBudgets(account: account)))
                }
                try target.show(budgets)
                Console.message(
                    before == .ok ? "Nothing held it back." : "Resumed; it was \(before?.rawValue ?? "held back"). Look: refinery budget")
                await runtime.database.close()
            }
        }
    }
}

/// Which budget a command is about, and how it prints.
struct BudgetTarget: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The account (AC…). Default: TWILIO_ACCOUNT_SID, else the only account that has a budget.", valueName: "account")
    )
    var account: String?

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    /// The account to be changed.
    func account(_ runtime: Runtime) async throws -> String {
        if let account, !account.hasPrefix("AC") { throw BudgetFault.noAccountID(account) }
        if let named = account ?? runtime.configuration.twilio.accountSID { return named }
        let known = try await runtime.withConnection { try await $0.rows(ListBudgets()) }.ofRealAccounts.map(\.account)
        guard let only = known.first, known.count == 1 else { throw BudgetFault.noAccount(known: known) }
        return only
    }

    func show(_ budgets: [LookupBudget]) throws {
        for budget in budgets {
            if json {
                Console.out(try JSON.document(BudgetDocument(budget)))
            } else {
                for line in BudgetText.lines(budget) { Console.out(line) }
            }
        }
    }
}

/// What can be wrong with how a budget is named or set.
enum BudgetFault: Fault, Equatable {
    /// No account is named, and there is not exactly one that costs money.
    case noAccount(known: [String])
    case nothingToSet
    case noAccountID(String)
    case priceWithoutAmount(String)

    var code: FaultCode {
        switch self {
        case .noAccount, .noAccountID: .accountNotNamed
        case .nothingToSet, .priceWithoutAmount: .usageInvalid
        }
    }

    var summary: String {
        switch self {
        case .noAccount(let known):
            known.isEmpty ? "No account is named, and none has a budget yet." : "No account is named, and \(known.count) have a budget."
        case .nothingToSet: "Nothing is said that could be set."
        case .noAccountID(let text): "“\(text)” is the id of no account."
        case .priceWithoutAmount(let text): "“\(text)” is no price."
        }
    }

    var remedy: String? {
        switch self {
        case .noAccount(let known): "Name one: --account \(known.first ?? "AC…"), or set TWILIO_ACCOUNT_SID."
        case .noAccountID: "Twilio's account SIDs begin with AC."
        case .nothingToSet: "Name a limit: --rate, --burst, --monthly, --money, --price or --in-flight."
        case .priceWithoutAmount: "Write a price as --price line_type_intelligence=0.008."
        }
    }
}
