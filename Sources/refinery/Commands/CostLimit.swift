internal import ArgumentParser
internal import RefineryModel

/// What the lookups of an import may cost: dollars, or `none`.
struct CostLimit: Sendable {
    /// nil for no limit.
    let money: Money?

    init(parsing argument: String) throws {
        if argument.lowercased() == "none" {
            money = nil
        } else {
            do { money = try Money(parsing: argument) } catch { throw ValidationError(error.summary) }
        }
    }
}

extension ParsableArguments {
    /// Sees to it that an option, when it is given, is no less than it may be.
    func check<Value: Comparable>(_ option: String, _ value: Value?, atLeast least: Value) throws {
        guard let value, value < least else { return }
        throw ValidationError("\(option) has to be \(least) or more.")
    }
}
