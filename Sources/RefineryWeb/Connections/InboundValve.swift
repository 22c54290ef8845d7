internal import NIOCore
internal import NIOHTTP1

/// Behind a request that asks for another protocol the library reads no further request, but keeps all that comes: so it is thrown away.
///
/// Two handlers of one connection share it; touched by its event loop alone.
final class InboundValve {
    private var isClosed = false
    private var closesSoon = false

    /// The first handler, which sees bytes.
    final class Bytes: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer

        /// Its name in the pipeline.
        static let name = "valve"
        private let valve: InboundValve

        init(_ valve: InboundValve) { self.valve = valve }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if !valve.isClosed { context.fireChannelRead(data) }
        }
    }

    /// Behind the decoder.
    final class Requests: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias InboundOut = HTTPServerRequestPart

        private let valve: InboundValve

        init(_ valve: InboundValve) { self.valve = valve }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): valve.closesSoon = head.asksForAnotherProtocol
            case .body: break
            case .end: valve.isClosed = valve.closesSoon
            }
            context.fireChannelRead(data)
        }
    }
}

extension HTTPRequestHead {
    /// Whether the decoder stops behind this request.
    var asksForAnotherProtocol: Bool {
        if method == .CONNECT { return true }
        return headers.contains(name: "upgrade")
            && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }
}
