internal import Dispatch
internal import Synchronization
internal import Threads

/// Bytes of another stream that a thread of its own reads a few pieces ahead, so that unpacking and parsing take a core each.
///
/// What is read belongs to that thread as long as this is there: an archive lends one stream at a time.
final class ReadAhead: ByteStream {
    private let line: Line
    private var piece: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    init(_ stream: ByteStream) {
        line = Line(stream)
        startThread(for: "reading ahead") { [line] in line.fill() }
    }

    deinit { line.close() }

    package override func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        var count = 0
        while count < buffer.count {
            if position == piece.count {
                // What is there is worth more than what has to be waited for.
                guard !isAtEnd, count == 0 else { break }
                (piece, position) = (try line.take(), 0)
                isAtEnd = piece.isEmpty
                continue
            }
            let length = min(buffer.count - count, piece.count - position)
            piece.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + length])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + length]))
            }
            count += length
            position += length
        }
        return count
    }

    /// Pieces between the two threads. Only the thread that fills touches the stream.
    private final class Line: @unchecked Sendable {
        private static let ahead = 4
        private static let pieceBytes = 1 << 18

        /// nil: it was read, or nobody wants more.
        private var stream: ByteStream?
        private let pieces = Mutex<[Result<[UInt8], TableError>]>([])
        private let isOver = Atomic(false)
        private let room = DispatchSemaphore(value: 0)
        private let ready = DispatchSemaphore(value: 0)
        private let ended = DispatchSemaphore(value: 0)

        init(_ stream: ByteStream) {
            self.stream = stream
            for _ in 0..<Self.ahead { room.signal() }
        }

        func fill() {
            var goesOn = true
            while goesOn, let stream {
                room.wait()
                if isOver.load(ordering: .acquiring) { break }
                var result: Result<[UInt8], TableError>
                do throws(TableError) {
                    result = .success(try stream.next(atMost: Self.pieceBytes))
                } catch {
                    result = .failure(error)
                }
                if case .success(let piece) = result, !piece.isEmpty {} else { goesOn = false }
                pieces.withLock { $0.append(result) }
                ready.signal()
            }
            // Closed before whoever waits for that goes on with its archive.
            stream = nil
            ended.signal()
        }

        /// The next piece; empty at the end, behind which nobody asks.
        func take() throws(TableError) -> [UInt8] {
            ready.wait()
            let piece = pieces.withLock { $0.removeFirst() }
            room.signal()
            return try piece.get()
        }

        /// Comes back when the stream is nobody's.
        func close() {
            isOver.store(true, ordering: .releasing)
            room.signal()
            ended.wait()
        }
    }
}
