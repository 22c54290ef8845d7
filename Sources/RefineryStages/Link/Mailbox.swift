/// Whose a mailbox is. The raw values are those of `persona_emails.type`.
package enum Mailbox: String, Sendable, CaseIterable {
    /// A person's at work.
    case work
    /// A person's own, at a provider of mail.
    case personal
    /// Nobody's: `info@`, `sales@`.
    case generic
    case unknown
}
