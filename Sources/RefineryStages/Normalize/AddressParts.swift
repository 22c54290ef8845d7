/// What a whole address in one cell says, each part as the cell has it. A part that is not plain is empty.
struct AddressParts {
    var street = Bytes(start: nil, count: 0)
    var city = Bytes(start: nil, count: 0)
    var state = Bytes(start: nil, count: 0)
    var postcode = Bytes(start: nil, count: 0)
    /// The country at its end; nil when none is named.
    var country: CountryCode?
}
