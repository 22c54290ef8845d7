/// A city with a long-existing area code and the first three digits of its ZIP codes.
struct SamplePlace: Sendable {
    let area: Int
    let city: StaticString
    let state: StaticString
    let county: StaticString
    let zipPrefix: Int

    private init(_ area: Int, _ city: StaticString, _ state: StaticString, _ county: StaticString, _ zipPrefix: Int) {
        self.area = area
        self.city = city
        self.state = state
        self.county = county
        self.zipPrefix = zipPrefix
    }

    static let all: [SamplePlace] = [
        SamplePlace(205, "Birmingham", "AL", "Jefferson", 352),
        SamplePlace(907, "Anchorage", "AK", "Anchorage", 995),
        SamplePlace(480, "Mesa", "AZ", "Maricopa", 852),
        SamplePlace(501, "Little Rock", "AR", "Pulaski", 722),
        SamplePlace(213, "Los Angeles", "CA", "Los Angeles", 900),
        SamplePlace(415, "San Francisco", "CA", "San Francisco", 941),
        SamplePlace(619, "San Diego", "CA", "San Diego", 921),
        SamplePlace(303, "Denver", "CO", "Denver", 802),
        SamplePlace(203, "New Haven", "CT", "New Haven", 65),
        SamplePlace(302, "Wilmington", "DE", "New Castle", 198),
        SamplePlace(305, "Miami", "FL", "Miami-Dade", 331),
        SamplePlace(407, "Orlando", "FL", "Orange", 328),
        SamplePlace(404, "Atlanta", "GA", "Fulton", 303),
        SamplePlace(808, "Honolulu", "HI", "Honolulu", 968),
        SamplePlace(208, "Boise", "ID", "Ada", 837),
        SamplePlace(312, "Chicago", "IL", "Cook", 606),
        SamplePlace(630, "Aurora", "IL", "Kane", 605),
        SamplePlace(317, "Indianapolis", "IN", "Marion", 462),
        SamplePlace(515, "Des Moines", "IA", "Polk", 503),
        SamplePlace(316, "Wichita", "KS", "Sedgwick", 672),
        SamplePlace(502, "Louisville", "KY", "Jefferson", 402),
        SamplePlace(504, "New Orleans", "LA", "Orleans", 701),
        SamplePlace(207, "Portland", "ME", "Cumberland", 41),
        SamplePlace(410, "Baltimore", "MD", "Baltimore City", 212),
        SamplePlace(617, "Boston", "MA", "Suffolk", 21),
        SamplePlace(313, "Detroit", "MI", "Wayne", 482),
        SamplePlace(612, "Minneapolis", "MN", "Hennepin", 554),
        SamplePlace(601, "Jackson", "MS", "Hinds", 392),
        SamplePlace(314, "Saint Louis", "MO", "Saint Louis City", 631),
        SamplePlace(406, "Billings", "MT", "Yellowstone", 591),
        SamplePlace(402, "Omaha", "NE", "Douglas", 681),
        SamplePlace(702, "Las Vegas", "NV", "Clark", 891),
        SamplePlace(603, "Manchester", "NH", "Hillsborough", 31),
        SamplePlace(201, "Jersey City", "NJ", "Hudson", 73),
        SamplePlace(505, "Albuquerque", "NM", "Bernalillo", 871),
        SamplePlace(212, "New York", "NY", "New York", 100),
        SamplePlace(718, "Brooklyn", "NY", "Kings", 112),
        SamplePlace(919, "Raleigh", "NC", "Wake", 276),
        SamplePlace(701, "Fargo", "ND", "Cass", 581),
        SamplePlace(216, "Cleveland", "OH", "Cuyahoga", 441),
        SamplePlace(614, "Columbus", "OH", "Franklin", 432),
        SamplePlace(405, "Oklahoma City", "OK", "Oklahoma", 731),
        SamplePlace(503, "Portland", "OR", "Multnomah", 972),
        SamplePlace(215, "Philadelphia", "PA", "Philadelphia", 191),
        SamplePlace(412, "Pittsburgh", "PA", "Allegheny", 152),
        SamplePlace(401, "Providence", "RI", "Providence", 29),
        SamplePlace(803, "Columbia", "SC", "Richland", 292),
        SamplePlace(605, "Sioux Falls", "SD", "Minnehaha", 571),
        SamplePlace(615, "Nashville", "TN", "Davidson", 372),
        SamplePlace(713, "Houston", "TX", "Harris", 770),
        SamplePlace(214, "Dallas", "TX", "Dallas", 752),
        SamplePlace(512, "Austin", "TX", "Travis", 787),
        SamplePlace(801, "Salt Lake City", "UT", "Salt Lake", 841),
        SamplePlace(802, "Burlington", "VT", "Chittenden", 54),
        SamplePlace(804, "Richmond", "VA", "Richmond City", 232),
        SamplePlace(206, "Seattle", "WA", "King", 981),
        SamplePlace(509, "Spokane", "WA", "Spokane", 992),
        SamplePlace(304, "Charleston", "WV", "Kanawha", 253),
        SamplePlace(414, "Milwaukee", "WI", "Milwaukee", 532),
        SamplePlace(307, "Cheyenne", "WY", "Laramie", 820),
    ]
}
