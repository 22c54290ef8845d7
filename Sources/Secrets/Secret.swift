/// A text that nobody may read by accident: a password, a token, an address with a password in it.
///
/// Neither printing, dumping nor reflecting shows it, however deep it lies in what is printed: a library that logs a service with all
/// that it holds logs `‹secret›`. Whoever needs the text names ``text``.
package struct Secret: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹secret›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
