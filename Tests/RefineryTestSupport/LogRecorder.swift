package import Logging
import Synchronization

/// Keeps what a logger says, for a test to look at.
package final class LogRecorder: Sendable {
    /// A line: its message, its level, and the reason that it gives.
    package struct Line: Sendable, Equatable {
        package let message: String
        package let level: Logger.Level
        package let reason: String?
    }

    private let kept = Mutex<[Line]>([])
    private let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    package init() { (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    package var lines: [Line] { kept.withLock(\.self) }

    package func lines(of message: String) -> [Line] { lines.filter { $0.message == message } }

    /// Warnings and errors.
    package var troubles: [Line] { lines.filter { $0.level >= .warning } }

    /// A logger that is heard by this recorder alone.
    package var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    /// Waits until so many lines have this message; one test waits at a time.
    package func wait(for count: Int, of message: String) async {
        var iterator = changes.makeAsyncIterator()
        while lines(of: message).count < count, await iterator.next() != nil {}
    }

    private func keep(_ line: Line) {
        kept.withLock { $0.append(line) }
        changed.yield()
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.keep(Line(message: "\(event.message)", level: event.level, reason: event.metadata?["reason"].map { "\($0)" }))
        }
    }
}
