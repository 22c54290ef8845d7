internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization
internal import Simulation

/// Brings one answer to the client, whole or broken.
struct Delivery: ~Copyable {
    /// Ends the connection when thrown; nothing is written any more.
    private struct ConnectionEnded: Error {}

    private let writer: ResponseWriter
    private let channel: any Channel
    /// The header Twilio-Concurrent-Requests; nil leaves it out.
    var concurrency: Int?

    init(writer: consuming ResponseWriter, channel: any Channel) {
        self.writer = writer
        self.channel = channel
    }

    /// The answer as it should be.
    /// - Parameter retryAfter: Seconds; `nil` leaves the header out.
    consuming func whole(_ answer: Answer, retryAfter: Int? = nil) async throws {
        let head = head(answer, retryAfter: retryAfter)
        try await writer.write(response: head, body: ResponseBody(byteBuffer: answer.body))
    }

    /// The answer in small pieces.
    consuming func drip(_ answer: Answer, bytes: Int, every pause: Duration) async throws {
        let head = head(answer)
        var body = try await writer.writeHead(head)
        var rest = answer.body
        while rest.readableBytes > 0 {
            try await body.write(rest.readSlice(length: min(bytes, rest.readableBytes))!)
            try await Task.sleep(for: pause)
        }
        try await body.finish(nil)
    }

    /// Half of the body, then the end of the connection.
    consuming func truncated(_ answer: Answer) async throws {
        let head = head(answer)
        let channel = channel
        var body = try await writer.writeHead(head)
        try await body.write(answer.body.getSlice(at: answer.body.readerIndex, length: answer.body.readableBytes / 2)!)
        try? await channel.close()
        throw ConnectionEnded()
    }

    /// No answer: the connection ends with RST.
    consuming func reset() async throws {
        try await channel.reset()
        throw ConnectionEnded()
    }

    private func head(_ answer: Answer, retryAfter: Int? = nil) -> HTTPResponse {
        var fields = HTTPFields()
        fields.reserveCapacity(5)
        fields[.contentType] = "application/json;charset=utf-8"
        fields[.contentLength] = "\(answer.body.readableBytes)"
        fields[Self.requestID] = Self.nextRequestID()
        if let concurrency { fields[Self.concurrentRequests] = "\(concurrency)" }
        if answer.status == 401 { fields[.wwwAuthenticate] = "Basic realm=\"Twilio API\"" }
        if let retryAfter { fields[.retryAfter] = "\(retryAfter)" }
        return HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    }

    private static let requestID = HTTPField.Name("Twilio-Request-Id")!
    private static let concurrentRequests = HTTPField.Name("Twilio-Concurrent-Requests")!
    private static let requests = Atomic<UInt64>(0)
    private static let start = UInt64.random(in: 0...UInt64.max)

    /// `RQ` and 32 hexadecimal digits.
    private static func nextRequestID() -> String {
        let count = requests.add(1, ordering: .relaxed).newValue
        return String(unsafeUninitializedCapacity: 34) { text in
            text[0] = UInt8(ascii: "R")
            text[1] = UInt8(ascii: "Q")
            var word = NumberHash.of(start &+ count)
            for place in 2..<34 {
                if place == 18 { word = count }
                let digit = UInt8(word >> 60)
                text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
                word <<= 4
            }
            return 34
        }
    }
}
