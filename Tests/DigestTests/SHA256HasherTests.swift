import Testing

@testable import Digest

@Suite("SHA-256") struct SHA256HasherTests {
    private func hex(_ pieces: [String]) -> String {
        let hasher = SHA256Hasher()
        for piece in pieces { Array(piece.utf8).withUnsafeBytes { hasher.update($0) } }
        return hasher.finish().map { String($0, radix: 16).count == 1 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    @Test("gives the digests of FIPS 180-4, in one piece or several") func vectors() {
        #expect(hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex(["abc"]) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex(["a", "", "bc"]) == hex(["abc"]))
    }

    @Test("starts over after every digest") func again() {
        let hasher = SHA256Hasher()
        let first = hasher.finish()
        #expect(hasher.finish() == first)
    }
}
