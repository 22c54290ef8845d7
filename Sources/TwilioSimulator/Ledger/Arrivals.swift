/// Arrivals column by column, in the order they came.
struct Arrivals: Sendable {
    /// Marks a number that is kept as text; the lower bits are its index in ``texts``.
    private static let textMark: UInt64 = 1 << 63
    /// No cost: the answer is not paid for.
    private static let unpaid: Int32 = -1
    /// No answer yet.
    private static let pending: UInt16 = .max

    private(set) var instants: [Int64] = []
    private(set) var numbers: [UInt64] = []
    private(set) var statuses: [UInt16] = []
    private var costs: [Int32] = []
    private(set) var accounts: [UInt16] = []
    private var texts: [String] = []
    private var textIndex: [String: UInt64] = [:]

    var count: Int { instants.count }

    /// - Returns: Its place, from 0.
    mutating func append(digits: UInt64?, text: () -> String, at instant: Int64, account: Int) -> Int {
        instants.append(instant)
        numbers.append(digits ?? mark(text()))
        statuses.append(Self.pending)
        costs.append(Self.unpaid)
        accounts.append(UInt16(clamping: account))
        return instants.count - 1
    }

    mutating func finish(_ place: Int, status: Int, costMicros: Int?) {
        statuses[place] = UInt16(clamping: status)
        costs[place] = costMicros.map { Int32(clamping: $0) } ?? Self.unpaid
    }

    /// The HTTP status, 0 for a connection that was reset; `nil` while the request is in progress.
    func status(_ place: Int) -> Int? { statuses[place] == Self.pending ? nil : Int(statuses[place]) }

    /// Millionths of a dollar; `nil` when the answer is not paid for.
    func cost(_ place: Int) -> Int? { costs[place] == Self.unpaid ? nil : Int(costs[place]) }

    /// The number with its plus, or the text that was none.
    func number(_ place: Int) -> String {
        let number = numbers[place]
        return number & Self.textMark == 0 ? "+\(number)" : texts[Int(number & ~Self.textMark)]
    }

    private mutating func mark(_ text: String) -> UInt64 {
        if let known = textIndex[text] { return known }
        let mark = Self.textMark | UInt64(texts.count)
        texts.append(text)
        textIndex[text] = mark
        return mark
    }
}
