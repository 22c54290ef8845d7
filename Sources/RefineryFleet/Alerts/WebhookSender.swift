internal import Foundation
internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Waiting

/// Makes the deliveries of webhooks that are due: a task a webhook, so that one which does not answer keeps nobody waiting.
///
/// Every coordinator does so, beside the others. A delivery is noted as under way before it is sent, and its outcome afterwards: whoever dies in
/// between leaves one that is sent again, with the same id, when its lease has lapsed.
struct WebhookSender: Service {
    let database: Database
    let transport: any WebhookTransport
    let settings: WebhookSettings
    let wakeUp: WakeUp
    let logger: Logger

    func run() async throws {
        let isStopping = Once()
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await deliver(until: isStopping) }
                group.addTask {
                    try? await gracefulShutdown()
                    try? await Task.sleep(for: settings.farewell)
                }
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            isStopping.run {}
            wakeUp.signal()
        }
    }

    /// Delivers until told to stop, and then once more what is due.
    private func deliver(until isStopping: Once) async {
        let busy = BusyWebhooks()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let isLast = isStopping.isDone
                let (due, wait) = await look(but: busy)
                for webhook in due where busy.begin(webhook) {
                    group.addTask {
                        await deliverAll(to: webhook)
                        busy.end(webhook)
                        // What came meanwhile.
                        wakeUp.signal()
                    }
                }
                if isLast { return }
                await wakeUp.wait(atMost: wait)
            }
        }
    }

    /// Which webhooks have something due, and how long to wait for the next.
    private func look(but busy: BusyWebhooks) async -> (due: [UUID], wait: Duration) {
        do {
            let (found, isPooled) = try await database.pool.withConnection { (try await $0.rows(ListDueWebhooks()), $0.isPooled) }
            let due = found.filter { $0.wait <= .zero && !busy.contains($0.webhook) }.map(\.webhook)
            let next = found.map(\.wait).filter { $0 > .zero }.min() ?? settings.poll
            return (due, min(next, isPooled ? settings.pooledPoll : settings.poll))
        } catch {
            return ([], .seconds(1))
        }
    }

    /// One after the other, in the order in which they became due, until none is due or one fails.
    private func deliverAll(to webhook: UUID) async {
        let claim = ClaimDelivery(webhook: webhook, lease: settings.lease)
        while !Task.isCancelled {
            do {
                guard let delivery = try await database.pool.withConnection({ try await $0.first(claim) }) else { return }
                guard try await deliver(delivery) else { return }
            } catch {
                // The database is away: the lease brings back what was under way.
                return
            }
        }
    }

    /// - Returns: Whether it arrived.
    private func deliver(_ delivery: ClaimedDelivery) async throws -> Bool {
        let outcome = await transport.send(delivery.message)
        // Cut off in the middle: nobody knows, and the lease decides.
        if Task.isCancelled, case .failed = outcome { return false }
        let metadata: Logger.Metadata = [
            "delivery": "\(delivery.id)", "kind": "\(delivery.message.type)", "attempt": "\(delivery.attempt)",
        ]
        switch outcome {
        case .delivered(let status):
            try await settle(SettleDelivery(delivery, .delivered, status: status, error: nil))
            logger.debug("alert delivered", metadata: metadata)
            return true
        case .gone(let status):
            let reason = "The receiver answered with status \(status): it wants nothing more."
            try await settle(
                SettleDelivery(delivery, .failed, status: status, error: reason), DisableWebhook(of: delivery.id, reason: reason))
            logger.warning("webhook disabled by its receiver", metadata: metadata)
        case .failed(let status, let reason, let after):
            var generator = SystemRandomNumberGenerator()
            let wait = WebhookSchedule.delay(afterStep: Int(delivery.step), wanted: after, using: &generator)
            try await settle(SettleDelivery(delivery, wait == nil ? .failed : .pending, status: status, error: reason, wait: wait ?? .zero))
            logger.warning(
                wait == nil ? "alert not delivered, given up" : "alert not delivered, will be tried again",
                metadata: metadata.merging(["status": "\(status.map(String.init) ?? "-")"]) { $1 })
        }
        return false
    }

    /// Also when this process is told to stop at once: what was sent is not sent again for that.
    private func settle(_ settlement: SettleDelivery, _ disabling: DisableWebhook? = nil) async throws {
        try await database.uncancelled { connection in
            guard try await connection.first(settlement) != nil, let disabling else { return }
            _ = try await connection.rows(disabling)
        }
    }
}

/// Webhooks that something is sent to at this moment.
private final class BusyWebhooks: Sendable {
    private let ids = Mutex<Set<UUID>>([])

    func contains(_ id: UUID) -> Bool { ids.withLock { $0.contains(id) } }
    func begin(_ id: UUID) -> Bool { ids.withLock { $0.insert(id).inserted } }
    func end(_ id: UUID) { _ = ids.withLock { $0.remove(id) } }
}
