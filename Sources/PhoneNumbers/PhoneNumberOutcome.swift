/// What a phone cell holds.
package enum PhoneNumberOutcome: Sendable, Equatable {
    /// Nothing, or one of the ways to write nothing: `N/A`, `None`, `(blank)`, `0000000000`, `-`, `(___) ___-____`.
    case empty

    /// A number that can exist. `isFirstOfSeveral`: other digits stood in the cell, and this is the first valid number.
    case valid(PhoneNumber, isFirstOfSeveral: Bool)

    /// Something else; never repaired by a guess.
    case invalid(PhoneNumberFault)
}
