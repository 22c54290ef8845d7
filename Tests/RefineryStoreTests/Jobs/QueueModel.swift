import RefineryModel

/// What the queue of one import has to do, in a few lines: what the database is compared with.
struct QueueModel: Equatable {
    struct Job: Equatable {
        var state = JobState.ready
        /// Waits for a resume rather than for its time.
        var isHeld = false
        var attempt = 0
        /// The token that may still change the job; nil when nobody holds it.
        var token: Int64?
        var worker: WorkerID?
    }

    static let attemptsMax = 3

    var status = ImportStatus.running
    /// By batch number less one, which is also the order in which they are claimed.
    var jobs: [Job]

    init(jobs count: Int) { jobs = Array(repeating: Job(), count: count) }

    /// Positions of the jobs that a claim gets.
    func claimable(_ limit: Int) -> [Int] { Array(jobs.indices.filter { jobs[$0].state == .ready }.prefix(limit)) }

    mutating func claim(_ index: Int, token: Int64, by worker: WorkerID) {
        jobs[index].state = .claimed
        jobs[index].attempt += 1
        jobs[index].token = token
        jobs[index].worker = worker
    }

    /// Whether somebody with this token still holds the job.
    func isHeld(_ index: Int, token: Int64) -> Bool { jobs[index].state == .claimed && jobs[index].token == token }

    mutating func finish(_ index: Int) { leave(index, .done) }

    mutating func release(_ index: Int) {
        jobs[index].attempt -= 1
        giveBack(index)
    }

    mutating func fail(_ index: Int) {
        if jobs[index].attempt >= Self.attemptsMax { return leave(index, .dead) }
        leave(index, .waiting)
        jobs[index].isHeld = status == .paused
    }

    mutating func rescue(_ worker: WorkerID) {
        for index in jobs.indices where jobs[index].state == .claimed && jobs[index].worker == worker {
            if jobs[index].attempt >= Self.attemptsMax { leave(index, .dead) } else { giveBack(index) }
        }
    }

    /// The worker knows of none of its jobs any more.
    mutating func forget(_ worker: WorkerID) {
        for index in jobs.indices where jobs[index].state == .claimed && jobs[index].worker == worker { release(index) }
    }

    mutating func promote() {
        for index in jobs.indices where jobs[index].state == .waiting && !jobs[index].isHeld { jobs[index].state = .ready }
    }

    /// - Returns: False when it is refused.
    mutating func pause() -> Bool {
        guard !status.isEnded else { return false }
        guard status == .running else { return true }
        status = .paused
        for index in jobs.indices where [.ready, .waiting].contains(jobs[index].state) {
            jobs[index].state = .waiting
            jobs[index].isHeld = true
        }
        return true
    }

    mutating func resume() -> Bool {
        guard !status.isEnded else { return false }
        guard status == .paused else { return true }
        status = .running
        for index in jobs.indices where jobs[index].state == .waiting {
            jobs[index].state = .ready
            jobs[index].isHeld = false
        }
        return true
    }

    mutating func cancel() -> Bool {
        guard status != .completed else { return false }
        if status != .cancelled {
            for index in jobs.indices where jobs[index].state != .done { leave(index, .cancelled) }
        }
        status = .cancelled
        return true
    }

    mutating func retry() -> Bool {
        guard status != .completed && status != .cancelled else { return false }
        var revived = false
        for index in jobs.indices where jobs[index].state == .dead {
            jobs[index].state = status == .paused ? .waiting : .ready
            jobs[index].isHeld = status == .paused
            jobs[index].attempt = 0
            revived = true
        }
        if revived && status == .failed { status = .running }
        return true
    }

    mutating func settle() {
        guard status == .running, jobs.allSatisfy({ [.done, .dead].contains($0.state) }) else { return }
        status = jobs.contains { $0.state == .dead } ? .failed : .completed
    }

    private mutating func giveBack(_ index: Int) {
        leave(index, status == .paused ? .waiting : .ready)
        jobs[index].isHeld = status == .paused
    }

    private mutating func leave(_ index: Int, _ state: JobState) {
        jobs[index].state = state
        jobs[index].isHeld = false
        jobs[index].token = nil
        jobs[index].worker = nil
    }
}
