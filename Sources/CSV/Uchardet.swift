internal import CUchardet

/// The verdict of uchardet on bytes.
enum Uchardet {
    /// The encoding that the bytes seem to be in; nil when it does not know, or knows one that cannot be read.
    static func detect(_ bytes: [UInt8]) -> CSVEncoding? {
        let detector = uchardet_new()
        defer { uchardet_delete(detector) }
        let status = bytes.withUnsafeBytes { uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
        guard status == 0 else { return nil }
        uchardet_data_end(detector)
        let name = String(cString: uchardet_get_charset(detector))
        return name.isEmpty ? nil : CSVEncoding(named: name)
    }
}
