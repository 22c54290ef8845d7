internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Decides with the first request of a connection what is spoken there: requests, or a WebSocket that is granted. A WebSocket that is not is answered
/// as the request that it is.
///
/// The library's own handler for this loses the request that it refuses. Touched by the connection's event loop alone.
final class SpeechChoice: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Upgrader = NIOTypedWebSocketServerUpgrader<PlainChannel.Speech>

    private enum State {
        /// Nothing came yet.
        case silent
        /// A request for a WebSocket came, or comes, and somebody thinks about it.
        case asking
        /// The pipeline changes.
        case changing
        case over
    }

    private let upgrader: Upgrader
    /// Handlers of HTTP that bytes of a WebSocket must not meet.
    private let (encoder, decoder, requests): (HTTPResponseEncoder, ByteToMessageHandler<HTTPRequestDecoder>, InboundValve.Requests)
    private let speakHTTP: (any Channel) throws -> PlainChannel.Speech
    private let result: EventLoopPromise<PlainChannel.Speech>
    private var state = State.silent
    /// What came and is not handed on yet.
    private var kept: [NIOAny] = []
    private var isInputClosed = false

    init(
        upgrader: Upgrader, encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>,
        requests: InboundValve.Requests,
        result: EventLoopPromise<PlainChannel.Speech>, speakHTTP: @escaping (any Channel) throws -> PlainChannel.Speech
    ) {
        self.upgrader = upgrader
        (self.encoder, self.decoder, self.requests) = (encoder, decoder, requests)
        self.result = result
        self.speakHTTP = speakHTTP
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        if case .over = state { return }
        state = .over
        result.fail(ChannelError.eof)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .silent:
            guard case .head(let head) = unwrapInboundIn(data) else { return context.close(promise: nil) }
            kept = [data]
            guard head.asksForWebSocket else { return choose(nil, head, context) }
            state = .asking
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            // It completes later at any rate: the rest of the request is here then.
            upgrader.buildUpgradeResponse(channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
                .whenComplete { answer in
                    let (choice, context) = bound.value
                    guard case .asking = choice.state else { return }
                    choice.choose(try? answer.get(), head, context)
                }
        case .asking, .changing: kept.append(data)
        case .over: context.fireChannelRead(data)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            switch state {
            case .silent: return context.close(promise: nil)
            case .asking, .changing:
                isInputClosed = true
                return
            case .over: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// - Parameter headers: Those of the answer to a WebSocket that is granted; nil: the connection speaks HTTP.
    private func choose(_ headers: HTTPHeaders?, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .changing
        guard let headers else {
            do { end(try speakHTTP(context.channel), context) } catch { fail(error, context) }
            return
        }
        var answer = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
        answer.headers = headers
        context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
        // What the request was is said; from here on only bytes come, and frames.
        kept = []
        let pipeline = context.pipeline.syncOperations
        let (channel, upgrader) = (context.channel, upgrader)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        pipeline.removeHandler(requests, promise: nil)
        pipeline.removeHandler(decoder)
            .flatMap { bound.value.1.pipeline.syncOperations.removeHandler(bound.value.0.encoder) }
            .flatMap { upgrader.upgrade(channel: channel, upgradeRequest: head) }
            .whenComplete { speech in
                let (choice, context) = bound.value
                switch speech {
                case .success(let speech): choice.end(speech, context)
                case .failure(let error): choice.fail(error, context)
                }
            }
    }

    /// Hands on what was kept, and goes.
    private func end(_ speech: PlainChannel.Speech, _ context: ChannelHandlerContext) {
        guard case .changing = state else { return }
        state = .over
        result.succeed(speech)
        for data in kept { context.fireChannelRead(data) }
        kept = []
        context.fireChannelReadComplete()
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        guard case .changing = state else { return }
        state = .over
        result.fail(error)
        context.close(promise: nil)
    }
}

extension HTTPRequestHead {
    /// Whether it asks for a WebSocket, and has no body behind it.
    fileprivate var asksForWebSocket: Bool {
        method == .GET && asksForAnotherProtocol && headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && !headers.contains(name: "content-length") && !headers.contains(name: "transfer-encoding")
    }
}
