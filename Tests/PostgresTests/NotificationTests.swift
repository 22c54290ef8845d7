import Foundation
import Postgres
import Testing

@Suite("Notifications") struct NotificationTests {
    private struct Notify: Query {
        static let sql = "SELECT pg_notify($1, $2)"
        let channel: String
        let payload: String
        func bind(_ parameters: inout Parameters) {
            parameters.append(channel)
            parameters.append(payload)
        }
    }

    @Test("arrive while the connection is idle, from any channel it listens to") func idle() async throws {
        let (listener, sender) = (try await connect(), try await connect())
        try await listener.listen("first")
        try await listener.listen("Odd \"name\"")
        let pid = try await sender.backendPID
        var received = listener.notifications.makeAsyncIterator()
        for number in 1...50 {
            let channel = number % 2 == 0 ? "first" : "Odd \"name\""
            try await sender.execute(Notify(channel: channel, payload: "\(number)"))
            #expect(await received.next() == Postgres.Notification(channel: channel, payload: "\(number)", senderPID: pid))
        }
    }

    @Test("arrive beside the answers of other calls") func busy() async throws {
        let connection = try await connect()
        try await connection.listen("own")
        try await connection.execute(Notify(channel: "own", payload: "hello"))
        var received = connection.notifications.makeAsyncIterator()
        #expect(await received.next()?.payload == "hello")
    }

    @Test("do not arrive after unlisten") func unlisten() async throws {
        let connection = try await connect()
        try await connection.listen("left")
        try await connection.listen("kept")
        try await connection.unlisten("left")
        try await connection.execute(pipeline: [Notify(channel: "left", payload: ""), Notify(channel: "kept", payload: "")])
        var received = connection.notifications.makeAsyncIterator()
        #expect(await received.next()?.channel == "kept")
    }

    @Test("end when the backend is killed") func killed() async throws {
        let (listener, observer) = (try await connect(), try await connect())
        try await listener.listen("doomed")
        try await observer.execute(Terminate(pid: try await listener.backendPID))
        for await _ in listener.notifications {}
        #expect(!listener.isUsable)
    }

    @Test("end when the server stops answering probes") func halfOpen() async throws {
        let (listener, observer) = (
            try await connect {
                $0.probeInterval = .milliseconds(20)
                $0.responseGrace = .milliseconds(50)
            }, try await connect()
        )
        try await listener.listen("silent")
        // Probes succeed while the server answers.
        try await observer.execute(Pause(seconds: 0.1))
        #expect(listener.isUsable)
        // An idle backend stopped by a signal is as silent as a host that vanished.
        let pid = try await listener.backendPID
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        for await _ in listener.notifications {}
        #expect(!listener.isUsable)
    }

    private struct Pause: Query {
        static let sql = "SELECT pg_sleep($1)"
        let seconds: Double
        func bind(_ parameters: inout Parameters) { parameters.append(seconds) }
    }
}
