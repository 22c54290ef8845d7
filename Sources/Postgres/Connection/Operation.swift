/// One call to the server: its name for messages, its deadline, and whether cancelling the task stops it.
struct Operation {
    private enum Subject {
        case query(any Query.Type)
        case text(StaticString)
    }

    private let subject: Subject
    let isCancellable: Bool
    private let started = ContinuousClock.now
    private var deadline: ContinuousClock.Instant?
    var cancelRequest: CancelRequest?

    init(_ query: any Query.Type, timeout: Duration?) {
        subject = .query(query)
        isCancellable = true
        deadline = timeout.map { started + $0 }
    }

    init(_ name: StaticString, timeout: Duration?, isCancellable: Bool = true) {
        subject = .text(name)
        self.isCancellable = isCancellable
        deadline = timeout.map { started + $0 }
    }

    var name: String {
        switch subject {
        case .query(let query): "\(query)"
        case .text(let text): "\(text)"
        }
    }

    var elapsed: Duration { ContinuousClock.now - started }

    /// Time left, never negative; `nil` for no limit.
    var remaining: Duration? { deadline.map { max(.zero, $0 - .now) } }

    /// Sets the deadline to `duration` from now.
    mutating func limit(to duration: Duration?) {
        deadline = duration.map { .now + $0 }
    }
}
