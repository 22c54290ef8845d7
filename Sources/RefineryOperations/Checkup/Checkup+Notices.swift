internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import Waiting

extension Checkup {
    /// Sends a notification from one connection to another, as the fleet's wake-ups go.
    ///
    /// A pooler in transaction mode lets LISTEN succeed and loses what it was for: the session that listens is handed to
    /// somebody else.
    func notices(hasPooler: Bool) async -> CheckResult {
        await check("notify") {
            let listener = try await connect()
            let sender = try await connect()
            defer {
                Task {
                    await listener.close()
                    await sender.close()
                }
            }
            let channel = "refinery_doctor_\(WorkerID())"
            try await listener.listen(channel)
            let start = ContinuousClock.now
            try await sender.execute(Notify(channel: channel, payloads: ["round trip"]))
            let hasArrived = try? await withTimeout(notifyLimit) {
                for await notice in listener.notifications where notice.channel == channel { return true }
                return false
            }
            let elapsed = start.duration(to: .now)
            try? await listener.unlisten(channel)
            return Self.notices(elapsed: hasArrived == true ? elapsed : nil, limit: notifyLimit, hasPooler: hasPooler)
        }
    }

    private static let pooledConsequences =
        "Until then everything works by polling: new batches start up to 1.4 s later, a killed worker is noticed by its lease after 12 s."

    /// - Parameter elapsed: How long the notification took; nil when it did not arrive.
    static func notices(elapsed: Duration?, limit: Duration, hasPooler: Bool) -> CheckResult {
        if let elapsed {
            guard hasPooler else { return CheckResult("notify", .ok, "a notification arrives after \(NumberText.milliseconds(elapsed))") }
            return CheckResult(
                "notify", .warn,
                "PgBouncer (or another pooler) in session mode: the fleet works through it as if it were in transaction mode",
                remedy: "Let DATABASE_URL of the fleet point to Postgres itself. \(pooledConsequences)")
        }
        if hasPooler {
            return CheckResult(
                "notify", .fail,
                "PgBouncer (or another pooler) in transaction mode: notifications are lost and session locks prove nothing",
                remedy: "Let DATABASE_URL of the fleet point to Postgres itself. \(pooledConsequences)")
        }
        return CheckResult(
            "notify", .fail, "no notification within \(limit)",
            remedy:
                "Look for a proxy between this machine and Postgres that does not hand on notifications. Until then everything works by polling."
        )
    }
}

/// Numbers in findings.
enum NumberText {
    /// `0.4 ms`, `12 ms`.
    static func milliseconds(_ duration: Duration) -> String {
        let tenths = (duration.inSeconds * 10_000).rounded()
        return tenths < 100 ? "\(tenths / 10) ms" : "\(Int(tenths / 10)) ms"
    }

    /// `512 MB`, `1.5 GB`.
    static func bytes(_ count: Int64) -> String {
        if count < 1 << 30 { return "\(count >> 20) MB" }
        return "\(Double((count * 10) >> 30) / 10) GB"
    }

    /// `5 s`, `12 min`, `3 h`, `2 days`.
    static func seconds(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }
}
