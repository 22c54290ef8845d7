internal import HummingbirdCore
internal import HummingbirdHTTP2
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// A connection with TLS, which speaks HTTP/2 where the client can, and else what ``PlainChannel`` does.
struct SecureChannel: HTTPChannelHandler {
    /// What client and server agreed on.
    enum Speech: Sendable {
        case http1(PlainChannel.Value)
        case http2(HTTP2Channel.Value)
    }

    struct Value: ServerChildChannelValue {
        let speech: EventLoopFuture<Speech>
        let channel: any Channel
    }

    private let context: NIOSSLContext
    private let http1: PlainChannel
    private let http2: HTTP2Channel

    var responder: Responder { http1.responder }

    /// - Parameter tls: The protocols to agree on are set here.
    init(tls: TLSConfiguration, http1: PlainChannel, http2: HTTP2ChannelConfiguration) throws {
        var tls = tls
        tls.applicationProtocols = ["h2", "http/1.1"]
        context = try NIOSSLContext(configuration: tls)
        self.http1 = http1
        self.http2 = HTTP2Channel(responder: http1.responder, configuration: http2)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let agreement = NIOTypedApplicationProtocolNegotiationHandler<Speech> { [http1, http2] result in
                channel.pipeline.syncOperations.endOpening()
                return switch result {
                case .negotiated("h2"): http2.setup(channel: channel, logger: logger).map { .http2($0) }
                case .negotiated("http/1.1"), .fallback: http1.setup(channel: channel, logger: logger).map { .http1($0) }
                case .negotiated: channel.eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
                }
            }
            try pipeline.addHandler(NIOSSLServerHandler(context: context))
            try pipeline.addHandler(agreement)
            try pipeline.addHandler(
                OpeningGuard(timeout: http1.http.idleTimeout ?? .seconds(30), speaksHTTP: false), name: OpeningGuard.name)
            return Value(speech: agreement.protocolNegotiationResult, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        guard let speech = try? await value.speech.get() else { return }
        switch speech {
        case .http1(let value): await http1.handle(value: value, logger: logger)
        case .http2(let value): await http2.handle(value: value, logger: logger)
        }
    }
}
