/// The files of data/writing, embedded into the binary: words that are written in one way only, and the words of streets.
#pragma once

/// UTF-8, NUL-terminated.
const char *cwriting_fixed_words(void);
const char *cwriting_short_words(void);
const char *cwriting_street_words(void);
