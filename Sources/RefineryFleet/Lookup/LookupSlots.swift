internal import Synchronization

/// The places of one process, for requests in flight or for lookups begun and not stored, handed out in groups, first come, first served.
final class LookupSlots: Sendable {
    private struct Waiter {
        let id: Int
        let wanted: Int
        let continuation: CheckedContinuation<Int, Never>
    }

    private struct State {
        var capacity: Int
        var isClosed = false
        var isPatient = false
        var used = 0
        var waiters: [Waiter] = []
        var nextID = 0

        /// Groups, so that a lease is not taken for every request that ends.
        func isEnough(_ wanted: Int) -> Bool {
            capacity - used >= min(wanted, max(1, capacity / (isPatient ? 2 : 4))) && capacity > used
        }

        mutating func take(_ wanted: Int) -> Int {
            let taken = min(wanted, capacity - used)
            used += taken
            return taken
        }
    }

    private let state: Mutex<State>

    /// Whether larger groups are worth waiting for: while it is the rate, or rivals, that lookups wait for, places are free anyhow.
    var isPatient: Bool {
        get { state.withLock { $0.isPatient } }
        set {
            state.withLock { $0.isPatient = newValue }
            serve()
        }
    }

    init(capacity: Int) { state = Mutex(State(capacity: capacity)) }

    /// Changes how many there are. Requests under way stay; with fewer places than those, nobody gets one until some ended.
    func resize(to capacity: Int) {
        let waiters = state.withLock { state -> [Waiter] in
            state.capacity = max(0, capacity)
            guard state.capacity == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: 0) }
        serve()
    }

    /// Waits for places: at least one, at most `wanted`; none when the task is cancelled, ``close()`` was called, or there are none at
    /// all.
    func acquire(upTo wanted: Int) async -> Places {
        precondition(wanted > 0, "ask for at least one place")
        return Places(await take(upTo: wanted), of: self)
    }

    private func take(upTo wanted: Int) async -> Int {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let granted: Int? = state.withLock { state in
                    if Task.isCancelled || state.isClosed || state.capacity == 0 { return 0 }
                    if state.waiters.isEmpty && state.isEnough(wanted) { return state.take(wanted) }
                    state.waiters.append(Waiter(id: id, wanted: wanted, continuation: continuation))
                    return nil
                }
                if let granted { continuation.resume(returning: granted) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(returning: 0)
        }
    }

    /// Nobody gets a place any more.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: 0) }
    }

    /// Called by ``Places`` alone.
    fileprivate func giveBack(_ count: Int) {
        guard count > 0 else { return }
        state.withLock { state in
            state.used -= count
            precondition(state.used >= 0, "a place was given back twice")
        }
        serve()
    }

    /// Whether the fleet's budget leaves this process any place.
    var isEmpty: Bool { state.withLock { $0.capacity == 0 } }

    var inFlight: Int { state.withLock { $0.used } }

    private func serve() {
        while true {
            let next = state.withLock { state -> (Waiter, Int)? in
                guard let first = state.waiters.first, state.isEnough(first.wanted) else { return nil }
                state.waiters.removeFirst()
                return (first, state.take(first.wanted))
            }
            guard let (waiter, granted) = next else { return }
            waiter.continuation.resume(returning: granted)
        }
    }
}

/// Places that somebody holds. They cannot be forgotten or given back twice: whatever ends their holder gives them back.
struct Places: ~Copyable, Sendable {
    private(set) var count: Int
    private let slots: LookupSlots

    init(_ count: Int, of slots: LookupSlots) {
        self.count = count
        self.slots = slots
    }

    /// Takes over what somebody else held.
    mutating func add(_ others: consuming Places) {
        var others = others
        count += others.count
        others.count = 0
    }

    /// Keeps `kept` of them and gives back the others.
    mutating func keep(_ kept: Int) {
        precondition((0...count).contains(kept), "more places are used than were handed out")
        slots.giveBack(count - kept)
        count = kept
    }

    /// Gives them back now.
    consuming func giveBack() {}

    deinit { slots.giveBack(count) }
}
