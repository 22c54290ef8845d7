/// Word lists; names are common ones, put together at random.
enum SampleWords {
    static let firstNames: [StaticString] = [
        "Aaron", "Adriana", "Alan", "Alicia", "Amir", "Andrea", "Angela", "Anthony", "Barbara", "Beth", "Brian", "Carla", "Carlos", "Chen",
        "Christina", "Craig", "Daniel", "Deborah", "Denise", "Derek", "Diego", "Donna", "Edward", "Elena", "Emily", "Eric", "Fatima",
        "Frank", "Gabriel", "Gloria", "Grace", "Greg", "Hannah", "Hector", "Helen", "Ian", "Irene", "Isaac", "James", "Janet", "Jason",
        "Joan", "Joel", "Karen", "Keith", "Kim", "Laura", "Leon", "Linda", "Louis", "Lucia", "Marcus", "Maria", "Mark", "Megan", "Miguel",
        "Monica", "Nadia", "Nancy", "Nathan", "Nina", "Noah", "Olga", "Oscar", "Pamela", "Patrick", "Paul", "Priya", "Rachel", "Ramon",
        "Rebecca", "Robert", "Rosa", "Samuel", "Sandra", "Scott", "Sean", "Sofia", "Stephen", "Susan", "Tanya", "Teresa", "Thomas", "Tyler",
        "Vanessa", "Victor", "Wayne", "Wendy", "William", "Yolanda",
    ]

    static let lastNames: [StaticString] = [
        "Abbott", "Acosta", "Adler", "Alvarez", "Anderson", "Bailey", "Barnes", "Becker", "Bennett", "Bishop", "Bradley", "Brooks", "Burke",
        "Caldwell", "Carter", "Castillo", "Chambers", "Chang", "Cole", "Cooper", "Crawford", "Cruz", "Dalton", "Davis", "Delgado", "Dixon",
        "Doyle", "Drake", "Duncan", "Ellis", "Erickson", "Espinoza", "Fischer", "Fletcher", "Flores", "Foster", "Fowler", "Garcia",
        "Gibson",
        "Gomez", "Graham", "Griffin", "Haley", "Hansen", "Harper", "Hayes", "Hernandez", "Hoffman", "Holt", "Hughes", "Ibarra", "Jensen",
        "Johnston", "Keller", "Kim", "Klein", "Lambert", "Larson", "Leblanc", "Lopez", "Lynch", "Marsh", "Martinez", "McCarthy", "Mendoza",
        "Meyer", "Miller", "Morales", "Murphy", "Navarro", "Nguyen", "Nichols", "O'Brien", "Ortega", "Osborne", "Park", "Patel", "Peña",
        "Perry", "Peterson", "Quinn", "Ramirez", "Reyes", "Richter", "Rivera", "Rossi", "Russell", "Santos", "Schmidt", "Shah", "Simmons",
        "Singh", "Stone", "Sullivan", "Swanson", "Tran", "Vasquez", "Wagner", "Walsh", "Webb", "Whitfield", "Wong", "Yates", "Zimmerman",
    ]

    static let adjectives: [StaticString] = [
        "Advanced", "All Star", "American", "Apex", "Best", "Blue Ridge", "Capital", "Cornerstone", "Eagle", "Evergreen", "First Choice",
        "Golden", "Heritage", "Lakeside", "Liberty", "Midwest", "Northern", "Old Town", "Pioneer", "Precision", "Premier", "Quality",
        "Redwood", "Riverside", "Royal", "Silver Creek", "Southern", "Summit", "Sunrise", "Superior", "Valley", "Westside",
    ]

    /// The last two are how another source spells the first ones.
    static let suffixes: [StaticString] = ["", "", " Inc", ", LLC", ", Inc.", " Co", " LLC", ", Incorporated"]

    static let streets: [StaticString] = [
        "Main", "Oak", "Pine", "Maple", "Cedar", "Elm", "Washington", "Lake", "Hill", "Park", "Walnut", "Spring", "N Ridge", "Church",
        "Willow", "Mill", "Sunset", "Railroad", "Jackson", "W Cherry", "Lincoln", "Center", "E River", "Meadow", "Forest", "Highland",
        "S Franklin", "Jefferson", "Madison", "Commerce", "Industrial", "Airport",
    ]

    static let streetKinds: [StaticString] = ["St", "Ave", "Rd", "Blvd", "Dr", "Ln", "Pkwy", "Street", "Way", "Hwy"]

    static let employeeRanges: [StaticString] = [
        "1 to 4", "5 to 9", "10 to 19", "20 to 49", "50 to 99", "100 to 249", "250 to 499", "500 to 999", "1000 to 4999", "10,000+",
    ]

    static let revenueRanges: [StaticString] = [
        "Less Than $500,000", "$500,000 - $1 Million", "$1-2.5 Million", "$2.5-5 Million", "$5-10 Million", "$10-20 Million",
        "$20-50 Million", "$50-100 Million", "$100-500 Million",
    ]
}
