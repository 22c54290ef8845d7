internal import RefineryModel

extension LookupOutcome {
    static func retry(_ reason: RetryReason, mayHaveBeenBilled: Bool) -> LookupOutcome {
        .retry(reason: reason.summary, mayHaveBeenBilled: mayHaveBeenBilled)
    }

    static func stopped(_ reason: StopReason) -> LookupOutcome { .stopped(reason: reason.description) }
}
