internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Follows one import at a server until it ends or pauses, by asking once a second. A server that is away is waited for.
struct ServerWatcher: Sendable {
    let server: ServerConnection
    let importID: ImportID
    /// Whether to print the import's events as JSON, from its first one on, instead of words about its progress.
    let tellsEvents: Bool

    func watch() async throws -> StatusDocument {
        var teller = ProgressTeller()
        var seen: Int64 = 0
        while true {
            do {
                let status = try await server.status(importID.description)
                let summary = try status.summary()
                // After the look: what ended the import is among them.
                if tellsEvents { try await tellEvents(after: &seen) }
                let isOver = summary.progress.status.isEnded || summary.progress.status == .paused
                if !tellsEvents { teller.tell(summary.progress, isOver: isOver) }
                if isOver { return status }
            } catch let fault as ServerFault where fault.isTransient {
                if Console.isInteractive { Console.overwrite("The server is away, waiting for it …") }
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// - Parameter seen: The number of the last event that was printed.
    private func tellEvents(after seen: inout Int64) async throws {
        while true {
            var query = URLQuery()
            query.add("after", "\(seen)")
            let body = try await server.get("imports/\(importID)/events", query, accept: "application/jsonl")
            let lines = String(decoding: body, as: UTF8.self).split(separator: "\n")
            guard let last = lines.last, let seq = JSONValue(Array(last.utf8))?["seq"].integer else { return }
            for line in lines { Console.out(String(line).visibleJSON) }
            seen = Int64(seq)
        }
    }
}
