internal import CPersonas

/// The files of `data/personas`, embedded into the binary.
enum EmbeddedTables {
    /// The cells of `data/personas/<name>.csv` below its header; none of them holds a comma. A name that does not exist is a mistake of
    /// the programmer.
    static func rows(_ name: String) -> [[Substring]] {
        var count: Int32 = 0
        for file in UnsafeBufferPointer(start: cpersonas_files(&count), count: Int(count)) where String(cString: file.name) == name {
            let text = String(decoding: UnsafeRawBufferPointer(start: file.text, count: file.length), as: UTF8.self)
            return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        }
        preconditionFailure("there is no data/personas/\(name).csv")
    }

    /// The folded form of a text, as names and titles are compared.
    static func folded(_ text: some StringProtocol) -> [UInt8] {
        var text = String(text)
        var out: [UInt8] = []
        text.withUTF8 { WordFolding.fold($0, into: &out) }
        return out
    }
}
