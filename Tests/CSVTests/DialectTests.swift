import Testing

@testable import CSV

@Suite("Dialects") struct DialectTests {
    private func read(_ text: String) throws -> WholeFile {
        let bytes = Array(text.utf8)
        let file = try WholeFile(bytes)
        // Whatever the groups and chunks: the same rows.
        for (records, chunk) in [(1, 1), (2, 7), (1000, 64)] {
            let other = try WholeFile(bytes, recordsPerGroup: records, chunkSize: chunk)
            #expect(other.rows == file.rows && other.unreadable == file.unreadable)
        }
        return file
    }

    @Test("blanks before quotes are no part of a cell, where a file has them")
    func blanks() throws {
        let file = try read(
            "\"Company\", \"Address\",  \"Phone\"\n\"Acme \"\"A\"\"\", \"12 Pier St, Suite 4\" ,  \"1\n2\"\nPlain, 5 Rd, \"3\"\n")
        #expect(file.rows == [["Company", "Address", "Phone"], ["Acme \"A\"", "12 Pier St, Suite 4", "1\n2"], ["Plain", " 5 Rd", "3"]])
        #expect(file.faults.allSatisfy { $0 == [] })
        // Once in a file they are data.
        #expect(try read("a,b\nJoe, \"The Fox\" Smith\nc,d\ne,f\ng,h\n").rows[1] == ["Joe", " \"The Fox\" Smith"])
    }

