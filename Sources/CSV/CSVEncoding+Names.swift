extension CSVEncoding {
    /// Those that are found out, by the names that are printed.
    package static let detectable =
        own.map(\.rawValue) + [
            "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1257", "iso-8859-2", "iso-8859-7",
            "iso-8859-15", "macintosh", "ibm850", "ibm852", "ibm866", "koi8-r", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr",
        ]

    /// The encoding that people call `name`, in any case; nil when nobody knows it. Of an old encoding and the one that a later system
    /// made of it, with the same letters and more, the later one is read: Windows-1252 for Latin 1, GB18030 for GB2312.
    package init?(named name: String) {
        let name = name.lowercased()
        self.init(rawValue: Self.aliases[name] ?? name)
    }

    /// What iconv calls the encoding; Windows' own for those of which Windows has its own.
    static func iconvName(of name: String) -> String {
        switch name {
        case "shift_jis": "CP932"
        case "euc-kr": "CP949"
        default: name.uppercased()
        }
    }

    private static let aliases: [String: String] = {
        let names: [String: [String]] = [
            "utf-8": ["utf8", "utf-8-sig", "utf8mb4", "cp65001"],
            "windows-1252": ["latin1", "latin-1", "iso-8859-1", "iso8859-1", "iso_8859-1", "cp1252", "1252", "ansi", "us-ascii", "ascii"],
            "utf-16le": ["utf-16", "utf16", "utf16le", "ucs-2", "ucs2", "ucs-2le", "unicode"], "utf-16be": ["utf16be", "ucs-2be"],
            "utf-32le": ["utf-32", "utf32", "utf32le", "ucs-4", "ucs-4le"], "utf-32be": ["utf32be", "ucs-4be"],
            "windows-1250": ["cp1250", "1250"], "windows-1251": ["cp1251", "1251"], "windows-1253": ["cp1253", "1253"],
            "windows-1254": ["cp1254", "1254", "iso-8859-9", "latin5"], "windows-1255": ["cp1255"], "windows-1257": ["cp1257"],
            "iso-8859-2": ["latin2", "latin-2", "iso8859-2"], "iso-8859-15": ["latin9", "latin-9", "iso8859-15"],
            "macintosh": ["mac", "macroman", "mac-roman", "mac_roman", "x-mac-roman"],
            "ibm850": ["cp850", "dos"], "ibm852": ["cp852"], "ibm866": ["cp866"], "koi8-r": ["koi8r", "koi8"],
            "shift_jis": ["shift-jis", "shiftjis", "sjis", "cp932", "ms932", "windows-31j", "ms_kanji"], "euc-jp": ["eucjp"],
            "gb18030": ["gb2312", "gbk", "cp936", "ms936", "euc-cn"], "big5": ["big-5", "cp950"],
            "euc-kr": ["euckr", "cp949", "uhc", "ks_c_5601-1987", "windows-949"],
        ]
        return Dictionary(uniqueKeysWithValues: names.flatMap { name, others in others.map { ($0, name) } })
    }()
}
