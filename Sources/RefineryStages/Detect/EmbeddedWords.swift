internal import CColumns

/// The files of `data/columns`, embedded into the binary.
enum EmbeddedWords {
    /// The text of `data/columns/<name>.txt`; a name that does not exist is a mistake of the programmer.
    static func text(_ name: String) -> UnsafeRawBufferPointer {
        var count: Int32 = 0
        for file in UnsafeBufferPointer(start: ccolumns_files(&count), count: Int(count)) where String(cString: file.name) == name {
            return UnsafeRawBufferPointer(start: file.text, count: file.length)
        }
        preconditionFailure("there is no data/columns/\(name).txt")
    }

    /// Its lines but remarks (`# …`) and blank ones.
    static func lines(_ name: String) -> [Substring] {
        String(decoding: text(name), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }
}
