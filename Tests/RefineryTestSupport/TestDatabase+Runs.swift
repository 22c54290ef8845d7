import Foundation
package import RefineryModel
import Postgres
import RefineryStore

extension TestDatabase {
    /// A run of another kind than import, with ready jobs of a stage, as a later part of the product would make it.
    package func makeRun(kind: String, jobs: Int, stage: Stage = .lookup, attempts: Int = 3) async throws -> RunID {
        let id = RunID()
        try await execute(
            """
            INSERT INTO refinery.runs (id, kind) VALUES ('\(id)', '\(kind)');
            INSERT INTO refinery.jobs (run_id, stage, provider, seq, attempts_max, first_row, row_count)
            SELECT '\(id)', '\(stage.rawValue)', '\(stage == .lookup ? "twilio" : "")', n, \(attempts), n * 10 - 9, 10 FROM generate_series(1, \(jobs)) AS n;
            """)
        return id
    }

    /// Claims jobs of a stage as a worker of its own does.
    package func claim(_ limit: Int, of stage: Stage) async throws -> [ClaimedJob] {
        try await rows(ClaimJobs(stage: stage, limit: limit, worker: try await makeWorker(), provider: stage == .lookup ? .twilio : nil))
            .sorted { $0.claimKey < $1.claimKey }
    }

    /// Makes a database of an earlier version: the statements of one of `Tests/RefineryTestSupport/Fixtures`.
    package func restore(_ fixture: String) async throws {
        let root = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let connection = try await connect()
        try await connection.executeScript(try String(contentsOfFile: "/\(root)/Fixtures/\(fixture).dump", encoding: .utf8))
        await connection.close()
    }
}
