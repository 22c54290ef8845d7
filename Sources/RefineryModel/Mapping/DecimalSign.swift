/// What parts whole and decimals in the numbers of a column; the other one groups thousands.
package enum DecimalSign: String, Codable, Sendable, CaseIterable {
    /// `1,234.50`
    case point
    /// `1.234,50`
    case comma
}
