import RefineryStages
import Testing

@Suite("Registry files") struct RegistryReaderTests {
    private func read(_ text: String, isChange: Bool = false, piece: Int = 7) -> (numbers: [RegistryNumber], rejects: [RejectedLine]) {
        var reader = RegistryReader(isChange: isChange)
        var numbers: [RegistryNumber] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            reader.read(Array(bytes[start..<min(bytes.count, start + piece)])) { numbers.append($0) }
        }
        reader.finish { numbers.append($0) }
        return (numbers, reader.rejects)
    }

    @Test("numbers with a comma, with ten digits and with a header are read, wherever pieces end", arguments: [1, 3, 7, 4096])
    func flat(piece: Int) {
        let (numbers, rejects) = read("area,number\r\n212,5550101\r\n2125550102\n(213) 555-0103", piece: piece)
        #expect(numbers.map(\.prefix) == [212_555, 212_555, 213_555] && numbers.map(\.line) == [101, 102, 103])
        #expect(rejects.isEmpty)
    }

    @Test("UTF-16 is read as well, wherever pieces end", arguments: [true, false], [1, 2, 3, 4096]) func wide(isBigEndian: Bool, piece: Int)
    {
        for (text, hasMark) in [
            ("212,5550101\r\n2125550102\nno number", true),
            ("<list val='212'><ph val='5550101'/><ph val='5550102'/><ph val='x'/></list>", false),
        ] {
            var reader = RegistryReader(isChange: false)
            var numbers: [RegistryNumber] = []
            let bytes = ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { (unit: UInt16) -> [UInt8] in
                let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8))
                return isBigEndian ? [high, low] : [low, high]
            }
            for start in stride(from: 0, to: bytes.count, by: piece) {
                reader.read(Array(bytes[start..<min(bytes.count, start + piece)])) { numbers.append($0) }
            }
            reader.finish { numbers.append($0) }
            #expect(numbers.map(\.line) == [101, 102] && reader.rejects.count == 1, "\(text)")
        }
    }

    @Test("lines that are no numbers are named with their line, and the rest is read") func badLines() {
        let (numbers, rejects) = read("212,5550101\n12345\n112,5550102\nhello world 1\n\n212,5550104\n")
        #expect(numbers.map(\.line) == [101, 104])
        #expect(rejects.map(\.line) == [2, 3, 4] && rejects[0].text == "12345")
    }

    @Test("XML gives its numbers, with zeros put back") func xml() {
        let text =
            "<?xml version='1.0'?>\n<list type='full' val='212'>\n<ac val='212'><ph val='5550101'/><ph val='2000007'/></ac>\n<ac val='646'>\n<ph val='5550102'/></ac></list>"
        let (numbers, rejects) = read(text)
        #expect(numbers.map(\.prefix) == [212_555, 212_200, 646_555] && numbers.map(\.line) == [101, 7, 102])
        #expect(rejects.isEmpty)
    }

    @Test("a change list adds and deletes, and refuses what says neither") func changes() {
        let (numbers, rejects) = read("212,5550101,A\n2125550102,D\n212,5550103,X\n", isChange: true)
        #expect(numbers.map(\.isRemoved) == [false, true] && rejects.map(\.line) == [3])
    }
}
