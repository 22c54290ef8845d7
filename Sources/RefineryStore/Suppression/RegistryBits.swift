package import Postgres

/// Numbers of a registry on their way into the database: a bit each, by area code and exchange.
///
/// Not for more than one task. A file that is sorted by area codes, as registries hand them out, fills it once for each of its exchanges.
package final class RegistryBits {
    /// Exchanges that are held at once: 160 MB where numbers are added and removed, else half of it.
    package static let exchangesMax = 65_536
    private static let bytesPerExchange = 1250

    /// The place of each exchange, 0 where it has none yet.
    private var places = [Int32](repeating: 0, count: 1_000_000)
    private var prefixes: [Int32] = []
    private var added: [UInt8] = []
    private var removed: [UInt8] = []
    private let isChange: Bool

    package init(isChange: Bool) { self.isChange = isChange }

    package var isFull: Bool { prefixes.count >= Self.exchangesMax }

    package func insert(prefix: Int, line: Int, isRemoved: Bool) {
        if places[prefix] == 0 {
            prefixes.append(Int32(prefix))
            places[prefix] = Int32(prefixes.count)
            added.append(contentsOf: repeatElement(0, count: Self.bytesPerExchange))
            if isChange { removed.append(contentsOf: repeatElement(0, count: Self.bytesPerExchange)) }
        }
        let index = (Int(places[prefix]) - 1) * Self.bytesPerExchange + line / 8
        let bit: UInt8 = 0x80 >> UInt8(truncatingIfNeeded: line % 8)
        if isRemoved { removed[index] |= bit } else { added[index] |= bit }
    }

    /// Writes what is held as rows of `registry_batch`, and starts over. Without any it is still a batch, which the server can read.
    package func flush(into writer: inout CopyInWriter) throws {
        try writer.write(rows: UnsafeRawBufferPointer(start: nil, count: 0))
        for place in prefixes.indices {
            try writer.startRow(columns: 3)
            writer.append(prefixes[place])
            Self.append(added, place, to: &writer)
            if isChange { Self.append(removed, place, to: &writer) } else { writer.appendNull() }
            places[Int(prefixes[place])] = 0
        }
        prefixes.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        removed.removeAll(keepingCapacity: true)
    }

    /// A `bit(10000)` in Postgres' binary format: the number of bits, then the bits.
    private static func append(_ bits: [UInt8], _ place: Int, to writer: inout CopyInWriter) {
        let start = place * bytesPerExchange
        let field = [0, 0, 0x27, 0x10] + bits[start..<start + bytesPerExchange]
        field.withUnsafeBytes { writer.append($0) }
    }
}
