internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Events as they happen: server-sent events.
enum EventRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/events", .scope(.read), isStreamed: true) { web in try stream(web, of: nil, after: try start(web)) },
        // Those of one import come from its first one on.
        Route(.get, "/api/v1/imports/{id}/events", .scope(.read), isStreamed: true) { web in
            let id = try await ImportRoutes.existing(web)
            if wantsList(web) { return try await list(web, of: id) }
            return try stream(web, of: id, after: try start(web) ?? 0)
        },
        Route(.get, "/api/v1/runs/{id}/events", .scope(.read), isStreamed: true) { web in
            let id = try await web.operations.run(try web.runID()).id
            if wantsList(web) { return try await list(web, of: id) }
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

    private static func wantsList(_ web: WebRequest) -> Bool { web.request.headers[.accept] == "application/jsonl" }

    /// Those that there are behind one, one a line, as many as a page has.
    private static func list(_ web: WebRequest, of runID: RunID) async throws -> Response {
        let events = try await web.operations.events(of: runID, after: try start(web) ?? 0)
        return .text(events.map { "\($0.payload)\n" }.joined(), type: "application/jsonl")
    }

    private static func stream(_ web: WebRequest, of runID: RunID?, after: Int64?) throws -> Response {
        if let accept = web.request.headers[.accept], !accepts(accept, "text/event-stream") {
            throw WebFault.notAcceptable(offered: "text/event-stream")
        }
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"]
        // One that only asks for the head gets no stream.
        if web.request.method == .head { return Response(status: .ok, headers: headers) }
        let feed = EventFeed(hub: web.services.events, operations: web.operations, runID: runID, after: after)
        let channel = web.context.channel
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                do {
                    try await web.request.body.consumeWithCancellationOnInboundClose { _ in
                        var out = writer
                        // At once: the client learns that it is connected, and how soon to come back.
                        try await out.write(ByteBuffer(string: "retry: 2000\n\n"))
                        try await feed.forEach(onOverflow: { channel.close(promise: nil) }) { delivery in
                            switch delivery {
                            case .heartbeat:
                                // Who is no longer let in hears no more.
                                guard await web.admission() else { throw CancellationError() }
                                try await out.write(ByteBuffer(string: ":\n\n"))
                            case .event(let event): try await out.write(event.bytes)
                            }
                        }
                    }
                } catch is CancellationError {}
                try await writer.finish(nil)
            })
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
