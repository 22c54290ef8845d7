package import HTTPClient
package import RefineryModel

/// What all adapters need beside their configuration.
package struct SkipTraceServices: Sendable {
    package let http: HTTPClient
    /// Whether a domain gives addresses to anybody, so that an address at it is personal.
    package let isFreeMail: @Sendable (_ domain: String) -> Bool
    /// Today, for ages that are told as years of birth and numbers that were seen long ago.
    package let today: @Sendable () -> CalendarDay

    package init(
        http: HTTPClient, isFreeMail: @escaping @Sendable (_ domain: String) -> Bool,
        today: @escaping @Sendable () -> CalendarDay = { .today }
    ) {
        self.http = http
        self.isFreeMail = isFreeMail
        self.today = today
    }

    /// The adapter that a configuration names; nil for a name that there is none for.
    package func provider(_ configuration: SkipTraceConfiguration) -> (any SkipTraceProvider)? {
        switch configuration.provider {
        case .realEstateAPI: RealEstateAPI(configuration, self)
        case .apollo: Apollo(configuration, self)
        case .idi: IDI(configuration, self)
        case .tlo: TLO(configuration, self)
        case .batchData: BatchData(configuration, self)
        case .peopleDataLabs: PeopleDataLabs(configuration, self)
        default: nil
        }
    }
}
