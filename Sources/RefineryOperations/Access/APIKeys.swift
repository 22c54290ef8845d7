internal import Digest
internal import Postgres
package import RefineryModel
package import RefineryStore
internal import Synchronization

/// What somebody who shows a key is answered.
package enum APIAccess: Sendable, Equatable {
    /// The key is right, and may make this request.
    case granted(APIPrincipal)
    /// The key is right, and has made as many requests as it may (429).
    case limited(APIPrincipal, retryAfter: Duration)
    /// No key, or one that is unknown, wrong, expired or revoked: nobody learns which (401).
    /// - retryAfter: After many failures of this key's id or from this address: how long they are locked out (429). A right key is not.
    case refused(retryAfter: Duration?)
}

/// Who may ask over HTTP: keys, their rates, and what failed logins lead to.
///
/// A key that was right is believed for ``freshFor``, and requests of it are taken from its rate in the database as many at a time as it
/// makes in a twentieth of a second; so a busy key costs some twenty small statements a second and process, and loses no more of its
/// rate than that when it rests. Whatever is wrong is asked of the database each time.
package final class APIKeys: Sendable {
    /// How long a process believes what the database said of a key. A revoked key is let in until then.
    package static let freshFor: Duration = .seconds(1)
    /// Requests that are taken at once at most; those that are not made within ``freshFor`` are lost to the key.
    private static let requestsMax = 1000
    /// How often a second requests of a busy key are taken.
    private static let turnsPerSecond = 20
    /// Keys that are remembered.
    private static let keysMax = 1000

    private struct Entry {
        var principal: APIPrincipal?
        /// Requests taken and not made yet.
        var requests = 0
        var goodUntil: ContinuousClock.Instant
        /// A question about this key that is under way.
        var question: Task<KeyVerdict, any Error>?
        /// Requests made in the second that began then, and in the one before.
        var secondBegan: ContinuousClock.Instant
        var made = 0
        var madeBefore = 0

        init(now: ContinuousClock.Instant) { (goodUntil, secondBegan) = (now, now) }

        mutating func look(at now: ContinuousClock.Instant) {
            let passed = now - secondBegan
            guard passed >= .seconds(1) else { return }
            (madeBefore, made, secondBegan) = (passed < .seconds(2) ? made : 0, 0, now)
        }

        /// Requests to take at once.
        var wanted: Int { min(max(max(made, madeBefore) / turnsPerSecond, 1), requestsMax) }
    }

    /// What is asked of the database.
    private struct Shown: Hashable {
        let id: String
        let hash: [UInt8]
        let address: String
    }

    private enum Step {
        case access(APIAccess)
        case wait(Task<KeyVerdict, any Error>)
    }

    private let database: Database
    private let entries = Mutex<[Shown: Entry]>([:])

    package init(database: Database) { self.database = database }

    /// SHA-256 of a secret, as it is kept.
    static func hash(_ secret: String) -> [UInt8] {
        let hasher = SHA256Hasher()
        var secret = secret
        secret.withUTF8 { hasher.update(UnsafeRawBufferPointer($0)) }
        return hasher.finish()
    }

    /// Says whether a key may make a request, which counts as made then.
    /// - Parameters:
    ///   - token: What stands behind `Bearer`; nil where nothing does. The same is done, and takes as long, whatever is wrong with it.
    ///   - address: Where it comes from, without the port.
    /// - Throws: What the database says when it does not answer.
    package func authenticate(_ token: String?, from address: String) async throws -> APIAccess {
        // What is no key is hashed and asked for all the same; no more of it than a key has.
        let key = token.flatMap(APIKeyText.init)
        let shown = Shown(id: key?.id ?? "", hash: Self.hash(key?.secret ?? String((token ?? "").prefix(32))), address: address)
        while true {
            switch step(shown) {
            case .access(let access): return access
            case .wait(let question):
                let verdict = try await question.value
                switch verdict.outcome {
                case .granted: continue
                case .limited:
                    guard let principal = verdict.principal else { return .refused(retryAfter: nil) }
                    return .limited(principal, retryAfter: verdict.retryAfter)
                case .refused: return .refused(retryAfter: verdict.retryAfter > .zero ? verdict.retryAfter : nil)
                }
            }
        }
    }

    /// Makes a request of those taken; else joins who asks for more, or asks.
    private func step(_ shown: Shown) -> Step {
        entries.withLock { entries in
            let now = ContinuousClock.now
            var entry = entries[shown] ?? Entry(now: now)
            entry.look(at: now)
            if let principal = entry.principal, entry.requests > 0, entry.goodUntil > now {
                entry.requests -= 1
                entry.made += 1
                entries[shown] = entry
                return .access(.granted(principal))
            }
            if let question = entry.question { return .wait(question) }
            let question = Task { [wanted = entry.wanted] in try await self.ask(shown, wanted) }
            entry.question = question
            if entries.count >= Self.keysMax { entries = entries.filter { $0.value.question != nil || $0.value.goodUntil > now } }
            entries[shown] = entry
            return .wait(question)
        }
    }

    private func ask(_ shown: Shown, _ wanted: Int) async throws -> KeyVerdict {
        let query = AuthenticateKey(id: shown.id, secretHash: shown.hash, address: shown.address, wanted: wanted)
        let result: Result<KeyVerdict, any Error>
        do {
            guard let verdict = try await database.pool.withConnection({ try await $0.first(query) }) else {
                throw StoreError.unexpectedRows(statement: "authenticate_key")
            }
            result = .success(verdict)
        } catch {
            result = .failure(error)
        }
        entries.withLock { entries in
            guard case .success(let verdict) = result, verdict.outcome == .granted else { return entries[shown] = nil }
            var entry = entries[shown] ?? Entry(now: .now)
            entry.question = nil
            (entry.principal, entry.requests, entry.goodUntil) = (verdict.principal, verdict.granted, .now + Self.freshFor)
            entries[shown] = entry
        }
        return try result.get()
    }
}
