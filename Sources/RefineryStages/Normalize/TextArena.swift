/// Memory for text that normalization changed. One worker owns it and resets it after each batch; every slice handed out dies then.
///
/// A bump allocator: no allocation per cell, and at most one retained chunk (plus what an unusually large batch needed until reset).
package final class TextArena {
    private var chunk: UnsafeMutableBufferPointer<UInt8>
    private var used = 0
    private var retired: [UnsafeMutableBufferPointer<UInt8>] = []

    /// - Parameter chunkSize: Bytes taken at once; a larger request gets a chunk of its own size.
    package init(chunkSize: Int = 64 * 1024) {
        precondition(chunkSize > 0, "a chunk holds something")
        chunk = .allocate(capacity: chunkSize)
    }

    deinit {
        for old in retired { old.deallocate() }
        chunk.deallocate()
    }

    /// Forgets all text. Slices handed out before must not be used any more.
    package func reset() {
        for old in retired { old.deallocate() }
        retired.removeAll(keepingCapacity: true)
        used = 0
    }

    /// Room for up to `capacity` bytes, to be written from its start and then fixed with ``commit(_:)``.
    package func reserve(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        if chunk.count - used < capacity {
            retired.append(chunk)
            chunk = .allocate(capacity: max(retired[0].count, capacity))
            used = 0
        }
        return chunk.baseAddress.unsafelyUnwrapped + used
    }

    /// Keeps the first `count` bytes of the last reservation.
    package func commit(_ count: Int) -> Bytes {
        let start = chunk.baseAddress.unsafelyUnwrapped + used
        precondition(count >= 0 && count <= chunk.count - used, "no more is kept than was reserved")
        used += count
        return Bytes(start: start, count: count)
    }

    /// A copy of `bytes` that lives until ``reset()``.
    package func copy(_ bytes: Bytes) -> Bytes {
        let room = reserve(bytes.count)
        if let source = bytes.baseAddress { room.update(from: source, count: bytes.count) }
        return commit(bytes.count)
    }

    /// The UTF-8 of `text`.
    package func copy(_ text: String) -> Bytes {
        var text = text
        return text.withUTF8 { copy($0) }
    }

    /// Writes through `body`, which gets room for `capacity` bytes and returns how many it wrote.
    @inline(__always)
    package func write(_ capacity: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) -> Bytes {
        commit(body(reserve(capacity)))
    }
}
