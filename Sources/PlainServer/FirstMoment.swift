internal import NIOCore

/// Calls once, when its channel can be read, or never will be.
final class FirstMoment: ChannelInboundHandler {
    typealias InboundIn = Any

    private var body: (() -> Void)?

    init(_ body: @escaping () -> Void) { self.body = body }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        come()
    }

    func handlerRemoved(context: ChannelHandlerContext) { come() }

    private func come() {
        let body = self.body
        self.body = nil
        body?()
    }
}
