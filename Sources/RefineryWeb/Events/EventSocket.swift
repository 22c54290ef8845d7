internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOWebSocket
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Synchronization

/// What a client wants of a WebSocket that it is granted.
struct EventWish: Sendable {
    /// Only this run's events; nil: all.
    let runID: RunID?
    /// The number of the last event that it has; nil: it wants those that come.
    let after: Int64?
    /// What was chosen among those that it offered.
    let subprotocol: String?
    /// Whether its key still lets it in.
    let isAdmitted: @Sendable () async -> Bool
}

/// Events over WebSockets (RFC 6455): the same as the event stream's, in messages of the classic program's types.
struct EventSocket: Sendable {
    static let path = "/api/v1/ws"
    /// What a client offers that speaks this.
    static let subprotocol = "refinery.events"
    /// What stands before a key that is offered as a subprotocol: browsers cannot send it in a header.
    static let keyPrefix = "refinery.key."

    static let all: [Route] = [
        // Whoever comes here is no WebSocket, for one reason or another.
        Route(.get, path, .scope(.read)) { web in
            _ = try await wish(web)
            throw WebFault.upgradeRequired
        }
    ]

    private static let heartbeat: Duration = .seconds(15)
    /// A client that answers no ping for this time is gone.
    private static let silenceMax: Duration = .seconds(40)
    private static let metricsEvery: Duration = .seconds(5)
    /// Messages of a client between two heartbeats; nobody reads them.
    private static let messagesMax = 100

    private let hub: EventHub
    private let operations: Operations
    private let metrics: RealtimeText

    init(_ hub: EventHub, _ operations: Operations) {
        (self.hub, self.operations) = (hub, operations)
        metrics = RealtimeText(operations, freshFor: Self.metricsEvery)
    }

