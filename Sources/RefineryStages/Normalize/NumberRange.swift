/// A count or an amount of money, as exact as the source tells it.
package struct NumberRange {
    /// The least the source says.
    package var low: Int64
    /// The most the source says; `nil` when it is open (`10,000+`), the same as `low` for a plain number.
    package var high: Int64?
    /// What the source wrote, unless it is a plain number; a slice of the input or the arena.
    package var text: Bytes?
}
