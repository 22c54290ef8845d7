internal import Foundation
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// `/_ledger` and `/_control`: what tests and operators ask, never counted as lookups, open to everyone.
struct ControlResponder: Sendable {
    private static let bodyBytesMax = 65_536
    private static let linesPerPiece = 4_096

    let ledger: Ledger
    let load: LoadControl

    func respond(to request: Request, target: String, writer: consuming ResponseWriter) async throws {
        let path = target.prefix { $0 != "?" }
        switch (path, request.method) {
        case ("/_ledger", .get): try await send(try Self.json(ledger.report), writer)
        case ("/_ledger", .delete):
            ledger.reset()
            load.forgetNumbers()
            try await send(try Self.json(ledger.report), writer)
        case ("/_ledger/arrivals", .get): try await sendArrivals(writer)
        case ("/_control", .get): try await send(try load.behaviour.json(), writer)
        case ("/_control", .delete):
            load.reset()
            try await send(try load.behaviour.json(), writer)
        case ("/_control", .put):
            let body = try await request.body.collect(upTo: Self.bodyBytesMax)
            do {
                try load.change(by: String(buffer: body))
            } catch let error as BehaviourError {
                return try await send(Self.error(error.description), status: .badRequest, writer)
            }
            try await send(try load.behaviour.json(), writer)
        default:
            let remedy =
                "GET, DELETE /_ledger, GET /_ledger/arrivals, GET, PUT, DELETE /_control, GET /v2/PhoneNumbers/…, GET /v1/PhoneNumbers/…"
            try await send(Self.error("There is no \(request.method) \(path). There is \(remedy)."), status: .notFound, writer)
        }
    }

    private func send(_ json: String, status: HTTPResponse.Status = .ok, _ writer: consuming ResponseWriter) async throws {
        let body = ByteBuffer(string: json + "\n")
        let fields: HTTPFields = [.contentType: "application/json", .contentLength: "\(body.readableBytes)"]
        try await writer.write(response: HTTPResponse(status: status, headerFields: fields), body: ResponseBody(byteBuffer: body))
    }

    /// One JSON object a line, in the order of arrival.
    private func sendArrivals(_ writer: consuming ResponseWriter) async throws {
        let state = ledger.snapshot
        let arrivals = state.arrivals
        var body = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: [.contentType: "application/x-ndjson"]))
        for start in stride(from: 0, to: arrivals.count, by: Self.linesPerPiece) {
            var json = JSONText(capacity: Self.linesPerPiece * 128)
            for place in start..<min(start + Self.linesPerPiece, arrivals.count) {
                json.raw("{\"number\": ")
                json.string(arrivals.number(place))
                json.raw(", \"us\": \(arrivals.instants[place]), \"status\": ")
                json.number(arrivals.status(place))
                json.raw(", \"account\": ")
                json.string(state.accounts[Int(arrivals.accounts[place])])
                json.raw(", \"cost_micros\": ")
                json.number(arrivals.cost(place))
                json.raw("}\n")
            }
            try await body.write(json.buffer)
        }
        try await body.finish(nil)
    }

    private static func error(_ message: String) -> String {
        var json = JSONText(capacity: 256)
        json.raw("{\"error\": ")
        json.string(message)
        json.raw("}")
        return String(buffer: json.buffer)
    }

    private static func json(_ report: LedgerReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
