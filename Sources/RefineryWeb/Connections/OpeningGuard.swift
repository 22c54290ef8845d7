internal import NIOCore
internal import NIOHTTP1

/// Stands at the end of a connection until it is known what is spoken there: until then nobody else heeds the time, a stop, or an error.
///
/// Touched by the connection's event loop alone.
final class OpeningGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias OutboundOut = HTTPServerResponsePart

    /// Its name in the pipeline.
    static let name = "opening"

    private let timeout: TimeAmount
    private let speaksHTTP: Bool
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - timeout: How long the opening may take.
    ///   - speaksHTTP: Whether a head that cannot be read is answered.
    init(timeout: TimeAmount, speaksHTTP: Bool) { (self.timeout, self.speaksHTTP) = (timeout, speaksHTTP) }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if speaksHTTP, error is HTTPParserError {
            let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: ["Connection": "close", "Content-Length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Lets go of the ``OpeningGuard``: from here on others heed what it heeded.
    func endOpening() { removeHandler(name: OpeningGuard.name, promise: nil) }
}
