internal import Postgres
package import RefineryModel
package import RefineryStore
internal import Waiting

/// The progress of one import, look by look: woken by NOTIFY, sure by asking. Ends after the look at an import that has ended.
///
/// Behind a pooler, and when notices are lost, it looks once a second. A lost database is waited for.
package struct ImportFollower: AsyncSequence, Sendable {
    /// One look.
    package enum Look: Sendable {
        case progress(ImportSummary)
        /// The database does not answer now.
        case databaseAway
    }

    private let operations: Operations
    private let importID: ImportID

    package init(_ operations: Operations, _ importID: ImportID) {
        self.operations = operations
        self.importID = importID
    }

    package func makeAsyncIterator() -> Iterator { Iterator(operations, importID) }

    package struct Iterator: AsyncIteratorProtocol {
        private let operations: Operations
        private let importID: ImportID
        private let listening: ProgressListening
        private var isFirst = true
        private var isOver = false

        /// Between two looks, at the least: however many notices arrive, at most twenty looks a second.
        private static let pause: Duration = .milliseconds(50)
        private static let patience: Duration = .seconds(1)
        private static let patienceWithDatabase: Duration = .milliseconds(500)

        fileprivate init(_ operations: Operations, _ importID: ImportID) {
            self.operations = operations
            self.importID = importID
            listening = ProgressListening(operations.database, importID)
        }

        /// - Throws: `CancellationError`, and what an import that does not exist is answered with.
        package mutating func next() async throws -> Look? {
            if isOver { return nil }
            if !isFirst {
                await listening.wakeUp.wait(atMost: Self.patience)
                try Task.checkCancellation()
                try await Task.sleep(for: Self.pause)
            }
            isFirst = false
            do {
                let summary = try await operations.summary(of: importID)
                isOver = summary.progress.status.isEnded
                return .progress(summary)
            } catch let error as PostgresError where error.isTransient {
                try await Task.sleep(for: Self.patienceWithDatabase)
                listening.wakeUp.signal()
                return .databaseAway
            }
        }
    }
}
