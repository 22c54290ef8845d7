import RefineryModel

@testable import RefineryStages

/// Runs a normalizer on text and reads its answer as text: `value`, `value [note]`, `empty` or `malformed: code`.
func outcome(_ text: String, _ normalize: (Bytes, TextArena) -> Normalized<Bytes>) -> String {
    outcome(Array(text.utf8), normalize)
}

func outcome(_ input: [UInt8], _ normalize: (Bytes, TextArena) -> Normalized<Bytes>) -> String {
    let arena = TextArena(chunkSize: 64)
    return input.withUnsafeBufferPointer { bytes in
        switch normalize(bytes, arena) {
        case .value(let value, let note):
            String(decoding: value, as: UTF8.self) + (note.map { " [\($0.rawValue)]" } ?? "")
        case .empty: "empty"
        case .malformed(let code): "malformed: \(code.rawValue)"
        }
    }
}

/// The same for ranges: `5…9 «5 to 9»`, `12…12`, `10000… «10,000+»`.
func outcome(_ text: String, _ normalize: (Bytes, TextArena) -> Normalized<NumberRange>) -> String {
    outcome(text) { bytes, arena -> Normalized<Bytes> in
        switch normalize(bytes, arena) {
        case .value(let range, let note):
            let source = range.text.map { " «\(String(decoding: $0, as: UTF8.self))»" } ?? ""
            return .value(arena.copy("\(range.low)…\(range.high.map(String.init) ?? "")\(source)"), note: note)
        case .empty: return .empty
        case .malformed(let code): return .malformed(code)
        }
    }
}

/// The normalized bytes of the same text, or `nil`.
func normalizedBytes(_ input: [UInt8], _ normalize: (Bytes, TextArena) -> Normalized<Bytes>) -> [UInt8]? {
    let arena = TextArena(chunkSize: 64)
    return input.withUnsafeBufferPointer { normalize($0, arena).value.map { Array($0) } }
}
