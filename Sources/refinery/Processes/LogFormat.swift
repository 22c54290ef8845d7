#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import RefineryModel
internal import RefineryStore
internal import Waiting

/// Log lines on standard error: time, level, logger, message, then `key=value` in order of keys; or the same as a JSON object.
struct LogFormat: LogHandler {
    /// How a line is written (`LOG_FORMAT`).
    enum Style: String, Sendable, CaseIterable { case text, json }

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let label: String
    private let style: Style

    init(label: String, level: Logger.Level, style: Style = .text) {
        self.label = label
        self.style = style
        logLevel = level
    }

    /// Makes this the format of all loggers; a second call changes nothing.
    static func bootstrap(level: Logger.Level, style: Style) { _ = bootstrapped(level, style) }

    private static let bootstrapped: @Sendable (Logger.Level, Style) -> Void = {
        let once = Once()
        return { level, style in once.run { LoggingSystem.bootstrap { LogFormat(label: $0, level: level, style: style) } } }
    }()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let time = Date().formatted(.iso8601)
        if style == .json {
            let fields = ["time": time, "level": event.level.rawValue, "logger": label, "message": "\(event.message)"]
            let line = try? JSON.text(all.mapValues { "\($0)" }.merging(fields) { $1 })
            return Console.message(line ?? "{}")
        }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        Console.message("\(time) \(event.level.rawValue) \(label): \(event.message)\(pairs)")
    }

    private static func quoted(_ value: String) -> String {
        let value = value.replacing("\n", with: " ").visible
        return value.contains { $0 == " " || $0 == "\"" } ? "\"" + value.replacing("\"", with: "'") + "\"" : value
    }
}
