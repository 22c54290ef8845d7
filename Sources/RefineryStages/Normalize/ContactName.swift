/// The name of a contact, from one column or from two.
package enum ContactName {
    /// The normalized full name, else first and last name joined by a space; `nil` when there is none.
    ///
    /// - Parameters: the normalized cells, `nil` for a column that is missing or empty.
    package static func make(full: Bytes?, first: Bytes?, last: Bytes?, arena: TextArena) -> Bytes? {
        if let full, !full.isEmpty { return full }
        let first = first.flatMap { $0.isEmpty ? nil : $0 }
        let last = last.flatMap { $0.isEmpty ? nil : $0 }
        guard let first, let last else { return first ?? last }
        return arena.write(first.count + 1 + last.count) { out in
            for index in 0..<first.count { out[index] = first[index] }
            out[first.count] = 0x20
            for index in 0..<last.count { out[first.count + 1 + index] = last[index] }
            return first.count + 1 + last.count
        }
    }
}
