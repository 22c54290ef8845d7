internal import Digest
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Postgres
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Synchronization

/// A request that carries a key of its own, so that whoever heard no answer can ask again without doing it twice.
struct IdempotentRequest: Sendable {
    /// This long after a process is killed, its request can be sent again.
    private static let lease: Duration = .seconds(15)

    private let holder: RequestHolder
    private let hash: [UInt8]

    /// nil: it carries none.
    /// - Throws: ``WebFault`` for a key that cannot be one.
    init?(_ web: WebRequest) throws {
        guard let key = web.request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.unicodeScalars.count) else {
            throw WebFault.invalid(field: "Idempotency-Key", value: key, problem: "1 to 255 characters")
        }
        holder = RequestHolder(RequestName(keyID: web.principal?.keyID ?? "", idempotencyKey: key), lease: Self.lease)
        let hasher = SHA256Hasher()
        // Of an upload the length stands for the bytes: nobody reads them twice.
        let length = web.request.headers[.contentLength] ?? ""
        let head = [web.request.method.rawValue, web.request.head.path ?? "", web.request.headers[.contentType] ?? "", length]
        for text in head { Array("\(text)\n".utf8).withUnsafeBytes { hasher.update($0) } }
        web.body.withUnsafeBytes { hasher.update($0) }
        hash = hasher.finish()
    }

    /// Answers as before when it was asked before; else does it, and keeps the answer. One that failed inside may be asked again.
    /// - Throws: ``WebFault/idempotencyKeyReused``, ``WebFault/requestUnderWay``.
    func once(_ operations: Operations, _ body: () async throws -> Response) async throws -> Response {
        let pool = operations.database.pool
        guard try await pool.withConnection({ [self] in try await $0.first(BeginRequest(holder, hash: hash)) }) == true else {
            guard let stored = try await pool.withConnection({ [self] in try await $0.first(FindRequest(holder.name)) }) else {
                throw WebFault.requestUnderWay
            }
            return try replay(stored)
        }
        do {
            let response = try await holding(operations, body)
            let answer = Mutex("")
            // Answers of POST are one buffer.
            if let bytes = try await response.body.bytes() { answer.withLock { $0 = String(buffer: bytes) } }
            let finish = FinishRequest(
                holder, status: Int16(response.status.code), location: response.headers[.location], answer: answer.withLock(\.self))
            _ = try? await operations.database.uncancelled { try await $0.execute(finish) }
            return response
        } catch {
            let forget = ForgetRequest(holder)
            _ = try? await operations.database.uncancelled { try await $0.execute(forget) }
            throw error
        }
    }

    /// Says again and again that the request is under way: an upload may take hours.
    private func holding(_ operations: Operations, _ body: () async throws -> Response) async throws -> Response {
        let (pool, holder) = (operations.database.pool, holder)
        let keeper = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: Self.lease / 3)
                _ = try? await pool.withConnection { try await $0.execute(HoldRequest(holder)) }
            }
        }
        defer { keeper.cancel() }
        return try await body()
    }

    private func replay(_ stored: StoredRequest) throws -> Response {
        guard stored.hash == hash else { throw WebFault.idempotencyKeyReused }
        guard let status = stored.status, let answer = stored.answer else { throw WebFault.requestUnderWay }
        var headers: HTTPFields = [.idempotencyReplayed: "true"]
        if let location = stored.location { headers[.location] = location }
        return .json(text: answer, status: .init(integerLiteral: Int(status)), headers: headers)
    }
}

extension ResponseBody {
    /// What it holds, collected.
    fileprivate func bytes() async throws -> ByteBuffer? {
        let collected = Collected()
        try await write(Collector(collected: collected))
        return collected.bytes.withLock(\.self)
    }

    private final class Collected: Sendable {
        let bytes = Mutex(ByteBuffer())
    }

    private struct Collector: ResponseBodyWriter {
        let collected: Collected
        mutating func write(_ buffer: ByteBuffer) async throws {
            var buffer = buffer
            _ = collected.bytes.withLock { $0.writeBuffer(&buffer) }
        }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
