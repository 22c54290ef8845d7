internal import Postgres
internal import RefineryModel

extension Parameters {
    /// What guards a write of one claimed job, the first four parameters of its statement: id, token, worker, run. A number
    /// alone would not do: after a failover that lost transactions another run may have a job of the same id.
    mutating func append(fence job: ClaimedJob) {
        append(job.id)
        append(job.token)
        append(job.workerID)
        append(job.runID)
    }

    /// The same of several, as arrays.
    mutating func append(fences jobs: [ClaimedJob]) {
        append(jobs.map(\.id))
        append(jobs.map(\.token))
        append(jobs.map(\.workerID))
        append(jobs.map(\.runID))
    }
}
