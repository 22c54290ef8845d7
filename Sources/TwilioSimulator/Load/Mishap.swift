/// An answer that goes wrong on the way. In the order of the magic numbers 6001, 6002, …
enum Mishap: Int, CaseIterable, Sendable {
    /// 200 with JSON that ends in the middle; the length of the body agrees.
    case brokenJSON
    /// The connection is reset (RST) instead of an answer.
    case reset
    /// The answer comes byte by byte, see ``Behaviour/dripBytes``.
    case drip
    /// The answer comes after ``Behaviour/slowMilliseconds``.
    case slow
    /// The connection closes after half of the announced body.
    case truncated
    /// 200 with an empty body.
    case emptyBody
}
