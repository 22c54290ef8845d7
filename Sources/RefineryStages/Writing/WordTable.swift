/// What is known of words, found by a hash of their small letters: open addressing, since rows ask for every word they have.
struct WordTable<Value: Sendable>: Sendable {
    private let mask: Int
    private var keys: [UInt64]
    private var places: [UInt16]
    private var values: [Value] = []

    /// - Parameter words: The first of two that are the same counts.
    init(_ words: [(word: String, value: Value)]) {
        var size = 16
        while size < words.count * 4 { size *= 2 }
        mask = size - 1
        keys = Array(repeating: 0, count: size)
        places = Array(repeating: 0, count: size)
        for (word, value) in words {
            let key = Self.key(WritingTables.hash(word.utf8))
            var slot = Int(truncatingIfNeeded: key >> 20) & mask
            while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
            guard keys[slot] == 0 else { continue }
            keys[slot] = key
            places[slot] = UInt16(values.count)
            values.append(value)
        }
    }

    @inline(__always)
    subscript(hash: UInt64) -> Value? {
        let key = Self.key(hash)
        var slot = Int(truncatingIfNeeded: key >> 20) & mask
        while keys[slot] != 0 {
            if keys[slot] == key { return values[Int(places[slot])] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    func contains(_ hash: UInt64) -> Bool { self[hash] != nil }

    /// Never 0, which is an empty place.
    @inline(__always)
    private static func key(_ hash: UInt64) -> UInt64 { hash | 1 }
}

extension WordTable where Value == Bool {
    /// Words that are all the same.
    init(_ words: String) { self.init(words.split { $0 == " " || $0 == "\n" }.map { (String($0), true) }) }
}
