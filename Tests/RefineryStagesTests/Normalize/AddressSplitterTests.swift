import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Whole address") struct AddressSplitterTests {
    /// Street, city, state, postcode and country, parted by `|`.
    private func split(_ text: String, country: String = "US") throws -> String {
        let arena = TextArena()
        let country = try #require(CountryCode(country))
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
            let parts = AddressSplitter().split(bytes, country: country, arena: arena)
            return [parts.street, parts.city, parts.state, parts.postcode].map { String(decoding: $0, as: UTF8.self) }.joined(
                separator: "|")
                + "|" + (parts.country?.code ?? "")
        }
    }

    @Test(
        "of the USA and Canada is taken apart from its end",
        arguments: [
            ("5 Harbor Dr, Duluth, MN 55802", "5 Harbor Dr|Duluth|MN|55802|"),
            ("5 Harbor Dr, Duluth, MN, 55802", "5 Harbor Dr|Duluth|MN|55802|"),
            ("5 Harbor Dr, Suite 4, Duluth, Minnesota 55802-1234, USA", "5 Harbor Dr, Suite 4|Duluth|Minnesota|55802-1234|US"),
            ("5 Harbor Dr\nDuluth MN 55802", "5 Harbor Dr|Duluth|MN|55802|"), ("5 Harbor Dr, Duluth, MN", "5 Harbor Dr|Duluth|MN||"),
            ("12 Elm St, Charleston, West Virginia 25301", "12 Elm St|Charleston|West Virginia|25301|"),
            ("350 5th Ave, New York, NY 10118, United States", "350 5th Ave|New York|NY|10118|US"),
            ("123 Main St Springfield IL 62704", "123 Main St|Springfield|IL|62704|"),
            ("123 N Main St. Suite 4 Salt Lake City, UT 84101", "123 N Main St. Suite 4|Salt Lake City|UT|84101|"),
            ("PO Box 12, Ames, IA 50010", "PO Box 12|Ames|IA|50010|"), ("Duluth, MN 55802", "|Duluth|MN|55802|"),
            ("12 Elm St, Austin 78701", "12 Elm St|Austin||78701|"), ("5 Harbor Dr, Suite 4, MN 55802", "5 Harbor Dr, Suite 4||MN|55802|"),
            ("100 King St W, Toronto, ON M5V 2T6, Canada", "100 King St W|Toronto|ON|M5V 2T6|CA"),
            ("100 King St W, Toronto, Ontario M5V2T6", "100 King St W|Toronto|Ontario|M5V2T6|"),
            ("12 Peach St, Atlanta, Georgia", "12 Peach St|Atlanta|Georgia||"),
            ("12 Elm St, Austin, TX 78701 USA", "12 Elm St|Austin|TX|78701|US"),
            ("1 Rue A, Québec QC G1A 1A1", "1 Rue A|Québec|QC|G1A 1A1|"),
        ])
    func american(text: String, expected: String) throws {
        #expect(try split(text) == expected)
    }

    @Test(
        "that says neither state nor code stays the street",
        arguments: ["12 Elm St", "12 Elm St, Rear", "Main Street, near the church", "60601 Oak Lane Extension"])
    func street(text: String) throws {
        #expect(try split(text) == "\(text)||||")
    }

    @Test("of other countries stays whole, and gives the postcode where it is plain")
    func foreign() throws {
        #expect(try split("Marienplatz 1, 80331 München", country: "DE") == "Marienplatz 1, 80331 München|||80331|")
        #expect(try split("Marienplatz 1, 80331 München, Germany") == "Marienplatz 1, 80331 München, Germany|||80331|DE")
        #expect(try split("10 Downing St, London SW1A 2AA", country: "GB") == "10 Downing St, London SW1A 2AA|||SW1A 2AA|")
        #expect(try split("Damrak 1, 1012 LG Amsterdam", country: "NL") == "Damrak 1, 1012 LG Amsterdam|||1012 LG|")
        #expect(try split("1600 Rue A, Paris", country: "FR") == "1600 Rue A, Paris||||")
        #expect(try split("12 Elm St, Austin, TX 78701, USA", country: "DE") == "12 Elm St|Austin|TX|78701|US")
    }

    @Test("is nothing where a word for nothing stands", arguments: ["", "N/A", "-", ",,", "NULL"]) func empty(text: String) throws {
        #expect(try split(text) == "||||")
    }
}
