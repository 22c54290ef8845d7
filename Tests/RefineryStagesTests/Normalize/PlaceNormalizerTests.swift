import RefineryModel
import Testing

@testable import RefineryStages

@Suite("State") struct StateNormalizerTests {
    @Test(
        "is known by code, name and old abbreviation",
        arguments: [
            ("CA", "CA"), ("ca", "CA"), (" Ca ", "CA"), ("California", "CA"), ("CALIFORNIA", "CA"), ("Calif.", "CA"), ("Cal", "CA"),
            ("N.Y.", "NY"), ("N. Y.", "NY"), ("New York", "NY"), ("new  york", "NY"), ("Penna", "PA"), ("Penna.", "PA"), ("Mass.", "MA"),
            ("W. Va.", "WV"), ("N. Car.", "NC"), ("Wash.", "WA"), ("Tenn", "TN"), ("D.C.", "DC"), ("District of Columbia", "DC"),
            ("Washington, D.C.", "DC"), ("Washington", "WA"), ("Puerto Rico", "PR"), ("Guam", "GU"), ("U.S. Virgin Islands", "VI"),
            ("AE", "AE"), ("Armed Forces Pacific", "AP"), ("AA", "AA"), ("Ontario", "ON"), ("BC", "BC"), ("Québec", "QC"), ("QUÉBEC", "QC"),
            ("Quebec", "QC"),
            ("US-TX", "TX"), ("CA-ON", "ON"), ("NY, USA", "NY"), ("Texas USA", "TX"),
            ("", "empty"), ("N/A", "empty"), ("NA", "empty"), ("Unknown", "empty"), ("-", "empty"),
            ("XX", "malformed: state_unknown"), ("Bavaria", "malformed: state_unknown"), ("C", "malformed: state_unknown"),
            ("60601", "malformed: state_unknown"), ("CA NV", "malformed: state_unknown"),
            ("The Commonwealth of Massachusetts and more words", "malformed: state_unknown"),
        ])
    func reads(input: String, expected: String) {
        #expect(state(input) == expected)
    }

    @Test("every code and every name of the table leads to its code") func wholeTable() {
        for entry in StateTable.entries {
            #expect(state("\(entry.code)") == "\(entry.code)")
            for name in entry.names { #expect(state(name) == "\(entry.code)") }
        }
    }

    private func state(_ input: String) -> String {
        outcome(input) { bytes, _ in
            switch StateNormalizer.normalize(bytes) {
            case .value(let state, let note): .value(state.bytes, note: note)
            case .empty: .empty
            case .malformed(let code): .malformed(code)
            }
        }
    }
}

@Suite("ZIP") struct ZIPNormalizerTests {
    @Test(
        "is five digits, ZIP+4 or a Canadian code; lost zeros come back where the state agrees",
        arguments: [
            ("60601", "IL", "60601"), ("60601-1234", "IL", "60601-1234"), ("606011234", "IL", "60601-1234"),
            ("60601 1234", "IL", "60601-1234"),
            ("60601-0000", "IL", "60601"), ("60601-", "IL", "60601"), ("60601.0", "IL", "60601"), ("'06877", "CT", "06877"),
            ("60601-52", "IL", "60601-0052"), (" 60601 ", "", "60601"),
            ("2110", "MA", "02110"), ("2110.0", "MA", "02110"), ("6877", "CT", "06877"), ("7030", "NJ", "07030"), ("2110", "", "02110"),
            ("21101234", "MA", "02110-1234"), ("2110-1234", "MA", "02110-1234"), ("501", "NY", "00501"), ("9261234", "PR", "00926-1234"),
            ("926", "PR", "00926"), ("801", "VI", "00801"),
            ("2110", "IL", "malformed: zip_malformed"), ("601", "IL", "malformed: zip_malformed"), ("123", "", "malformed: zip_malformed"),
            ("2110", "ON", "malformed: zip_malformed"),
            ("60601", "CA", "60601 [zip_not_in_state]"), ("60601", "", "60601"), ("96799", "AS", "96799"), ("09012", "AE", "09012"),
            ("42223", "TN", "42223"), ("20001", "DC", "20001"), ("34001", "AA", "34001"), ("96910", "GU", "96910"),
            ("K1A 0B6", "ON", "K1A 0B6"), ("k1a0b6", "ON", "K1A 0B6"), ("K1A-0B6", "", "K1A 0B6"),
            ("W1A 0B6", "", "malformed: zip_malformed"), ("SW1A 1AA", "", "malformed: zip_malformed"),
            ("D1A 0B6", "", "malformed: zip_malformed"),
            ("", "IL", "empty"), ("00000", "IL", "empty"), ("0", "IL", "empty"), ("00000-0000", "", "empty"), ("N/A", "IL", "empty"),
            ("000000000", "", "empty"),
            ("00123", "", "malformed: zip_malformed"), ("12", "NY", "malformed: zip_malformed"),
            ("123456", "NY", "malformed: zip_malformed"),
            ("6060A", "IL", "malformed: zip_malformed"), ("2.11E3", "MA", "malformed: zip_malformed"),
            ("60601-12345", "IL", "malformed: zip_malformed"),
            ("60601/60602", "IL", "malformed: zip_malformed"),
        ])
    func reads(input: String, state: String, expected: String) {
        #expect(zip(input, plus4: nil, state: state) == expected)
    }

