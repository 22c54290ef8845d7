/// A body that is sent as it is read.
package struct HTTPUpload: Sendable {
    /// Bytes of it; `nil`: nobody knows before its end.
    let length: Int64?
    /// Fills the buffer; returns how many bytes, 0 at the end, `nil` when it cannot be read: then the exchange ends.
    let read: @Sendable (UnsafeMutableRawBufferPointer) -> Int?

    /// - Parameter read: Called on the client's thread, which waits for it.
    package init(length: Int64?, read: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Int?) {
        self.length = length
        self.read = read
    }
}
