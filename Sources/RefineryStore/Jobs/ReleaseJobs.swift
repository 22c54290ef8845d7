package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Gives claimed jobs back untouched, without costing an attempt. SQL: `sql/queries/jobs/release_jobs.sql`.
package struct ReleaseJobs: Query {
    package static let sql = SQLCatalog.query("release_jobs")
    package let jobs: [ClaimedJob]

    package init(jobs: [ClaimedJob]) { self.jobs = jobs }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fences: jobs)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Gives back what a worker holds of a stage without knowing it. SQL: `sql/queries/jobs/release_worker_jobs.sql`.
package struct ReleaseWorkerJobs: Query {
    package static let sql = SQLCatalog.query("release_worker_jobs")
    package let worker: WorkerID, stage: Stage

    package init(worker: WorkerID, stage: Stage) {
        self.worker = worker
        self.stage = stage
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(worker)
        parameters.append(stage)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Puts a claimed job aside until its import is resumed. SQL: `sql/queries/jobs/hold_job.sql`.
package struct HoldJob: Query {
    package static let sql = SQLCatalog.query("hold_job")
    package let job: ClaimedJob

    package init(job: ClaimedJob) { self.job = job }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}
