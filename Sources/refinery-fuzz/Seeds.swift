/// What files are made of before they are damaged.
enum Seeds {
    /// Whole files: each way of writing one that is known.
    static let files: [[UInt8]] =
        texts.map { Array($0.utf8) } + texts.prefix(4).map(utf16) + [
            // Windows-1251, Shift-JIS and Mac Roman.
            Array("A,B\n".utf8) + [0xCC, 0xEE, 0xF1, 0xEA, 0xE2, 0xE0, 0x2C, 0xC4, 0xEE, 0xEC, 0x0A],
            Array("A|B\n".utf8) + [0x93, 0xFA, 0x96, 0x7B, 0x7C, 0x83, 0x5C, 0x83, 0x7C, 0x0A],
            Array("A,B\r".utf8) + [0x43, 0x61, 0x66, 0x8E, 0x2C, 0x4F, 0x6C, 0x8E, 0x0D],
        ]

    private static let texts = [
        "Company,Phone,City\r\nAcme \"A\" Inc,312-555-0101,Chicago\r\n\"Beta, Ltd\",\"(312) 555-0102\",\"New\nYork\"\r\n",
        "Company;Phone;Revenue\n\"Müller \"\"M\"\" GmbH\";0221 555 0101;\"1.234,50\"\nGamma;;\n",
        "\u{FEFF}Name\tPhone\tZip\nSmith, J\t+1 312 555 0101\t02110\n\"Doc\" Hadley\tx\ty\n",
        "a|b|c\n1|2|3\n\n\n4|\"5\n6\"|7\n", "\"Company\", \"Phone\"\n\"Acme, Inc\", \"1\"\n\"Beta\" , \"2\"\n",
        "'Company','Phone'\n'Joe''s','1'\n'Beta, Ltd','2'\n", "\"Company,Phone\"\n\"\"\"Acme, Inc\"\",1\"\n\"Beta,2\"\n",
        "Company,Zip\n=\"Slate, Stone\",=\"02110\"\n=\"Acme\",=\"1\"\n", "sep=;\r\nCompany;Phone\r\nAcme;1\r\n",
        "a,b\n\"he said \\\"hi\\\"\",x\n\"y\\\\\",z\n", "Company,City\nCafÃ© RenÃ©e,MontrÃ©al\nPlain,QuÃ©bec\n",
        "Report of 2024\n\nMade on Monday,,\nCompany,Phone\nAcme,1\nTotal,1\n", "Company\nAcme\n\nBeta\n", "a\r1\r\"x\ry\"\r",
    ]

    private static func utf16(_ text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    /// What matters to readers of files.
    static let tokens: [[UInt8]] =
        [
            "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", "'", "\\", "\\\"", " \"", "=\"", "\",\"", "\"\n\"", "\0", "\u{FEFF}",
            "é", "Ã©",
            "日本", "😀", "sep=;\n",
        ].map { Array($0.utf8) } + [[0xE9], [0x81], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0x00, 0x0A], [0x0A, 0x00]]

    /// Values of columns, right ones and such as were met.
    static let values: [[UInt8]] = [
        "", " ", "Acme, Inc.", "O'Brien & Söhne GmbH", "NULL", "\\N", "n/a", "Jane Q. Doe", "Chief Executive Officer", "jane@acme.example",
        "Jane <jane@acme.example>; joe@acme.example", "mailto:x@y.zz", "+1 (312) 555-0101 x12", "312.555.0101 / 312-555-0102",
        "1-800-FLOWERS",
        "0049 (0)221 555-0101", "tel:+13125550101;ext=5", "3.12555E+09", "5550101", "Fax: 312 555 0103",
        "12 Main St, Suite 4, Boston, MA 02110",
        "Calif.", "IL", "Québec", "60601-1234", "K1A 0B6", "2108", "France", "https://www.Acme.example:443/a#b", "acme.example", "5 to 9",
        "10,000+", "$1-2.5 Million", "Less than $500,000", "1.234.567,00", "850.000", "(1,000)", "€ 5 Mio", "7539-01", "0782", "62121003",
        "Est. 1987", "3/4/1987", "=\"0123\"", "'+13125550101", "1e308", "99999999999999999999", "-0", "١٢٣", "½",
        "a\u{0301}\u{0301}\u{0301}",
        "\u{202E}x", "\u{200B}",
    ].map { Array($0.utf8) }

    /// What matters to normalizers.
    static let valueTokens: [[UInt8]] =
        [
            "(", ")", "+", "-", "–", ".", ",", "/", ";", "@", "<", ">", "x", "ext", "#", "$", "€", "%", " ", "\n", "\u{A0}", "0", "1", "9",
            "000",
            "M", "k", "to", "http://", "www.", "'", "\"", "=", "\\", "ß", "ﬀ", "İ", "\u{0}", "\u{FFFF}", "٣", "&nbsp;", ":::",
        ].map { Array($0.utf8) }
}
