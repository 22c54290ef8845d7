/// Where rows stand in the file that they come from: their lines, or rows of a sheet, as stretches that grow by the same step.
package struct LineMap: Sendable, Equatable, Codable {
    /// The first row, its line, and how many lines each row is behind the one before.
    package struct Stretch: Sendable, Equatable {
        package var row: Int64
        package var line: Int64
        package var step: Int64
    }

    package private(set) var stretches: [Stretch] = []
    private var last: (row: Int64, line: Int64) = (0, 0)

    /// More stretches than a file has that people made: of rows behind them nobody says where they stand.
    static let stretchesMax = 50_000

    package init() {}

    /// Rows come in their order, without a gap.
    mutating func append(line: Int64) {
        let row = last.row + 1
        defer { last = (row, line) }
        guard stretches.count < Self.stretchesMax else { return }
        guard let index = stretches.indices.last else { return stretches.append(Stretch(row: row, line: line, step: 1)) }
        let stretch = stretches[index]
        if line == stretch.line + (row - stretch.row) * stretch.step { return }
        if row == stretch.row + 1 {
            stretches[index].step = line - stretch.line
        } else {
            stretches.append(Stretch(row: row, line: line, step: 1))
        }
    }

    /// The line of a row; nil: nobody knows.
    package func line(of row: Int64) -> Int64? {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, low < Self.stretchesMax else { return nil }
        let stretch = stretches[low - 1]
        return stretch.line + (row - stretch.row) * stretch.step
    }

    /// The same, with rows counted from behind so many.
    package func behind(_ rows: Int64) -> LineMap {
        var map = LineMap()
        for (index, stretch) in stretches.enumerated() {
            let next = index + 1 < stretches.count ? stretches[index + 1].row : .max
            guard next > rows + 1 else { continue }
            let skipped = max(0, rows + 1 - stretch.row)
            map.stretches.append(
                Stretch(row: stretch.row + skipped - rows, line: stretch.line + skipped * stretch.step, step: stretch.step))
        }
        return map
    }

    package static func == (one: LineMap, other: LineMap) -> Bool { one.stretches == other.stretches }

    /// As triples of numbers.
    package init(from decoder: any Decoder) throws {
        let numbers = try decoder.singleValueContainer().decode([[Int64]].self)
        stretches = numbers.filter { $0.count == 3 }.map { Stretch(row: $0[0], line: $0[1], step: $0[2]) }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.singleValueContainer()
        try values.encode(stretches.map { [$0.row, $0.line, $0.step] })
    }
}
