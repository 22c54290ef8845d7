/// Something that breaks a rule of the repository: where, and what to do.
struct Finding: Equatable, CustomStringConvertible {
    let place: String
    let what: String

    init(_ place: String, _ what: String) {
        self.place = place
        self.what = what
    }

    var description: String { "\(place): \(what)" }
}
