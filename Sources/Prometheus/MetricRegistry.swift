package import Metrics
internal import Synchronization

/// Keeps what a process counts by swift-metrics, for Prometheus to read.
///
/// A label and its dimensions are one handler, however often a counter is made of them. Timers, and recorders that aggregate, are
/// histograms: what several processes measured can be added up.
package final class MetricRegistry: MetricsFactory {
    /// Upper bounds of a histogram's buckets, in seconds: a batch takes milliseconds, a hanging one minutes.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

    private struct Key: Hashable {
        let label: String
        let labels: [MetricFamily.Label]
    }

    private let cells = Mutex<[Key: Cell]>([:])
    private let help: [String: String]

    /// - Parameter help: What metrics say, by name.
    package init(help: [String: String]) { self.help = help }

    /// What was counted so far, in order of names.
    package var families: [MetricFamily] {
        let cells = cells.withLock { $0 }
        return Dictionary(grouping: cells.keys, by: \.label).sorted { $0.key < $1.key }.map { label, keys in
            let sorted = keys.sorted { $0.labels.map(\.value).lexicographicallyPrecedes($1.labels.map(\.value)) }
            let kind = cells[keys[0]]?.kind ?? .counter
            let name = Self.name(label)
            return MetricFamily(
                name, kind, help: help[name] ?? name, sorted.flatMap { key in cells[key]?.samples(key.labels) ?? [] })
        }
    }

    // MARK: - MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { cell(label, dimensions, .counter) }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        cell(label, dimensions, aggregate ? .histogram : .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { cell(label, dimensions, .histogram) }

    // They count for as long as the process lives.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func cell(_ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind) -> Cell {
        let key = Key(label: label, labels: dimensions.map { MetricFamily.Label(Self.name($0.0), $0.1) })
        return cells.withLock { cells in
            if let cell = cells[key] { return cell }
            let cell = Cell(kind)
            cells[key] = cell
            return cell
        }
    }

    /// Other libraries name theirs with dots.
    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }
}

/// One number, or one histogram.
private final class Cell: CounterHandler, RecorderHandler, TimerHandler {
    private struct State {
        var value = 0.0
        var count: UInt64 = 0
        var buckets: [UInt64] = []
    }

    let kind: MetricFamily.Kind
    private let state = Mutex(State())

    init(_ kind: MetricFamily.Kind) {
        self.kind = kind
        if kind == .histogram { state.withLock { $0.buckets = Array(repeating: 0, count: MetricRegistry.bounds.count) } }
    }

    func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
    func reset() { state.withLock { $0.value = 0 } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        state.withLock { state in
            guard kind == .histogram else { return state.value = value }
            state.value += value
            state.count += 1
            if let index = MetricRegistry.bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
        }
    }

    func samples(_ labels: [MetricFamily.Label]) -> [MetricFamily.Sample] {
        let state = state.withLock { $0 }
        guard kind == .histogram else { return [MetricFamily.Sample(labels, state.value)] }
        var below: UInt64 = 0
        var samples = zip(MetricRegistry.bounds, state.buckets).map { bound, count in
            below += count
            return MetricFamily.Sample(suffix: "_bucket", labels + [MetricFamily.Label("le", MetricText.number(bound))], Double(below))
        }
        samples.append(MetricFamily.Sample(suffix: "_bucket", labels + [MetricFamily.Label("le", "+Inf")], Double(state.count)))
        samples.append(MetricFamily.Sample(suffix: "_sum", labels, state.value))
        samples.append(MetricFamily.Sample(suffix: "_count", labels, Double(state.count)))
        return samples
    }
}
