/// The parameters of one statement in Postgres' binary format, all in one growing buffer.
///
/// The buffer is kept from one statement to the next, so binding allocates nothing once it has grown.
package struct Parameters {
    private(set) var types: [UInt32] = []
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var writer = BinaryWriter()

    package init() {}

    package var count: Int { types.count }

    /// Appends a value; its type names the parameter's Postgres type. A `nil` becomes NULL of that type.
    package mutating func append<Value: PostgresValue>(_ value: Value) {
        open(Value.postgresType)
        if value.isNull {
            lengths.append(-1)
        } else {
            value.encode(into: &writer)
            close()
        }
    }

    /// Appends bytes as they are, in the binary format of `type`: `.text` takes UTF-8.
    package mutating func append(_ bytes: UnsafeRawBufferPointer, as type: PostgresType) {
        open(type)
        writer.write(bytes, as: type)
        close()
    }

    /// Appends a one-dimensional array from memory the caller owns, without a `String` or `Array` per element.
    /// - Parameters:
    ///   - type: The type of the elements.
    ///   - count: How many elements `body` writes, NULLs included.
    package mutating func appendArray(of type: PostgresType, count: Int, _ body: (inout ArrayWriter) -> Void) {
        open(type.array)
        var array = ArrayWriter(writer: writer.take(), of: type, count: count)
        body(&array)
        writer = array.finish()
        close()
    }

    /// The first parameter that cannot be sent, counted from 1.
    var problem: (parameter: Int, reason: ParameterProblem)? {
        guard let problem = writer.problem else { return nil }
        let parameter = starts.lastIndex { $0 <= problem.offset } ?? 0
        return (parameter + 1, problem.reason)
    }

    mutating func removeAll() {
        types.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        writer.removeAll()
    }

    /// Hands the parameters to libpq: types, pointers (null for NULL), lengths and formats (all binary), valid during the call.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        guard count > 0 else { return body(nil, nil, nil, nil) }
        return writer.bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { pointers in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                    for index in 0..<count {
                        let start = bytes.baseAddress?.advanced(by: starts[index]).assumingMemoryBound(to: CChar.self)
                        pointers.initializeElement(at: index, to: lengths[index] < 0 ? nil : start)
                        formats.initializeElement(at: index, to: 1)
                    }
                    return types.withUnsafeBufferPointer { types in
                        lengths.withUnsafeBufferPointer { lengths in
                            body(types.baseAddress, pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }

    private mutating func open(_ type: PostgresType) {
        types.append(type.oid)
        starts.append(writer.bytes.count)
    }

    private mutating func close() {
        let length = writer.bytes.count - starts[starts.count - 1]
        if length > BinaryWriter.valueBytesMax { writer.fail(.tooLarge) }
        lengths.append(Int32(clamping: length))
    }
}
