internal import ArgumentParser
internal import RefineryModel

/// What the lookups of an import may cost: dollars, or `none`.
struct CostLimit: ExpressibleByArgument, Sendable {
    /// nil for no limit.
    let money: Money?

    init?(argument: String) {
        if argument.lowercased() == "none" {
            money = nil
        } else {
            guard let money = try? Money(parsing: argument) else { return nil }
            self.money = money
        }
    }
}
