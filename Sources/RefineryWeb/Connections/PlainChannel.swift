internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOWebSocket
internal import Synchronization

/// A connection that speaks HTTP/1.1, and becomes a WebSocket when its first request asks for one that is granted.
struct PlainChannel: HTTPChannelHandler {
    typealias Requests = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// What the connection turned out to be.
    enum Speech: Sendable {
        case requests(Requests)
        case frames(Frames, EventWish)
    }

    struct Value: ServerChildChannelValue {
        let speech: EventLoopFuture<Speech>
        let channel: any Channel
    }

    /// Grants a WebSocket; nil: the request is answered like any other, which says why.
    typealias Grant = @Sendable (_ head: HTTPRequest, _ channel: any Channel) async -> EventWish?

    let responder: Responder
    let http: HTTP1Channel.Configuration
    let isSecure: Bool
    let grant: Grant
    let socket: EventSocket

    /// Text of a client; nobody reads it.
    private static let frameBytesMax = 4 << 10

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = http.httpDecoder.maxHeaderFieldSize
            limits.maxHeaderListSize = http.httpDecoder.maxHeaderListSize
            limits.maxHeaderFieldCount = http.httpDecoder.maxHeaderFieldCount
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
            let valve = InboundValve()
            let requests = InboundValve.Requests(valve)
            let result = channel.eventLoop.makePromise(of: Speech.self)
            let choice = SpeechChoice(
                upgrader: upgrader(), encoder: encoder, decoder: decoder, requests: requests, result: result,
                speakHTTP: { channel in try speakHTTP(channel, logger) })
            try pipeline.addHandler(InboundValve.Bytes(valve), name: InboundValve.Bytes.name)
            try pipeline.addHandler(encoder)
            try pipeline.addHandlers([decoder, requests, choice])
            try pipeline.addHandler(OpeningGuard(timeout: http.idleTimeout ?? .seconds(30), speaksHTTP: true), name: OpeningGuard.name)
            return Value(speech: result.futureResult, channel: channel)
        }
    }

    private func upgrader() -> SpeechChoice.Upgrader {
        // What was granted, until the connection is a WebSocket.
        let granted = Granted()
        return SpeechChoice.Upgrader(
            maxFrameSize: Self.frameBytesMax,
            shouldUpgrade: { [isSecure, grant] channel, head in
                guard let request = try? HTTPRequest(head, secure: isSecure, splitCookie: false) else {
                    return channel.eventLoop.makeSucceededFuture(nil)
                }
                return channel.eventLoop.makeFutureWithTask {
                    guard let wish = await grant(request, channel) else { return nil }
                    granted.wish.withLock { $0 = wish }
                    return wish.subprotocol.map { ["Sec-WebSocket-Protocol": $0] } ?? [:]
                }
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    pipeline.endOpening()
                    pipeline.removeHandler(name: InboundValve.Bytes.name, promise: nil)
                    guard let wish = granted.wish.withLock(\.self) else { throw ChannelError.inappropriateOperationForState }
                    return .frames(try Frames(wrappingChannelSynchronously: channel), wish)
                }
            })
    }

    private func speakHTTP(_ channel: any Channel, _ logger: Logger) throws -> Speech {
        let pipeline = channel.pipeline.syncOperations
        pipeline.endOpening()
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(idleTimeout: http.idleTimeout.map { .nanoseconds($0.nanoseconds) }, logger: logger))
        return .requests(try Requests(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
    }

    func handle(value: Value, logger: Logger) async {
        // A connection that ends before it says anything has no speech.
        guard let speech = try? await value.speech.get() else { return }
        switch speech {
        case .requests(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .frames(let channel, let wish): await socket.serve(channel, wish)
        }
    }

    private final class Granted: Sendable {
        let wish = Mutex<EventWish?>(nil)
    }
}
