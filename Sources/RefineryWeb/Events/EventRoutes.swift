internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import ServiceLifecycle

/// Events as they happen: server-sent events.
enum EventRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/events", .scope(.read), isStreamed: true) { web in try stream(web, of: nil, after: try start(web)) },
        // Those of one import come from its first one on.
        Route(.get, "/api/v1/imports/{id}/events", .scope(.read), isStreamed: true) { web in
            let id = try await ImportRoutes.existing(web)
            return try stream(web, of: id, after: try start(web) ?? 0)
        },
        Route(.get, "/api/v1/runs/{id}/events", .scope(.read), isStreamed: true) { web in
            let id = try await web.operations.run(try web.runID()).id
            return try stream(web, of: id, after: try start(web) ?? 0)
        },
    ]

    /// Events of the run `run`, or of all, for a page that has shown those up to `after`.
    static func pageStream(_ web: WebRequest) throws -> Response { try stream(web, of: try web.query.runID("run"), after: try start(web)) }

    /// The number of the last event that the client has; nil: it wants those that come.
    private static func start(_ web: WebRequest) throws -> Int64? {
        if let text = web.request.headers[.lastEventID], !text.isEmpty {
            guard let seq = Int64(text), seq >= 0 else {
                throw WebFault.invalid(field: "Last-Event-ID", value: text, problem: "the number of an event")
            }
            return seq
        }
        return try web.query.integer("after", 0...Int64.max)
    }

    private static func stream(_ web: WebRequest, of runID: RunID?, after: Int64?) throws -> Response {
        if let accept = web.request.headers[.accept], !accepts(accept, "text/event-stream") {
            throw WebFault.notAcceptable(offered: "text/event-stream")
        }
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"]
        // One that only asks for the head gets no stream.
        if web.request.method == .head { return Response(status: .ok, headers: headers) }
        let (hub, operations) = (web.services.events, web.operations)
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                do {
                    try await web.request.body.consumeWithCancellationOnInboundClose { _ in
                        var out = writer
                        try await write(hub.subscribe(runID), of: runID, after: after, operations, to: &out)
                    }
                } catch is CancellationError {}
                try await writer.finish(nil)
            })
    }

    private static func write(
        _ subscription: EventHub.Subscription, of runID: RunID?, after: Int64?, _ operations: Operations,
        to out: inout any ResponseBodyWriter
    ) async throws {
        // At once: the client learns that it is connected, and how soon to come back.
        try await out.write(ByteBuffer(string: "retry: 2000\n\n"))
        var sent: Set<Int64> = []
        if var seen = after {
            while true {
                let page = try await operations.events(of: runID, after: seen)
                guard let last = page.last else { break }
                try await out.write(contentsOf: page.map { EventHub.Event($0).bytes })
                seen = last.seq
                // Those that the hub may hand out again.
                sent.formUnion(page.lazy.map(\.seq).filter { $0 > subscription.cursor - 2 * EventCursor.lookback })
                if last.seq > subscription.cursor { break }
            }
        }
        for await delivery in subscription.deliveries.cancelOnGracefulShutdown() {
            switch delivery {
            case .heartbeat: try await out.write(ByteBuffer(string: ":\n\n"))
            case .event(let event):
                if !sent.isEmpty, sent.remove(event.seq) != nil { continue }
                try await out.write(event.bytes)
            }
        }
    }

    /// Whether a type is among those of an Accept header.
    static func accepts(_ header: String, _ type: String) -> Bool {
        let family = type.prefix { $0 != "/" } + "/*"
        return header.split(separator: ",").contains { part in
            let name = part.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
            return name == type || name == family || name == "*/*"
        }
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
