internal import Postgres
package import RefineryModel
package import RefineryStore
package import Waiting

/// Wakes whoever follows a run, or all runs, when an event is told. Listens until nobody holds it any more; behind a pooler it never wakes.
package final class ProgressListening: Sendable {
    package let wakeUp = WakeUp()
    private let task: Task<Void, Never>

    /// - Parameter runID: nil for the events of all runs.
    package init(_ database: Database, _ runID: RunID?) {
        let wakeUp = wakeUp
        let id = runID?.description ?? ""
        task = Task {
            while !Task.isCancelled {
                guard let connection = try? await database.connect() else {
                    try? await Task.sleep(for: .seconds(1))
                    continue
                }
                if await connection.isPooled { return await connection.close() }
                try? await connection.listen(NotifyChannel.progress)
                // What was told before.
                wakeUp.signal()
                for await notification in connection.notifications where id.isEmpty || notification.payload.contains(id) { wakeUp.signal() }
                await connection.close()
            }
        }
    }

    deinit { task.cancel() }
}
