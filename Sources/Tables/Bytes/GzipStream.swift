internal import CZlib

/// What is inside of .gz, as it comes: one member or several behind each other.
package final class GzipStream: ByteStream {
    /// Gives the next packed bytes; empty at the end.
    private let source: (Int) throws(TableError) -> [UInt8]
    private var stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var packed: Int64 = 0
    private var bomb: UnpackingGuard
    private var isAtEnd = false
    /// Whether a member ended, and another may begin.
    private var isBetween = false

    private static let inputBytes = 1 << 17

    private convenience init(_ name: String, _ stream: ByteStream) {
        self.init(name) { (count) throws(TableError) in try stream.next(atMost: count) }
    }

    package convenience init(of file: FileBytes, _ name: String) { self.init(name, file.stream()) }

    private init(_ name: String, _ source: @escaping (Int) throws(TableError) -> [UInt8]) {
        self.source = source
        bomb = UnpackingGuard(member: name)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 32: the header says whether it is gzip or zlib.
        let result = inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "zlib has no memory")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    package override func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        var filled = 0
        while filled == 0 && !isAtEnd {
            if position == input.count {
                input = try source(Self.inputBytes)
                position = 0
                if input.isEmpty {
                    guard isBetween else { throw broken("it ends in the middle") }
                    isAtEnd = true
                    break
                }
            }
            if isBetween {
                // Behind the last member there may be zeros, as tapes are filled up.
                guard input[position] == 0x1F else {
                    isAtEnd = true
                    break
                }
                inflateReset(stream)
                isBetween = false
            }
            var (result, taken, made): (Int32, Int, Int) = (Z_OK, 0, 0)
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress! + position
                stream.pointee.avail_in = uInt(input.count - position)
                stream.pointee.next_out = buffer.baseAddress!.assumingMemoryBound(to: Bytef.self)
                stream.pointee.avail_out = uInt(buffer.count)
                result = inflate(stream, Z_NO_FLUSH)
                taken = input.count - position - Int(stream.pointee.avail_in)
                made = buffer.count - Int(stream.pointee.avail_out)
            }
            position += taken
            packed += Int64(taken)
            filled = made
            switch result {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isBetween = true
            default: throw broken(stream.pointee.msg.map { String(cString: $0) } ?? "its bytes are damaged")
            }
            try bomb.add(made, packed: packed)
        }
        return filled
    }

    private func broken(_ problem: String) -> TableError { .broken(format: "compressed file (.gz)", problem: problem) }
}
