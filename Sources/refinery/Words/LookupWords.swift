internal import RefineryModel
internal import RefineryOperations

extension AccountFault: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .noAccount(let known): "Name one: --account \(known.first ?? "AC…"), or set TWILIO_ACCOUNT_SID."
        case .noAccountID: nil
        }
    }
}

extension LookupPriceError: CommandLineWords {
    var commandLineSummary: String? { "The package \(package) has no price, and LOOKUP_FIELDS or --fields asks for it." }
    var commandLineRemedy: String? {
        let meant = Nearest.match(for: package, in: known).map { "Did you mean \"\($0)\"? Else say" } ?? "Say"
        return "\(meant) what one request costs: refinery budget set --account \(account) --price \(package)=DOLLARS"
    }
}

extension LookupRefusal: CommandLineWords {
    var commandLineRemedy: String? {
        switch reason {
        case .underWay(let id, .paused): "Go on with it (refinery resume \(id.short)), or end it (refinery cancel \(id.short))."
        case .underWay(let id, _): "Wait for its end: refinery watch \(id.short)"
        case .tooLittleMoney: nil
        }
    }

    var commandLineSummary: String? {
        switch reason {
        case .underWay: nil
        case .tooLittleMoney(let cost, let price): "--max-cost \(cost.amount) buys no lookup: one costs \(price.formatted)."
        }
    }
}

extension ControlRefusal: CommandLineWords {
    var commandLineRemedy: String? {
        switch obstacle {
        case "max_cost": "Say with --max-cost what its lookups may cost in all, more than now, or none for no limit."
        default: nil
        }
    }
}
