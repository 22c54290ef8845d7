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

    /// Stages whose jobs become jobs of its own: nothing is left for a process of this role while there are any.
    package var sources: [Stage] {
        switch self {
        // It leads all others.
        case .coordinator: Stage.allCases
        case .enrichWorker, .pushWorker: stages
        case .worker: [.split, .refine, .link]
        case .lookupWorker: [.split, .refine, .lookup]
        }
    }
}
