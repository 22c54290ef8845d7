import CLibPQ
import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Owns one connection of libpq and waits for its answers. Synchronous: it is used on the thread of its ``PostgresConnection`` only.
///
/// libpq runs in non-blocking mode and every wait is a `poll` on socket and wakeup pipe, so each has a deadline and can be cancelled.
final class Session {
    let connection: OpaquePointer
    let configuration: ConnectionConfiguration
    private let wakeup: Wakeup
    private let notices = NoticeLog()
    /// Why the connection is of no more use; set once.
    private(set) var loss: String?
    var prepared: [ObjectIdentifier: PreparedStatement] = [:]
    var preparedCount = 0
    var parameters = Parameters()
    /// Behind a pooler: the SELECT that makes the settings for one transaction.
    var transactionSettings: String?

    /// How long a cancelled statement may take to end before the connection counts as lost.
    private static let cancelGrace = Duration.seconds(5)

    init(adopting connection: OpaquePointer, configuration: ConnectionConfiguration, wakeup: Wakeup) {
        self.connection = connection
        self.configuration = configuration
        self.wakeup = wakeup
        PQsetnonblocking(connection, 1)
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue().record(result)
            }, Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit { PQfinish(connection) }

    var socket: Int32 { PQsocket(connection) }
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    // MARK: Waiting

    /// The next result of the statement under way, or `nil` after the last one.
    func nextResult(_ operation: inout Operation) throws(PostgresError) -> QueryResult? {
        try flush(&operation)
        while PQisBusy(connection) != 0 {
            try wait(for: POLLIN, &operation)
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
        guard let pointer = PQgetResult(connection) else { return nil }
        return QueryResult(pointer)
    }

    /// Sends what libpq has buffered, reading meanwhile so that neither side waits for the other.
    func flush(_ operation: inout Operation) throws(PostgresError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                try wait(for: POLLIN | POLLOUT, &operation)
                guard PQconsumeInput(connection) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// Waits for the socket; asks the server to stop when the task is cancelled meanwhile.
    func wait(for events: Int32, _ operation: inout Operation) throws(PostgresError) {
        var waiting = (
            pollfd(fd: socket, events: Int16(events), revents: 0), pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0)
        )
        while true {
            let ready = withUnsafeMutableBytes(of: &waiting) {
                poll($0.baseAddress!.assumingMemoryBound(to: pollfd.self), 2, operation.remaining?.pollTimeout ?? -1)
            }
            if ready == 0 {
                abandon("no answer from the server")
                throw .timedOut(query: operation.name, after: operation.elapsed)
            }
            if ready > 0, waiting.1.revents != 0 {
                wakeup.drain()
                if operation.isCancellable, operation.cancelRequest == nil, Task.isCancelled { cancel(&operation) }
            }
            if ready > 0, waiting.0.revents != 0 { return }
        }
    }

    /// Asks the server to stop the statement under way. The answer to the statement still has to be awaited.
    func cancel(_ operation: inout Operation) {
        guard let request = PQgetCancel(connection) else { return }
        operation.cancelRequest = CancelRequest(request)
        operation.limit(to: Self.cancelGrace)
    }

    /// Ends an operation: a cancel request on its way must not meet the next statement.
    func finish(_ operation: Operation) {
        guard let request = operation.cancelRequest, loss == nil else { return }
        if !request.wait(atMost: Self.cancelGrace) { abandon("a cancel request was not answered") }
    }

    // MARK: Errors

    /// Checks that the connection is of use.
    func check() throws(PostgresError) {
        if let loss { throw .connectionLost(reason: loss) }
    }

    /// Marks the connection as lost, for the reason the server gave last, and returns the error to throw.
    func lost() -> PostgresError {
        abandon(notices.lastFatal ?? String(cString: PQerrorMessage(connection)).singleLine)
        return .connectionLost(reason: loss ?? "")
    }

    /// Gives the connection up; it answers nothing any more.
    func abandon(_ reason: String) {
        if loss == nil { loss = reason.isEmpty ? "the server closed the connection" : reason }
    }

    /// The error in a result, or `nil` if it holds none.
    func failure(_ result: QueryResult, _ operation: Operation) -> PostgresError? {
        switch result.status {
        case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE: break
        default: return nil
        }
        guard let error = ServerError(result: result.pointer, query: operation.name) else { return lost() }
        if error.isFatal {
            abandon("\(error.message) (SQLSTATE \(error.sqlState))")
            return .connectionLost(reason: loss ?? error.message)
        }
        guard error.sqlState == .queryCanceled else { return .server(error) }
        if operation.cancelRequest != nil { return .cancelled }
        if let limit = configuration.statementTimeout, operation.elapsed >= limit { return .timedOut(query: operation.name, after: limit) }
        return .server(error)
    }

    /// Reads what arrived between statements: notifications, parameter changes, or the end of the connection.
    func consumeIdleInput() {
        guard PQconsumeInput(connection) == 1 else { return _ = lost() }
        // Lets libpq look at the messages; without a statement under way only it handles them.
        _ = PQisBusy(connection)
        if PQstatus(connection) == CONNECTION_BAD { _ = lost() }
    }

    func nextNotification() -> Notification? {
        guard let pointer = PQnotifies(connection) else { return nil }
        defer { PQfreemem(pointer) }
        return Notification(
            channel: String(cString: pointer.pointee.relname), payload: String(cString: pointer.pointee.extra),
            senderPID: pointer.pointee.be_pid)
    }
}

/// Keeps the last fatal message the server sent outside a statement; all other notices are dropped.
final class NoticeLog {
    private(set) var lastFatal: String?

    func record(_ result: OpaquePointer) {
        guard let notice = ServerError(result: result, query: ""), notice.isFatal else { return }
        lastFatal = "\(notice.message) (SQLSTATE \(notice.sqlState))"
    }
}

/// A cancel request under way on another thread, since it opens a connection of its own and may block.
final class CancelRequest {
    private let done = DispatchSemaphore(value: 0)

    init(_ request: OpaquePointer) {
        nonisolated(unsafe) let request = request
        DispatchQueue.global().async { [done] in
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(request, &message, Int32(message.count))
            PQfreeCancel(request)
            done.signal()
        }
    }

    func wait(atMost limit: Duration) -> Bool {
        done.wait(timeout: .now() + .milliseconds(Int(limit.pollTimeout))) == .success
    }
}

extension String {
    /// libpq's messages have line breaks and indents of their own: each line becomes a sentence.
    var singleLine: String {
        let lines = split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }
        return lines.enumerated().map { index, line in
            index == lines.count - 1 || line.last?.isPunctuation == true ? String(line) : line + "."
        }.joined(separator: " ")
    }
}
