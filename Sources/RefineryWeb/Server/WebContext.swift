internal import Hummingbird
internal import Logging
internal import NIOCore

/// What is known of a request beside itself.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection; of HTTP/2 the stream in it.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Where the request comes from, without its port.
    var address: String { (channel.remoteAddress ?? channel.parent?.remoteAddress)?.ipAddress ?? "local" }

    /// Whether other requests share the connection: then it is never closed for the sake of one.
    var isMultiplexed: Bool { channel.parent?.parent != nil }
}
