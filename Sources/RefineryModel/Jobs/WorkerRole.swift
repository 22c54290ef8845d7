/// What a process of the fleet is.
package enum WorkerRole: String, Sendable, CaseIterable {
    case coordinator
    case worker
    case lookupWorker = "lookup-worker"
    case enrichWorker = "enrich-worker"
    case pushWorker = "push-worker"

    /// What processes of this role claim: whatever becomes ready in one of these stages wakes them.
    package var stages: [Stage] {
        switch self {
        case .coordinator: [.split]
        case .worker: [.refine, .link]
        case .lookupWorker: [.lookup]
        case .enrichWorker: [.enrich]
        case .pushWorker: [.push]
        }
    }
}
