import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Calling windows of several zones", .timeLimit(.minutes(10))) struct CallWindowTests {
    @Test("are inside the hours of every zone on every day, also where clocks change and where they never do") func daylight() async throws
    {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.call_places (zones, states) VALUES
                    ('{America/Denver,America/Phoenix}', '{}'), ('{America/Phoenix,America/Denver}', '{}'), ('{America/New_York,America/Los_Angeles}', '{}'),
                    ('{America/Indiana/Indianapolis,America/Chicago}', '{}'), ('{Pacific/Honolulu,America/Phoenix}', '{}'), ('{America/Puerto_Rico,America/New_York}', '{}'),
                    ('{America/Anchorage,America/Adak}', '{}'), ('{America/Los_Angeles}', '{TX}')
                """)
            // Days around both changes of the clock, and the middle of winter and summer; every quarter of an hour that a window allows.
            let outside = try await database.select(
                """
                WITH law AS (
                    SELECT c.id, max(l.weekday_from) AS wf, min(l.weekday_until) AS wu, max(l.saturday_from) AS af, min(l.saturday_until) AS au,
                           max(l.sunday_from) AS sf, min(l.sunday_until) AS su
                      FROM refinery.call_places c
                      JOIN refinery.call_windows l ON (l.state = 'US' OR l.state = ANY (c.states)) AND l.effective_from <= current_date
                     GROUP BY c.id
                ), called AS (
                    SELECT c.id, c.zones, (d.day + q.minute * interval '1 minute') AT TIME ZONE w.timezone AS at, extract(isodow FROM d.day) AS weekday,
                           (d.day + q.minute * interval '1 minute')::time AS clock, w.*
                      FROM refinery_internal.place_windows() AS w
                      JOIN refinery.call_places c ON c.id = w.place_id
                     CROSS JOIN unnest('{2026-03-06,2026-03-07,2026-03-08,2026-03-09,2026-07-15,2026-10-31,2026-11-01,2026-11-02,2027-01-15}'::date[]) AS d (day)
                     CROSS JOIN generate_series(0, 1425, 15) AS q (minute)
                )
                SELECT c.zones, z.zone, c.at
                  FROM called c
                  JOIN law l ON l.id = c.id
                 CROSS JOIN unnest(c.zones) AS z (zone)
                 CROSS JOIN LATERAL (SELECT c.at AT TIME ZONE z.zone AS local) AS t
                 WHERE CASE c.weekday WHEN 7 THEN c.clock >= c.sunday_from AND c.clock < c.sunday_until
                                      WHEN 6 THEN c.clock >= c.saturday_from AND c.clock < c.saturday_until
                                      ELSE c.clock >= c.weekday_from AND c.clock < c.weekday_until END
                   AND NOT CASE extract(isodow FROM t.local) WHEN 7 THEN t.local::time >= l.sf AND t.local::time < l.su
                                                             WHEN 6 THEN t.local::time >= l.af AND t.local::time < l.au
                                                             ELSE t.local::time >= l.wf AND t.local::time < l.wu END
                """)
            #expect(outside == [], "a call there would be outside of the hours")
            #expect(
                try await database.select(
                    """
                    SELECT w.timezone, w.weekday_from, w.weekday_until FROM refinery_internal.place_windows() AS w
                      JOIN refinery.call_places c ON c.id = w.place_id WHERE 'America/Phoenix' = ANY (c.zones) AND 'America/Denver' = ANY (c.zones) ORDER BY 1
                    """)
                    == [["America/Denver", "09:00:00", "21:00:00"], ["America/Phoenix", "08:00:00", "20:00:00"]],
                "Phoenix is an hour behind in summer, and not in winter")
        }
    }
}
