/// The texts of a workbook, which cells name by their numbers. Those of a large table lie on disk.
final class SharedStrings: XMLHandler {
    private let bytes = SpilledBytes(memory: 12 << 20)
    /// Where each text ends: eight bytes a text.
    private let ends = SpilledBytes(memory: 4 << 20)
    // One thread alone reads: checks of every access to these would take a tenth of the time.
    @exclusivity(unchecked) private var count = 0
    @exclusivity(unchecked) private var text: [UInt8] = []
    @exclusivity(unchecked) private var isInText = false
    /// How a text is pronounced is none of it.
    @exclusivity(unchecked) private var phoneticDepth = 0

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) {
        if XMLName.is(name, "si") {
            text.removeAll(keepingCapacity: true)
        } else if XMLName.is(name, "t") {
            isInText = phoneticDepth == 0
        } else if XMLName.is(name, "rPh") {
            phoneticDepth += 1
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isInText && text.count < TableLimits.rowBytes { text.append(contentsOf: bytes) }
    }

    override func end(_ name: UnsafePointer<CChar>) throws {
        if XMLName.is(name, "t") {
            isInText = false
        } else if XMLName.is(name, "rPh") {
            phoneticDepth -= 1
        } else if XMLName.is(name, "si") {
            EscapedText.unescape(&text)
            try append(text)
        }
    }

    private func append(_ text: [UInt8]) throws {
        var result: Result<Void, TableError> = .success(())
        text.withUnsafeBytes { text in
            do throws(TableError) { try bytes.append(text) } catch { result = .failure(error) }
        }
        try result.get()
        var end = UInt64(bytes.count)
        withUnsafeBytes(of: &end) { end in
            do throws(TableError) { try ends.append(end) } catch { result = .failure(error) }
        }
        try result.get()
        count += 1
    }

    /// Appends the text of a number; nothing where there is none.
    func append(_ index: Int, to target: inout [UInt8]) throws(TableError) {
        guard index >= 0 && index < count else { return }
        let start = index == 0 ? 0 : try end(of: index - 1)
        try bytes.read(start..<max(start, try end(of: index))) { target.append(contentsOf: $0) }
    }

    private func end(of index: Int) throws(TableError) -> Int {
        var end: UInt64 = 0
        // Never in two pieces: blocks are whole numbers of them.
        try ends.read(index * 8..<index * 8 + 8) { end = $0.load(as: UInt64.self) }
        return Int(end)
    }
}

/// Characters that XML cannot have stand as `_x000D_` in texts of Excel.
enum EscapedText {
    static func unescape(_ text: inout [UInt8]) {
        guard text.contains(UInt8(ascii: "_")), text.count >= 7 else { return }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "_"), index + 6 < text.count, text[index + 1] == UInt8(ascii: "x"),
                text[index + 6] == UInt8(ascii: "_"),
                let code = UInt32(String(decoding: text[index + 2..<index + 6], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            {
                result += Array(String(Character(scalar)).utf8)
                index += 7
            } else {
                result.append(text[index])
                index += 1
            }
        }
        text = result
    }
}
