internal import RefineryModel
package import RefineryStore

/// A process that was told to end, as programs read it.
package struct DrainDocument: Encodable {
    let workerID: String
    let role: String
    let host: String

    package init(_ worker: DrainedWorker) {
        workerID = worker.id.description
        role = worker.role.rawValue
        host = worker.host
    }
}
