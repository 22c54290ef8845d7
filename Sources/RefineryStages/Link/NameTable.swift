internal import RefineryModel

/// What is known of names of persons: how common they are, whose they are, which are short for which.
struct NameTable: Sendable {
    struct Given: Sendable {
        /// −log2 of the share of people who bear it.
        let bits: Float
        /// 0 to 1; nil where it is not known.
        let maleShare: Float?
    }

    static let shared = NameTable()

    private let given: [UInt64: Given]
    private let surnames: [UInt64: Float]
    /// The groups of names that a name may be short for.
    private let groups: [UInt64: [UInt16]]

    private init() {
        var given: [UInt64: Given] = [:]
        let rows = EmbeddedTables.rows("given-names")
        let births = rows.reduce(0) { $0 + (Float($1[1]) ?? 0) }
        for row in rows {
            let share = (Float(row[1]) ?? 1) / births
            given[NameHash.of(EmbeddedTables.folded(row[0]))] = Given(bits: -Self.log2(share), maleShare: Float(row[2]))
        }
        var surnames: [UInt64: Float] = [:]
        for row in EmbeddedTables.rows("surnames") {
            surnames[NameHash.of(EmbeddedTables.folded(row[0]))] = -Self.log2((Float(row[1]) ?? 1) / 294_979_232)
        }
        var groups: [UInt64: [UInt16]] = [:]
        for (number, row) in EmbeddedTables.rows("nicknames").enumerated() {
            for name in [row[0]] + row[1].split(separator: " ") {
                groups[NameHash.of(Array(name.utf8)), default: []].append(UInt16(number))
            }
        }
        self.given = given
        self.surnames = surnames
        self.groups = groups
    }

    func given(_ hash: UInt64) -> Given? { given[hash] }

    /// −log2 of the share of people who bear the surname; nil for rare ones.
    func surnameBits(_ hash: UInt64) -> Float? { surnames[hash] }

    /// The first group of a name says under which name its bearers are looked for.
    func groups(_ hash: UInt64) -> [UInt16] { groups[hash] ?? [] }

    /// To a hundredth: no C library is needed, and every machine has the same.
    static func log2(_ value: Float) -> Float {
        var rest = value
        var result: Float = Float(rest.exponent)
        rest = rest.significand
        for step in 1...10 {
            rest *= rest
            if rest >= 2 {
                rest /= 2
                result += 1 / Float(1 << step)
            }
        }
        return result
    }
}
