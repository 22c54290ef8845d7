/// Why a process of the fleet ends though no signal told it to. It claims nothing more, and finishes what it holds.
package enum Retirement: Sendable, Equatable {
    /// Somebody drained it.
    case drained
    /// Nothing is left for it.
    case queueEmpty
    /// It uses more memory than it may; bytes.
    case memory(used: Int, limit: Int)
}

/// When a process of the fleet ends by itself.
package struct RetirementSettings: Sendable {
    /// Once nothing is left of what it works on (`--until-empty`).
    package var untilEmpty = false
    /// Bytes of resident memory above which it ends, so that another one takes its place (`WORKER_MEMORY_LIMIT`); nil: none.
    package var memoryLimit: Int?
    /// How often a process looks at its memory.
    package var memoryInterval: Duration = .seconds(1)

    package init() {}
}
