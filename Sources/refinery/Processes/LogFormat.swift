#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import RefineryModel
internal import RefineryPipeline

/// Log lines on standard error: time, level, logger, message, then `key=value` in order of keys.
struct LogFormat: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let label: String

    init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    /// Makes this the format of all loggers; a second call changes nothing.
    static func bootstrap(level: Logger.Level) { _ = bootstrapped(level) }

    private static let bootstrapped: @Sendable (Logger.Level) -> Void = {
        let once = Once()
        return { level in once.run { LoggingSystem.bootstrap { LogFormat(label: $0, level: level) } } }
    }()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        Console.message("\(Date().formatted(.iso8601)) \(event.level.rawValue) \(label): \(event.message)\(pairs)")
    }

    private static func quoted(_ value: String) -> String {
        let value = value.replacing("\n", with: " ").visible
        return value.contains { $0 == " " || $0 == "\"" } ? "\"" + value.replacing("\"", with: "'") + "\"" : value
    }
}
