/// Which state each three-digit ZIP prefix lies in.
///
/// Source: USPS Domestic Mail Manual, labeling list L002 and Publication 65, as ranges of prefixes. Where offices of one prefix lie in
/// two states, both are listed. Prefixes not listed are not in use.
enum ZIPPrefixTable {
    static let ranges: [(prefixes: ClosedRange<Int>, states: String)] = [
        (5...5, "NY"), (6...7, "PR"), (8...8, "VI"), (9...9, "PR"),
        (10...27, "MA"), (28...29, "RI"), (30...38, "NH"), (39...49, "ME"), (50...54, "VT"), (55...55, "MA"), (56...59, "VT"),
        (60...62, "CT"), (63...63, "CT NY"), (64...69, "CT"), (70...89, "NJ"), (90...98, "AE"),
        (100...149, "NY"), (150...196, "PA"), (197...199, "DE"),
        (200...200, "DC"), (201...201, "VA"), (202...205, "DC"), (206...212, "MD"), (214...219, "MD"), (220...246, "VA"), (247...268, "WV"),
        (270...289, "NC"), (290...299, "SC"),
        (300...319, "GA"), (320...339, "FL"), (340...340, "AA"), (341...342, "FL"), (344...344, "FL"), (346...347, "FL"), (349...349, "FL"),
        (350...352, "AL"), (354...369, "AL"), (370...385, "TN"), (386...397, "MS"), (398...399, "GA"),
        (400...418, "KY"), (420...427, "KY"), (430...459, "OH"), (460...479, "IN"), (480...499, "MI"),
        (500...516, "IA"), (520...528, "IA"), (530...532, "WI"), (534...535, "WI"), (537...549, "WI"), (550...551, "MN"), (553...567, "MN"),
        (569...569, "DC"), (570...577, "SD"), (580...588, "ND"), (590...599, "MT"),
        (600...620, "IL"), (622...629, "IL"), (630...631, "MO"), (633...641, "MO"), (644...658, "MO"), (660...662, "KS"), (664...679, "KS"),
        (680...681, "NE"), (683...693, "NE"),
        (700...701, "LA"), (703...708, "LA"), (710...714, "LA"), (716...729, "AR"), (730...731, "OK"), (733...733, "TX"), (734...741, "OK"),
        (743...749, "OK"), (750...770, "TX"), (772...799, "TX"),
        (800...816, "CO"), (820...831, "WY"), (832...838, "ID"), (840...847, "UT"), (850...853, "AZ"), (855...857, "AZ"), (859...860, "AZ"),
        (863...865, "AZ"), (870...875, "NM"), (877...884, "NM"), (885...885, "TX"), (889...891, "NV"), (893...895, "NV"), (897...898, "NV"),
        (900...908, "CA"), (910...928, "CA"), (930...961, "CA"), (962...966, "AP"), (967...967, "HI AS"), (968...968, "HI"),
        (969...969, "GU MP FM MH PW"), (970...979, "OR"), (980...986, "WA"), (988...994, "WA"), (995...999, "AK"),
    ]

    /// Pairs of state and prefix that cross a border: offices served from the neighbour.
    static let borders: [(prefix: Int, state: String)] = [
        (421, "TN"), (422, "TN"), (386, "TN"), (376, "VA"), (242, "TN"), (835, "WA"), (976, "CA"), (961, "NV"), (865, "NM"), (845, "AZ"),
        (686, "KS"),
        (512, "SD"), (516, "MN"), (561, "IA"), (576, "ND"), (582, "MN"), (593, "ND"), (577, "ND"), (588, "MT"), (636, "IA"),
        (525, "MO"),
        (726, "MO"), (729, "OK"), (749, "AR"), (739, "KS"), (739, "TX"), (881, "TX"), (890, "CA"), (834, "WY"), (831, "ID"), (820, "CO"),
        (691, "CO"), (797, "NM"),
        (885, "NM"), (398, "FL"), (208, "DC"), (203, "MD"), (201, "DC"), (255, "KY"), (719, "TX"), (755, "AR"),
    ]

    /// Whether the prefix is in use at all.
    static func isUsed(_ prefix: Int) -> Bool { states[prefix] != 0 }

    /// Whether ZIP codes with this prefix occur in `state`. Canadian provinces have none.
    static func covers(_ prefix: Int, _ state: StateCode) -> Bool {
        states[prefix] & (1 << UInt128(state.index)) != 0
    }

    /// For each prefix a set of states, one bit each.
    private static let states: [UInt128] = {
        var table = [UInt128](repeating: 0, count: 1000)
        func add(_ code: some StringProtocol, to prefix: Int) {
            var code = String(code)
            guard let state = code.withUTF8({ StateCode(code: $0) }) else { preconditionFailure("\(code) is no state") }
            table[prefix] |= 1 << UInt128(state.index)
        }
        for range in ranges {
            for prefix in range.prefixes { for code in range.states.split(separator: " ") { add(code, to: prefix) } }
        }
        for border in borders { add(border.state, to: border.prefix) }
        return table
    }()
}
