/// Given names that are used for each other in the United States.
enum Nicknames {
    private static let lists = [
        "robert bob rob bobby robbie bert", "william bill will billy willie liam", "richard rick dick rich ricky", "james jim jimmy jamie",
        "john jack johnny jon", "jonathan jon john", "michael mike mick mickey", "thomas tom tommy", "charles chuck charlie chas",
        "joseph joe joey", "edward ed eddie ted ned", "theodore ted theo teddy", "daniel dan danny", "david dave davy",
        "anthony tony", "andrew andy drew", "christopher chris kit", "matthew matt", "nicholas nick nicky", "steven stephen steve",
        "kenneth ken kenny", "ronald ron ronnie", "donald don donnie", "lawrence larry laurence", "gerald jerry gerry",
        "jeffrey jeff geoffrey geoff",
        "gregory greg", "timothy tim", "samuel sam sammy", "benjamin ben", "alexander alex al", "albert al bert", "frederick fred freddie",
        "francis frank", "franklin frank", "henry hank harry", "harold harry hal", "raymond ray", "leonard leo len lenny", "peter pete",
        "patrick pat paddy", "philip phil phillip", "vincent vince", "walter walt", "zachary zach zack", "joshua josh", "jacob jake",
        "elizabeth liz beth betty eliza lisa libby betsy", "margaret maggie meg peggy marge",
        "katherine catherine kathryn kate kathy cathy katie",
        "patricia pat patty trish tricia", "jennifer jen jenny", "barbara barb barbie", "susan sue suzanne susie",
        "deborah deb debbie debra",
        "rebecca becky becca", "victoria vicky vicki tori", "christina chris tina christine", "kimberly kim", "jessica jess jessie",
        "pamela pam", "cynthia cindy", "sandra sandy", "alexandra alex sandra lexi", "samantha sam", "jacqueline jackie", "judith judy",
        "theresa teresa terry tess", "dorothy dot dottie", "eleanor ellie nell", "abigail abby gail", "amanda mandy", "angela angie",
        "virginia ginny", "valerie val", "stephanie steph", "michelle shelly", "jose pepe", "francisco pancho paco frank", "guadalupe lupe",
        "ignacio nacho", "enrique henry", "guillermo bill william memo", "roberto bob robert", "miguel mike michael", "juan john",
    ]

    private static let groupsByName: [String: Set<Int>] = {
        var groups: [String: Set<Int>] = [:]
        for (group, names) in lists.enumerated() {
            for name in names.split(separator: " ") { groups[String(name), default: []].insert(group) }
        }
        return groups
    }()

    static func groups(of name: String) -> Set<Int> { groupsByName[name] ?? [] }
}
