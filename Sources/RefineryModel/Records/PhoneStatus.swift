/// What is known of a record's business phone before any lookup. Stored as text.
package enum PhoneStatus: String, Sendable, CaseIterable {
    /// A number that exists in its numbering plan.
    case valid
    /// Something stood there that is no number.
    case invalid
    /// Nothing stood there.
    case missing
}