    @Test("a line feed without quotes is part of its cell, where rows end in CRLF and are whole with it")
    func lineFeeds() throws {
        let cells =
            "Company,Address,Phone\r\nAcme,1 Elm St\nFloor 2,1\r\n\r\nBolt,2 Elm St,2\r\nCoil,\"3\nElm\",3\r\nDent\nInc,4 Elm St,4\n\r\nEros,5,5"
        #expect(
            try read(cells).rows == [
                ["Company", "Address", "Phone"], ["Acme", "1 Elm St\nFloor 2", "1"], ["Bolt", "2 Elm St", "2"], ["Coil", "3\nElm", "3"],
                ["Dent\nInc", "4 Elm St", "4\n"], ["Eros", "5", "5"],
            ])
        // Two files put together, and a preamble, end lines in either way.
        let mixed = "a,b,c\r\n1,2,3\r\n4,5,6\n7,8,9\n1,2,3\r\n"
        #expect(try read(mixed).rows.map(\.count) == [3, 3, 3, 3, 3])
        #expect(try read("a,b,c\r\n1,2,3\n4,5,6\n").rows.map(\.count) == [3, 3, 3])
        #expect(try read("Made on Monday\na,b,c\r\n1,2,3\r\n4,5,6\r\n").rows.map(\.count) == [1, 3, 3, 3])
        #expect(try read("a,b,c\r\n1,2,3\r\n4,5\n6,7,8\r\n").rows.map(\.count) == [3, 3, 2, 3])
    }

    @Test("single quotes quote, where a file uses them so")
    func singleQuotes() throws {
        let file = try read("'Company','Address','City'\n'Joe''s Pizza','12 Main St, Suite 4','Boston'\n'Acme','5 \"Rd\"','Rome'\n")
        #expect(
            file.rows == [
                ["Company", "Address", "City"], ["Joe's Pizza", "12 Main St, Suite 4", "Boston"], ["Acme", "5 \"Rd\"", "Rome"],
            ])
        #expect(try read("Company;City\n'Acme; Inc';'Bonn'\n'Beta';'Ulm'\n'Gamma';'Kiel'\n").rows[1] == ["Acme; Inc", "Bonn"])
        #expect(try read("'a', 'b'\n'c, d', 'e'\n").rows == [["a", "b"], ["c, d", "e"]])
        #expect(try read("1,'Joe\\'s, Inc','Boston'\n2,'Beta','Rome'\n").rows[0] == ["1", "Joe's, Inc", "Boston"])
        // So they are where only some cells need them.
        let few = try read("Company,City\nAcme,Rome\n'Beta, Ltd',Bonn\nGamma,Ulm\nDelta,'Kiel, North'\n")
        #expect(few.rows[2] == ["Beta, Ltd", "Bonn"])
        // An apostrophe before a number, or that begins a name, quotes nothing.
        let guarded = "Company,Phone,Zip\n't Hof,'+13125550101,'02110\nAcme,'+13125550102,'02111\n"
        #expect(try read(guarded).rows[1] == ["'t Hof", "'+13125550101", "'02110"])
    }

    @Test("an equals sign before quotes keeps a delimiter inside them")
    func equals() throws {
        let file = try read("Company,Zip\n=\"Slate, Stone & Co\",=\"02110\"\n=\"Acme\",=\"02111\"\n=SUM(A1),\"=\"\"x\"\"\"\n")
        #expect(
            file.rows == [
                ["Company", "Zip"], ["=\"Slate, Stone & Co\"", "=\"02110\""], ["=\"Acme\"", "=\"02111\""], ["=SUM(A1)", "=\"x\""],
            ])
    }

    @Test("lines that are one quoted cell each are taken for the rows they hold")
    func wrapped() throws {
        let file = try read(
            "\"Company,Address,City\"\r\n\"Tidewater,\"\"4 Dock Ln, Unit 2\"\",Norfolk\"\r\n\"Ironwood,77 Oak Ave,Roanoke\"\r\n\r\n\"Total\"\r\n"
        )
        #expect(
            file.rows == [
                ["Company", "Address", "City"], ["Tidewater", "4 Dock Ln, Unit 2", "Norfolk"], ["Ironwood", "77 Oak Ave", "Roanoke"],
                ["Total"],
            ]
        )
        // A spreadsheet that takes commas for delimiters quotes only those lines that have one.
        let semicolons = try read(
            "Company;City;Size\nAcme;Bonn;1\n\"Beta;Ulm, Old Town;2\"\n\"Gamma, Inc;Kiel;3\"\nDelta;Trier;4\n\"Eta, Ltd;Mainz;5\"\n")
        #expect(semicolons.rows[2...3] == [["Beta", "Ulm, Old Town", "2"], ["Gamma, Inc", "Kiel", "3"]])
        // One such line is enough where it holds as many cells as the others have.
        let one = try read("Company;City;Size\nAcme;Bonn;1\nBeta;Ulm;2\nGamma;Kiel;3\nDelta;Trier;4\n\"Eta, Ltd;Mainz;5\"\n")
        #expect(one.rows.last == ["Eta, Ltd", "Mainz", "5"])
        // Empty cells may stand behind it, as a spreadsheet fills up its lines.
        let filled = try read("\"Company,City\",,\n\"\"\"Acme, Inc\"\",Rome\",,\n\"Beta,Ulm\",,\n")
        #expect(filled.rows == [["Company", "City"], ["Acme, Inc", "Rome"], ["Beta", "Ulm"]])
        // A cell over lines stays one row; a line that holds no whole row stays as it is.
        #expect(try read("\"a,b\"\n\"1,\"\"x\ny\"\"\"\n\"2,z\"\n").rows == [["a", "b"], ["1", "x\ny"], ["2", "z"]])
        #expect(try read("\"a,b\"\n\"1,2\"\n\"3,\"\"4\"\n\"5,6\"\n").rows[2] == ["3,\"4"])
        // A quoted line in an ordinary file is a cell.
        #expect(try read("\"Report, of 2024\"\na,b,c\n1,2,3\n4,5,6\n").rows[0] == ["Report, of 2024"])
        // A list of one column is one.
        #expect(try read("\"Name\"\n\"Smith, John\"\n\"Doe, Jane\"\n").rows[1] == ["Smith, John"])
    }

    @Test("CR, LF and CRLF end rows side by side, and none of them inside quotes")
    func lineEnds() throws {
        #expect(try read("a,b\r1,\"x\ry\"\n2,\"x\r\ny\"\r\n3,z").rows == [["a", "b"], ["1", "x\ry"], ["2", "x\r\ny"], ["3", "z"]])
    }

    @Test("a mark that was written twice is no part of the first cell")
    func twoMarks() throws {
        #expect(try read("\u{FEFF}\u{FEFF}\"a;b\";c\n1;2\n").rows == [["a;b", "c"], ["1", "2"]])
    }
}
