#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The features of the second regression, by the rows of their weights; nil where training has not seen one.
struct ContextRows: Sendable {
    /// Where another column stands, and the row for each type that it may be; the last for the edge of the file.
    let beside: [(distance: Int, rows: [Int?])]
    let bias: Int?
    /// What the first regression says of the column itself.
    let own: [Int?]
    /// Whether another column of the file is of a type.
    let file: [Int?]
    /// Whether no column is more likely of this one's type.
    let champion: Int?
    let follower: Int?

    init(_ row: (String) -> Int?) {
        let types = ColumnType.allCases.map(\.rawValue)
        bias = row("2:bias")
        own = types.map { row("2:p:\($0)") }
        file = types.map { row("2:F:\($0)") }
        champion = row("2:champion")
        follower = row("2:follower")
        var beside: [(distance: Int, rows: [Int?])] = []
        for (distance, side) in [(-1, "L"), (1, "R"), (-2, "LL"), (2, "RR")] {
            beside.append((distance, (types + ["edge"]).map { row("2:\(side):\($0)") }))
        }
        self.beside = beside
    }
}

/// What the columns of a file seem to be, each by itself; what is said of a column by the others.
struct FileContext {
    let probabilities: [[Float]]
    private let rows: ContextRows
    private let best: [Int]
    /// For each type the column that is most likely it.
    private let champions: [Int?]
    private let counts: [Int]

    init(_ probabilities: [[Float]], _ rows: ContextRows) {
        self.probabilities = probabilities
        self.rows = rows
        best = probabilities.map { row in row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0 }
        var champions = [Int?](repeating: nil, count: ColumnModel.types)
        var counts = [Int](repeating: 0, count: ColumnModel.types)
        for (column, type) in best.enumerated() {
            counts[type] += 1
            if let champion = champions[type], probabilities[champion][type] >= probabilities[column][type] { continue }
            champions[type] = column
        }
        self.champions = champions
        self.counts = counts
    }

    /// Calls `body` with the row and the value of each feature of a column.
    func forEachRow(of column: Int, _ body: (Int, Float) -> Void) {
        if let bias = rows.bias { body(bias, 1) }
        for (type, probability) in probabilities[column].enumerated() {
            if let row = rows.own[type] { body(row, max(-8, log(max(probability, 1e-6))) / 4) }
        }
        for (distance, types) in rows.beside {
            let other = column + distance
            if let row = types[best.indices.contains(other) ? best[other] : ColumnModel.types] { body(row, 1) }
        }
        for type in counts.indices where type != ColumnType.other.index {
            if counts[type] - (best[column] == type ? 1 : 0) > 0, let row = rows.file[type] { body(row, 1) }
        }
        if let row = champions[best[column]] == column ? rows.champion : rows.follower { body(row, 1) }
    }

    /// The neighbour that speaks most for a type, for people.
    func beside(_ column: Int, weight: (Int) -> Float) -> (weight: Float, text: String)? {
        var found: (weight: Float, text: String)?
        for (distance, types) in rows.beside where best.indices.contains(column + distance) {
            let other = best[column + distance]
            guard other != ColumnType.other.index, let row = types[other], weight(row) > found?.weight ?? 0 else { continue }
            let name = ColumnType.allCases[other].rawValue.replacing("_", with: " ")
            found = (weight(row), distance < 0 ? "stands behind the \(name)" : "stands before the \(name)")
        }
        return found
    }
}
