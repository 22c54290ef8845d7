internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

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

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show limits, what this month used of them, and the state (the default).",
            discussion: "Example:\n  refinery budget --json")

        @OptionGroup var target: BudgetTarget

        static let role = "budget"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            // Of all accounts when none is named: looking at them changes nothing. The simulator's is for those who have no other.
            let account = target.account ?? runtime.configuration.twilio.accountSID
            let found = try await runtime.operations.budgets(of: target.account)
            // Without a name also those that pay for enrichment.
            let named = found.filter { target.account != nil || account == nil || $0.account == account || $0.account.contains(":") }
            let budgets = account == nil && !named.ofRealAccounts.isEmpty ? named.ofRealAccounts : named
            try target.show(budgets)
            if budgets.isEmpty {
                let subject = account.map { "Account \($0) has no budget" } ?? "There is no budget"
                Console.message(
                    "\(subject) yet: the first lookup makes one of 10 requests a second. Set it: refinery budget set --rate 10")
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
                try await Runtime.using(role: "budget") { runtime in
                    let account = try await target.account(runtime)
                    try target.show(try await runtime.operations.setBudget(of: account, change))
                }
                Console.message("Set. It holds for the whole fleet from now on.")
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

    struct Resume: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Go on after a stop; also closes the breaker and lifts what throttling slowed.",
            discussion: "Example:\n  refinery budget resume")

        @OptionGroup var target: BudgetTarget

        static let role = "budget"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let account = try await target.account(runtime)
            let (before, budgets) = try await runtime.operations.resumeBudget(of: account)
            try target.show(budgets)
            Console.message(
                before == .ok ? "Nothing held it back." : "Resumed; it was \(before?.rawValue ?? "held back"). Look: refinery budget")
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
        try await runtime.operations.account(named: account, configured: runtime.configuration.twilio.accountSID)
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

/// What can be wrong with how a budget is set.
enum BudgetFault: Fault, Equatable {
    case nothingToSet
    case priceWithoutAmount(String)

    var code: FaultCode { .usageInvalid }

    var summary: String {
        switch self {
        case .nothingToSet: "Nothing is said that could be set."
        case .priceWithoutAmount(let text): "“\(text)” is no price."
        }
    }

    var remedy: String? {
        switch self {
        case .nothingToSet: "Name a limit: --rate, --burst, --monthly, --money, --price or --in-flight."
        case .priceWithoutAmount: "Write a price as --price line_type_intelligence=0.008."
        }
    }
}
