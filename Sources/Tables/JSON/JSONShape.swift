/// A place in the values of a table of JSON: each that ever holds a plain value, or a list of plain values, is a column.
final class JSONPlace {
    /// The key as the file writes it between its quotes, or a number for a place in a list.
    let key: [UInt8]
    /// The path of keys, as `address.city`.
    let name: [UInt8]
    private(set) var children: [JSONPlace] = []
    /// Its column; nil: it never held a value.
    var column: Int?
    /// Where the next key is most likely found.
    private var hint = 0
    private var byKey: [[UInt8]: Int] = [:]

    init(key: [UInt8], name: [UInt8]) {
        self.key = key
        self.name = name
    }

    /// The place of a key; nil: there is none yet.
    @inline(__always)
    func child(_ raw: UnsafeBufferPointer<UInt8>) -> JSONPlace? {
        // Objects have their keys in the same order, mostly.
        if hint < children.count {
            let likely = children[hint]
            if likely.isCalled(raw) {
                hint = hint + 1 < children.count ? hint + 1 : 0
                return likely
            }
        }
        guard let index = byKey[Array(raw)] else { return nil }
        hint = index + 1 < children.count ? index + 1 : 0
        return children[index]
    }

    @inline(__always)
    private func isCalled(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        guard raw.count == key.count else { return false }
        return key.withUnsafeBufferPointer { key in
            for index in 0..<key.count where key[index] != raw[index] { return false }
            return true
        }
    }

    func add(_ raw: UnsafeBufferPointer<UInt8>, named text: [UInt8]) -> JSONPlace {
        let child = JSONPlace(key: Array(raw), name: name.isEmpty ? text : name + [UInt8(ascii: ".")] + text)
        byKey[child.key] = children.count
        children.append(child)
        return child
    }
}
