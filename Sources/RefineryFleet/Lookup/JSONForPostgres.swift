/// JSON that `jsonb` takes: valid JSON may escape what no text of Postgres can hold.
///
/// `\\u0000` and escaped surrogates become U+FFFD. Surrogates that are a pair go too: what an answer says in emoji is no loss.
/// Source: PostgreSQL documentation, "JSON Types".
enum JSONForPostgres {
    static func text(_ json: [UInt8]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count)
        var position = 0
        while position < json.count {
            let byte = json[position]
            guard byte == UInt8(ascii: "\\"), position + 1 < json.count else {
                bytes.append(byte)
                position += 1
                continue
            }
            // An escape is taken as a whole: the second backslash of two begins none.
            let length = json[position + 1] == UInt8(ascii: "u") ? min(6, json.count - position) : 2
            let escape = json[position..<position + length]
            bytes.append(contentsOf: isRefused(escape) ? Array("\\ufffd".utf8) : Array(escape))
            position += length
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isRefused(_ escape: ArraySlice<UInt8>) -> Bool {
        guard escape.count == 6, let code = UInt16(String(decoding: escape.dropFirst(2), as: UTF8.self), radix: 16) else { return false }
        return code == 0 || (0xD800...0xDFFF).contains(code)
    }
}
