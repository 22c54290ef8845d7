#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Addresses that the whole internet knows, and that lead to one machine: none of this machine, of its link, of private networks, of
/// documentation, and none that hides another one, but that of NAT64. Source: IANA's registries of special-purpose addresses (RFC 6890).
enum PublicAddress {
    /// - Parameter address: A `sockaddr` of its family.
    static func contains(_ address: UnsafeRawBufferPointer) -> Bool {
        guard address.count >= MemoryLayout<sockaddr>.size else { return false }
        switch Int32(address.load(as: sockaddr.self).sa_family) {
        case AF_INET:
            // Port, then four bytes.
            return contains(ipv4: Array(address[4..<8]))
        case AF_INET6:
            // Port and flow, then sixteen bytes.
            guard address.count >= 24 else { return false }
            return contains(ipv6: Array(address[8..<24]))
        default: return false
        }
    }

    static func contains(ipv4 bytes: [UInt8]) -> Bool {
        let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !special.contains { value >> (32 - $0.bits) == $0.network >> (32 - $0.bits) }
    }

    static func contains(ipv6 bytes: [UInt8]) -> Bool {
        // 64:ff9b::/96: what a network without IPv4 calls an address of it.
        if bytes[..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return contains(ipv4: Array(bytes[12...])) }
        // Of the rest only 2000::/3 is given to networks.
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        let (first, second) = (UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
        switch first {
        // 2001::/23 for protocols (Teredo hides an address), 2001:db8::/32 for documentation.
        case 0x2001: return second >= 0x0200 && second != 0x0DB8
        // 6to4 hides an address.
        case 0x2002: return false
        // 3fff::/20 for documentation.
        case 0x3FFF: return second >= 0x1000
        default: return true
        }
    }

    /// Blocks of IPv4 that lead to no single machine of the internet.
    private static let special: [(network: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24),
        (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4),
        (0xF000_0000, 4),
    ]
}
