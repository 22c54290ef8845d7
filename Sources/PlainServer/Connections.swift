internal import NIOCore
internal import Synchronization

/// The connections of a server. Each is served by a task of its own from its first moment on: NIO ends the whole process when one that is
/// set up is dropped unserved ("Deinited NIOAsyncWriter without calling finish()"), which a queue of accepted connections does when it ends.
final class Connections: Sendable {
    /// How connections end when the server does, those too that come later.
    enum Ending: Sendable {
        /// After the request in progress.
        case answered
        /// At once.
        case cutOff
    }

    private struct Connection {
        let channel: any Channel
        let task: Task<Void, Never>

        func end(_ ending: Ending) {
            switch ending {
            case .answered: channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            case .cutOff:
                task.cancel()
                channel.close(promise: nil)
            }
        }
    }

    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var ending: Ending?
    }

    private let state = Mutex(State())

    func serve(_ channel: any Channel, _ body: @escaping @Sendable () async -> Void) {
        let id = ObjectIdentifier(channel)
        let (connection, ending) = state.withLock { state in
            let task = Task {
                await body()
                self.state.withLock { $0.open[id] = nil }
            }
            let connection = Connection(channel: channel, task: task)
            state.open[id] = connection
            return (connection, state.ending)
        }
        if let ending { connection.end(ending) }
    }

    func end(_ ending: Ending) {
        let open = state.withLock { state in
            state.ending = ending
            return Array(state.open.values)
        }
        for connection in open { connection.end(ending) }
    }

    func allEnded() async {
        while let task = state.withLock({ $0.open.values.first?.task }) { await task.value }
    }
}
