/// How alike two short texts are.
enum TextLikeness {
    /// Jaro–Winkler, 0 to 1 (Winkler 1990): letters in common near the same place, and a bonus for the same beginning of up to four letters.
    /// Texts longer than 64 bytes are compared by their first 64.
    static func jaroWinkler(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Float {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in jaroWinkler(one, other) }
        }
    }

    private static func jaroWinkler(_ one: Bytes, _ other: Bytes) -> Float {
        let count = (min(one.count, 64), min(other.count, 64))
        guard count.0 > 0, count.1 > 0 else { return 0 }
        let reach = max(0, max(count.0, count.1) / 2 - 1)
        var matched: (UInt64, UInt64) = (0, 0)
        var common = 0
        for index in 0..<count.0 {
            let from = max(0, index - reach)
            let to = min(count.1, index + reach + 1)
            var place = from
            while place < to {
                if matched.1 & (1 << UInt64(place)) == 0, one[index] == other[place] {
                    matched.0 |= 1 << UInt64(index)
                    matched.1 |= 1 << UInt64(place)
                    common += 1
                    break
                }
                place += 1
            }
        }
        guard common > 0 else { return 0 }
        var transposed = 0
        var place = 0
        for index in 0..<count.0 where matched.0 & (1 << UInt64(index)) != 0 {
            while matched.1 & (1 << UInt64(place)) == 0 { place += 1 }
            if one[index] != other[place] { transposed += 1 }
            place += 1
        }
        let share = Float(common)
        let jaro = (share / Float(count.0) + share / Float(count.1) + (share - Float(transposed / 2)) / share) / 3
        var prefix = 0
        while prefix < min(4, count.0, count.1), one[prefix] == other[prefix] { prefix += 1 }
        return jaro + Float(prefix) * 0.1 * (1 - jaro)
    }

    /// Whether one mistake in typing makes one of the other: a byte left out, put in or replaced, or two that changed places.
    static func isOneMistake(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
        let start = zip(one, other).prefix { $0 == $1 }.count
        let (mine, theirs) = (one.dropFirst(start), other.dropFirst(start))
        let end = zip(mine.reversed(), theirs.reversed()).prefix { $0 == $1 }.count
        let rests = (mine.dropLast(end), theirs.dropLast(end))
        return max(rests.0.count, rests.1.count) <= 1 || rests.0.count == 2 && rests.0.elementsEqual(rests.1.reversed())
    }

    /// The share of letters that both have, wherever they stand: letters that changed places are no difference.
    static func sharedLetters(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Float {
        let longest = max(one.count, other.count)
        guard longest > 0 else { return 0 }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { counts in
            counts.initialize(repeating: 0)
            for byte in one { counts[Int(byte)] &+= 1 }
            var common = 0
            for byte in other where counts[Int(byte)] > 0 {
                counts[Int(byte)] -= 1
                common += 1
            }
            return Float(common) / Float(longest)
        }
    }
}
