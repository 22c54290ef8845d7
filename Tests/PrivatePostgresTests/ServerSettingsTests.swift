import Testing

@testable import PrivatePostgres

@Suite("Server settings") struct ServerSettingsTests {
    @Test("takes a quarter of the memory within bounds", arguments: [(128, 64), (1024, 256), (2048, 512), (65_536, 512)])
    func memory(machineMegabytes: Int, expected: Int) {
        let settings = ServerSettings(memoryBytes: machineMegabytes << 20, lz4: true, version: 15)
        #expect(settings.sharedBuffersMegabytes == expected)
    }

    @Test("never weakens durability") func durable() {
        let text = ServerSettings(memoryBytes: 1 << 30, lz4: false, version: 15).text
        #expect(text.contains("fsync = on") && text.contains("synchronous_commit = on"))
        #expect(!text.contains("lz4"))
    }
}
