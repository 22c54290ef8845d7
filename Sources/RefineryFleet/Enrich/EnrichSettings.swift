/// How an enrich worker behaves, beside what it shares with lookup workers. Every process may have its own.
package struct EnrichSettings: Sendable {
    /// Permits, intents, retries, and how answers are stored: as of lookups.
    package var lookup = LookupSettings()
    /// How long an answer is believed (`ENRICH_TTL_DAYS`).
    package var foundFor: Duration = .seconds(90 * 86_400)
    /// How long nobody is asked again who knew nothing (`ENRICH_MISS_TTL_DAYS`).
    package var missedFor: Duration = .seconds(30 * 86_400)
    /// How long the rest of an answer is waited for. Then what is known is the answer.
    package var lateFor: Duration = .seconds(3600)
    /// How long a process has to fetch a late answer before another one does.
    package var collectingFor: Duration = .seconds(60)
    /// When a late answer is looked for again that could not be fetched, where the provider does not say.
    package var collectAgain: Duration = .seconds(30)

    package init() {}
}
