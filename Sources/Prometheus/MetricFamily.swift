/// Values of one metric, with what distinguishes them.
package struct MetricFamily: Sendable, Equatable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package struct Label: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    package struct Sample: Sendable, Equatable {
        /// Behind the name of the metric: `_bucket`, `_sum` or `_count` of a histogram.
        package var suffix = ""
        package var labels: [Label]
        package var value: Double

        package init(suffix: String = "", _ labels: [Label] = [], _ value: Double) {
            (self.suffix, self.labels, self.value) = (suffix, labels, value)
        }
    }

    package let name: String
    package let kind: Kind
    package let help: String
    package var samples: [Sample]

    package init(_ name: String, _ kind: Kind, help: String, _ samples: [Sample]) {
        (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
    }
}

extension [MetricFamily] {
    /// The text exposition format 0.0.4 of Prometheus.
    package var text: String {
        var text = ""
        for family in self where !family.samples.isEmpty {
            text +=
                "# HELP \(family.name) \(MetricText.escaped(family.help, quotes: false))\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += family.name + sample.suffix
                if !sample.labels.isEmpty {
                    let pairs = sample.labels.map { "\($0.name)=\"\(MetricText.escaped($0.value, quotes: true))\"" }
                    text += "{\(pairs.joined(separator: ","))}"
                }
                text += " \(MetricText.number(sample.value))\n"
            }
        }
        return text
    }
}

package enum MetricText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// In a label value a quote is escaped as well.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
