import Testing

@testable import HTTPClient

@Suite("Public addresses") struct PublicAddressTests {
    @Test(
        "are none of this machine, its link, private networks, documentation and many at once",
        arguments: [
            [0, 0, 0, 0], [10, 0, 0, 1], [100, 64, 0, 1], [100, 127, 255, 255], [127, 0, 0, 1], [127, 255, 255, 255], [169, 254, 169, 254],
            [172, 16, 0, 1], [172, 31, 255, 255], [192, 0, 0, 8], [192, 0, 2, 1], [192, 168, 1, 1], [198, 18, 0, 1], [198, 51, 100, 1],
            [203, 0, 113, 1], [224, 0, 0, 1], [240, 0, 0, 1], [255, 255, 255, 255],
        ] as [[UInt8]])
    func privates(bytes: [UInt8]) {
        #expect(!PublicAddress.contains(ipv4: bytes))
        // Hidden in one of IPv6: mapped, compatible, 6to4, NAT64.
        #expect(!PublicAddress.contains(ipv6: Array(repeating: 0, count: 10) + [0xFF, 0xFF] + bytes))
        #expect(!PublicAddress.contains(ipv6: Array(repeating: 0, count: 12) + bytes))
        #expect(!PublicAddress.contains(ipv6: [0x20, 0x02] + bytes + Array(repeating: 0, count: 10)))
        #expect(!PublicAddress.contains(ipv6: [0, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8) + bytes))
    }

    @Test(
        "are all others",
        arguments: [[1, 1, 1, 1], [9, 255, 255, 255], [100, 63, 255, 255], [172, 15, 0, 1], [192, 167, 0, 1], [223, 0, 0, 1]] as [[UInt8]])
    func publics(bytes: [UInt8]) {
        #expect(PublicAddress.contains(ipv4: bytes))
        #expect(PublicAddress.contains(ipv6: [0, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8) + bytes))
    }

    @Test("of IPv6 are those that are given to networks") func six() {
        func address(_ first: UInt8, _ second: UInt8, _ third: UInt8 = 0, _ fourth: UInt8 = 0) -> [UInt8] {
            [first, second, third, fourth] + Array(repeating: 0, count: 11) + [1]
        }
        #expect(PublicAddress.contains(ipv6: address(0x2A, 0x00, 0x14, 0x50)))
        #expect(PublicAddress.contains(ipv6: address(0x20, 0x01, 0x48, 0x60)))
        for (first, second, third, fourth) in [
            (0, 0, 0, 0), (0xFC, 0, 0, 0), (0xFD, 1, 0, 0), (0xFE, 0x80, 0, 0), (0xFE, 0xC0, 0, 0), (0xFF, 2, 0, 0), (0x20, 1, 0, 0),
            (0x20, 1, 0x0D, 0xB8), (0x3F, 0xFF, 0, 0), (1, 0, 0, 0),
        ] as [(UInt8, UInt8, UInt8, UInt8)] {
            #expect(!PublicAddress.contains(ipv6: address(first, second, third, fourth)))
        }
    }
}
