// Two numbering authorities behind one C face: the North American plan as a generated table, the rest of the world
// through Google's libphonenumber.
#ifndef C_PHONE_NUMBER_H
#define C_PHONE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// North American Numbering Plan: north_american_plan.c, written by scripts/generate-nanp-table.

struct nanp_range {
    uint64_t first, last;
};

extern const char nanp_table_release[];
static inline const char *nanp_release(void) { return nanp_table_release; }
extern const uint8_t nanp_row_of_area_code[800];
extern const uint8_t nanp_exchanges[][125];
extern const struct nanp_range nanp_ranges[];
extern const int32_t nanp_range_count;

enum nanp_verdict { nanp_valid, nanp_no_such_area_code, nanp_no_such_exchange };

// The verdict on a national number of ten digits, 0 … 9'999'999'999. Two dependent loads; the table is 4.3 kB.
static inline enum nanp_verdict nanp_check(uint64_t national_number) {
    const uint32_t pair = (uint32_t)(national_number / 10000);
    const uint32_t area = pair / 1000 - 200, exchange = pair % 1000;  // an area below 200 wraps to more than 799
    if (area > 799) return nanp_no_such_area_code;
    const uint8_t row = nanp_row_of_area_code[area];
    if (row == 0) return nanp_no_such_area_code;
    if ((nanp_exchanges[row][exchange >> 3] >> (exchange & 7)) & 1) return nanp_valid;
    for (int32_t i = 0; i < nanp_range_count; ++i)
        if (national_number >= nanp_ranges[i].first && national_number <= nanp_ranges[i].last) return nanp_valid;
    return nanp_no_such_exchange;
}

// libphonenumber.

enum worldwide_status {
    worldwide_valid,
    worldwide_too_short,
    worldwide_too_long,
    worldwide_no_such_country,
    worldwide_not_a_number,
    worldwide_unassigned,  // of a possible length, but in no range its country has assigned
    worldwide_failed,      // libphonenumber threw: out of memory
};

struct worldwide_number {
    enum worldwide_status status;
    int32_t country_code;  // set when the text parsed, valid or not
    uint64_t digits;       // E.164 without its plus, at most 15 digits; set when the text parsed
};

// Parses digits, with or without a leading plus, as a caller in `region` (two upper-case letters) would dial them.
// Takes a process-wide lock for part of its work; keeps no memory of the call; lets no exception out.
struct worldwide_number worldwide_parse(const char *text, size_t length, const char *region);

// What is known of a number in E.164, its plus included.
struct worldwide_verdict {
    char country[3];  // two letters and a zero; empty for numbers of no country
    bool possible, valid;
    int32_t type;  // 0 fixed line, 1 mobile, 2 either, 3 toll free, 4 premium, 5 shared cost, 6 VoIP, 7 personal, 8 pager, 9 UAN, 10 voicemail, -1 unknown
};

struct worldwide_verdict worldwide_judge(const char *text, size_t length);

// The country calling code of a region of two upper-case letters; 0 for an unknown region.
int32_t worldwide_country_code(const char *region);

// Writes the path of the loaded libphonenumber, symbolic links resolved, with its final zero; returns its length,
// or 0 when it cannot be told or does not fit `capacity`.
size_t worldwide_library_path(char *buffer, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
