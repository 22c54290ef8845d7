/// A number of bytes as people write it: `512M`, `2G`, `1.5GiB`, `1073741824`; K, M, G and T are powers of 1024.
struct ByteCount {
    let bytes: Int

    init?(_ text: String) {
        var number = text.uppercased()
        for suffix in ["IB", "B"] where number.hasSuffix(suffix) {
            number.removeLast(suffix.count)
            break
        }
        let powers: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        var shift = 0
        if let last = number.last, let power = powers[last] {
            shift = power
            number.removeLast()
        }
        guard let value = Double(number), value > 0, value.isFinite, value * Double(1 << shift) < Double(1 << 50) else { return nil }
        bytes = Int(value * Double(1 << shift))
    }
}
