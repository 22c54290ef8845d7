#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The weights by which columns are found: two multinomial logistic regressions, trained by `scripts/train-columns`.
///
/// The first looks at a column alone, by its header and its values; the second at what the first says of it and of the others.
struct ColumnModel: Sendable {
    /// A weight for each type, by ``ColumnType/index``; one row of them a feature.
    private let weights: [Float]
    private let rows: [String: Int]
    /// The rows of the features of values, by fact and step.
    private let valueRows: [Int?]
    /// The rows of the second regression.
    let context: ContextRows

    static let types = ColumnType.allCases.count
    /// At these shares a fact counts once more.
    static let steps: [Float] = [0.02, 0.1, 0.3, 0.6, 0.9]

    /// The model by which columns are found: the program's own, unless another one is measured.
    @TaskLocal static var current = ColumnModel(EmbeddedWords.lines("model"))

    /// - Parameter lines: Of each feature its name, a tab, and its weights in hundredths as `type:weight`, parted by blanks.
    init(_ lines: [Substring]) {
        var rows: [String: Int] = [:]
        var weights: [Float] = []
        for line in lines {
            guard let tab = line.utf8.firstIndex(of: 0x09) else { continue }
            rows[String(line[..<tab])] = rows.count
            let start = weights.count
            weights.append(contentsOf: repeatElement(0, count: Self.types))
            for pair in line[line.index(after: tab)...].utf8.split(separator: 0x20) {
                guard let colon = pair.firstIndex(of: UInt8(ascii: ":")), let type = Int(Substring(pair[..<colon])),
                    let weight = Int(Substring(pair[pair.index(after: colon)...]))
                else { continue }
                weights[start + type] = Float(weight) / 100
            }
        }
        self.rows = rows
        self.weights = weights
        context = ContextRows { rows[$0] }
        valueRows = ValueFact.allCases.flatMap { fact in Self.steps.indices.map { rows["v:\(fact)>\($0)"] } }
    }

    /// The row of a feature; nil for one that was never seen in training.
    func row(_ feature: String) -> Int? { rows[feature] }

    /// Calls `body` with each row of the features of values that hold.
    func forEachRow(of profile: ValueProfile, _ body: (ValueFact, Int) -> Void) {
        for fact in ValueFact.allCases {
            let share = profile[fact]
            for (index, step) in Self.steps.enumerated() {
                guard share >= step else { break }
                if let row = valueRows[fact.rawValue * Self.steps.count + index] { body(fact, row) }
            }
        }
    }

    func add(_ row: Int, times factor: Float = 1, to scores: inout [Float]) {
        let start = row * Self.types
        for type in 0..<Self.types { scores[type] += weights[start + type] * factor }
    }

    func weight(_ row: Int, of type: Int) -> Float { weights[row * Self.types + type] }

    /// Probabilities of scores.
    static func softmax(_ scores: [Float]) -> [Float] {
        let highest = scores.max() ?? 0
        let powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