    @Test(
        "takes the +4 from a column of its own",
        arguments: [
            ("94510", "1194", "94510-1194"), ("94510", "52", "94510-0052"), ("94510", "0052", "94510-0052"), ("94510", "", "94510"),
            ("94510", "0000", "94510"), ("94510", "N/A", "94510"), ("94510-1111", "2222", "94510-1111"), ("94510", "12345", "94510"),
            ("", "1194", "empty"), ("K1A 0B6", "", "K1A 0B6"),
        ])
    func joins(zip: String, plus4: String, expected: String) {
        #expect(self.zip(zip, plus4: plus4, state: "") == expected)
    }

    @Test(
        "knows the state of well-known codes",
        arguments: [
            ("10001", "NY"), ("00501", "NY"), ("02134", "MA"), ("02903", "RI"), ("03801", "NH"), ("04101", "ME"), ("05401", "VT"),
            ("06510", "CT"),
            ("07030", "NJ"), ("19103", "PA"), ("19801", "DE"), ("20500", "DC"), ("21201", "MD"), ("23220", "VA"), ("25301", "WV"),
            ("27601", "NC"),
            ("29401", "SC"), ("30303", "GA"), ("33101", "FL"), ("35203", "AL"), ("37201", "TN"), ("38103", "TN"), ("39201", "MS"),
            ("40202", "KY"),
            ("43215", "OH"), ("46204", "IN"), ("48201", "MI"), ("50309", "IA"), ("53202", "WI"), ("55401", "MN"), ("57104", "SD"),
            ("58102", "ND"),
            ("59101", "MT"), ("60601", "IL"), ("63101", "MO"), ("66101", "KS"), ("68102", "NE"), ("70112", "LA"), ("72201", "AR"),
            ("73102", "OK"),
            ("75201", "TX"), ("79901", "TX"), ("88510", "TX"), ("80202", "CO"), ("82001", "WY"), ("83702", "ID"), ("84101", "UT"),
            ("85001", "AZ"),
            ("87501", "NM"), ("89101", "NV"), ("90001", "CA"), ("94510", "CA"), ("96813", "HI"), ("97201", "OR"), ("98101", "WA"),
            ("99501", "AK"),
            ("00901", "PR"), ("00802", "VI"), ("96950", "MP"), ("73301", "TX"), ("20170", "VA"), ("56901", "DC"),
        ])
    func wellKnown(code: String, state: String) {
        #expect(zip(code, plus4: nil, state: state) == code)
    }

    private func zip(_ input: String, plus4: String?, state: String) -> String {
        let state = Array(state.utf8).withUnsafeBufferPointer { StateCode(code: $0) }
        let extra = plus4.map { Array($0.utf8) }
        return outcome(input) { bytes, arena in
            guard let extra else { return ZIPNormalizer.normalize(bytes, state: state, arena: arena) }
            return extra.withUnsafeBufferPointer { ZIPNormalizer.normalize(bytes, plus4: $0, state: state, arena: arena) }
        }
    }
}
