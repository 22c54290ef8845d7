internal import Postgres
package import Prometheus
internal import RefineryModel
internal import RefineryStore

extension Operations {
    /// What the database knows of the fleet: the same whoever asks, so take the largest over processes, not the sum.
    package func fleetMetrics() async throws -> [MetricFamily] {
        let values = try await withConnection { try await $0.rows(ListFleetMetrics()) }
        let byName = Dictionary(grouping: values, by: \.name)
        return byName.sorted { $0.key < $1.key }.map { name, values in
            let metric = Metric(rawValue: name)
            return MetricFamily(
                name, metric?.isCounter == true ? .counter : .gauge, help: metric?.help ?? name,
                values.map { value in
                    let pairs = stride(from: 0, to: value.labels.count - 1, by: 2)
                    return MetricFamily.Sample(pairs.map { MetricFamily.Label(value.labels[$0], value.labels[$0 + 1]) }, value.value)
                })
        }
    }
}
