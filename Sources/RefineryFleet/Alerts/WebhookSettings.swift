/// How deliveries of webhooks are made.
package struct WebhookSettings: Sendable {
    /// When somebody who sends one is taken for dead, and it is sent again: longer than a request may take.
    package var lease: Duration = .seconds(60)
    /// How long a process that stops goes on sending.
    package var farewell: Duration = .seconds(5)
    /// How often to look when nobody says that there is something to send.
    package var poll: Duration = .seconds(60)
    /// The same behind a pooler, where nobody says anything.
    package var pooledPoll: Duration = .seconds(2)

    package init() {}
}
