internal import RefineryModel

/// What is known of names of persons: how common they are, whose they are, which are short for which.
struct NameTable: Sendable {
    struct Given: Sendable {
        /// −log2 of the share of people who bear it.
        let bits: Float
        /// 0 to 1; nil where it is not known.
        let maleShare: Float?
    }

    /// The names that a name may be short for, or that may be short for it.
    struct Forms: Sendable {
        /// The first one says under which name its bearers are looked for.
        var groups: [UInt16] = []
        /// With which letters they begin: a bit for each of `a` to `z`.
        var initials: UInt32 = 0
    }

    static let shared = NameTable()

    private let given: [UInt64: Given]
    private let surnames: [UInt64: Float]
    private let forms: [UInt64: Forms]

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
        var forms: [UInt64: Forms] = [:]
        for (number, row) in EmbeddedTables.rows("nicknames").enumerated() {
            let names = [row[0]] + row[1].split(separator: " ")
            let initials = names.reduce(UInt32(0)) { $0 | Self.bit(of: $1.utf8.first) }
            for name in names {
                forms[NameHash.of(name.utf8), default: Forms()].groups.append(UInt16(number))
                forms[NameHash.of(name.utf8), default: Forms()].initials |= initials
            }
        }
        self.given = given
        self.surnames = surnames
        self.forms = forms
    }

    func given(_ hash: UInt64) -> Given? { given[hash] }

    /// −log2 of the share of people who bear the surname; nil for rare ones.
    func surnameBits(_ hash: UInt64) -> Float? { surnames[hash] }

    func forms(_ hash: UInt64) -> Forms { forms[hash] ?? Forms() }

    /// In ``Forms/initials``; 0 for what is no letter from `a` to `z`.
    static func bit(of letter: UInt8?) -> UInt32 {
        guard let letter, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else { return 0 }
        return 1 << UInt32(letter - UInt8(ascii: "a"))
    }

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
