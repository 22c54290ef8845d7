/// User and password of HTTP Basic authentication (RFC 7617). Its description shows neither.
package struct BasicCredentials: Sendable, Equatable {
    /// May hold no colon: the server would read the rest as the password.
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

extension BasicCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "BasicCredentials" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