    /// What the request wants.
    /// - Throws: ``WebFault`` for what is granted to nobody.
    static func wish(_ web: WebRequest) async throws -> EventWish {
        let headers = web.request.headers
        guard headers[.upgrade]?.lowercased() == "websocket", headers[.secWebSocketVersion] == "13" else { throw WebFault.upgradeRequired }
        // Pages of others may not use what a browser knows of this server.
        if let origin = headers[.origin], !isSame(origin, web.request.head.authority) { throw WebFault.originRefused }
        var runID: RunID?
        if let text = web.query.text("run") {
            guard text.count <= 36, text.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw StoreFault.noSuchRun(text) }
            runID = try await web.operations.run(text.lowercased()).id
        }
        let offered = headers.offeredSubprotocols
        return EventWish(
            runID: runID, after: try web.query.integer("after", 0...Int64.max),
            subprotocol: offered.contains(subprotocol) ? subprotocol : nil, isAdmitted: web.admission)
    }

    private static func isSame(_ origin: String, _ authority: String?) -> Bool {
        guard let authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }

    // MARK: - One connection

    /// When something was heard of the client.
    private final class Hearing: Sendable {
        private let last = Mutex(ContinuousClock.now)

        func note() { last.withLock { $0 = .now } }

        var silence: Duration { last.withLock { $0.duration(to: .now) } }
    }

    /// Serves until either side ends it.
    func serve(_ channel: PlainChannel.Frames, _ wish: EventWish) async {
        try? await channel.executeThenClose { inbound, outbound in
            let hearing = Hearing()
            await withTaskGroup(of: WebSocketErrorCode?.self) { group in
                group.addTask { await listen(inbound, outbound, hearing) }
                group.addTask { await tell(wish, outbound, onOverflow: { channel.channel.close(promise: nil) }) }
                group.addTask { await tellMetrics(outbound) }
                group.addTask { await watch(hearing, wish, channel.channel) }
                let reason = await group.next() ?? nil
                group.cancelAll()
                if let reason { try? await outbound.write(.close(reason)) }
            }
        }
    }

    /// Answers what has to be answered. Ends when the client does; with a reason when it breaks the rules.
    private func listen(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        _ hearing: Hearing
    ) async -> WebSocketErrorCode? {
        var (messages, since) = (0, ContinuousClock.now)
        do {
            for try await frame in inbound {
                guard frame.maskKey != nil else { return .protocolError }
                hearing.note()
                switch frame.opcode {
                case .ping: try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
                case .pong: break
                case .connectionClose:
                    var data = frame.unmaskedData
                    return data.readWebSocketErrorCode() ?? .normalClosure
                case .text, .binary, .continuation:
                    if since.duration(to: .now) > Self.heartbeat { (messages, since) = (0, .now) }
                    messages += 1
                    if messages > Self.messagesMax { return .policyViolation }
                default: return .protocolError
                }
            }
        } catch {}
        return nil
    }

    private func tell(
        _ wish: EventWish, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, onOverflow: @escaping @Sendable () -> Void
    ) async -> WebSocketErrorCode? {
        let feed = EventFeed(hub: hub, operations: operations, runID: wish.runID, after: wish.after)
        do {
            try await feed.forEach(onOverflow: onOverflow) { delivery in
                switch delivery {
                case .heartbeat: try await outbound.write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
                case .event(let event): try await outbound.write(.text(event.message))
                }
            }
            return .goingAway
        } catch is CancellationError {
            return nil
        } catch {
            return .unexpectedServerError
        }
    }

    /// Says how fast the fleet is: at once, and when that has changed.
    private func tellMetrics(_ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async -> WebSocketErrorCode? {
        var said: String?
        while !Task.isCancelled {
            if let text = try? await metrics.read(), text != said {
                said = text
                guard (try? await outbound.write(.text(ByteBuffer(string: "{\"type\":\"METRICS_UPDATE\",\"data\":\(text)}")))) != nil else {
                    return nil
                }
            }
            guard (try? await Task.sleep(for: Self.metricsEvery)) != nil else { return nil }
        }
        return nil
    }

    /// Ends when the client is not heard any more, or its key is no longer right.
    private func watch(_ hearing: Hearing, _ wish: EventWish, _ channel: any Channel) async -> WebSocketErrorCode? {
        while (try? await Task.sleep(for: Self.heartbeat)) != nil {
            if hearing.silence > Self.silenceMax {
                // What waits to be written waits for ever.
                channel.close(promise: nil)
                return nil
            }
            guard await wish.isAdmitted() else { return .policyViolation }
        }
        return nil
    }
}

/// How fast the fleet is, as JSON, asked once for all who want it at a time.
private actor RealtimeText {
    private let operations: Operations
    private let freshFor: Duration
    private var latest: (text: String, at: ContinuousClock.Instant)?
    private var question: Task<String, any Error>?

    init(_ operations: Operations, freshFor: Duration) { (self.operations, self.freshFor) = (operations, freshFor) }

    func read() async throws -> String {
        if let latest, latest.at.duration(to: .now) < freshFor { return latest.text }
        if let question { return try await question.value }
        let question = Task { [operations] in try JSON.document(RealtimeDocument(try await operations.realtime())) }
        self.question = question
        defer { self.question = nil }
        let text = try await question.value
        latest = (text, .now)
        return text
    }
}

extension WebSocketFrame {
    fileprivate static func text(_ data: ByteBuffer) -> WebSocketFrame { WebSocketFrame(fin: true, opcode: .text, data: data) }

    fileprivate static func close(_ reason: WebSocketErrorCode) -> WebSocketFrame {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: reason)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }
}

extension HTTPFields {
    /// Subprotocols that a WebSocket client offers.
    var offeredSubprotocols: [String] {
        self[values: .secWebSocketProtocol].flatMap { $0.split(separator: ",") }.map { $0.filter { $0 != " " && $0 != "\t" } }
    }

    /// The key that is offered as a subprotocol.
    var offeredKey: String? {
        offeredSubprotocols.first { $0.hasPrefix(EventSocket.keyPrefix) }.map { String($0.dropFirst(EventSocket.keyPrefix.count)) }
    }
}
