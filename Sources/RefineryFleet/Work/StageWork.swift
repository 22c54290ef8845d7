internal import RefineryModel

/// What a process does with the jobs of one stage. ``WorkLoop`` claims them, waits for more, gives back what failed, and stops.
protocol StageWork: Sendable {
    /// Whose jobs are claimed.
    var stage: Stage { get }

    /// The provider the claimed jobs ask; nil for stages that ask nobody.
    var provider: LookupProviderName? { get }

    /// Whether every job is worked on by itself while more are claimed. Otherwise those that were claimed together are worked on
    /// together, and nothing is claimed meanwhile.
    var isSideBySide: Bool { get }

    /// How many jobs may be claimed now; with none, the loop asks again when a job was let go, or when its process was woken.
    /// - Parameter held: Jobs that are worked on already; 0 unless they are worked on side by side.
    func room(beside held: Int) -> Int

    /// Works on claimed jobs. Told to stop, it ends soon, with or without having done them.
    /// - Throws: ``LeaseLostError`` when a job is another process's now. Any other error is a failure: jobs that failed
    ///   together run again one by one, and one that failed alone waits for its next attempt.
    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding
}

extension StageWork {
    var isSideBySide: Bool { false }
    var provider: LookupProviderName? { nil }
}

/// How work ended that did not fail.
enum WorkEnding: Sendable {
    /// The database knows that the jobs are done, or held.
    case done
    /// The jobs are to be given back untouched.
    case interrupted
}
