/// What `NOTIFY` sent.
package struct Notification: Sendable, Equatable {
    package let channel: String
    package let payload: String
    /// The server process of the sender.
    package let senderPID: Int32

    package init(channel: String, payload: String, senderPID: Int32) {
        self.channel = channel
        self.payload = payload
        self.senderPID = senderPID
    }
}
