// The files of data/writing, embedded (C23 #embed).
#include "cwriting.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char fixed_words[] = {
#embed "../../data/writing/fixed-words.txt"
    , 0};

static const char short_words[] = {
#embed "../../data/writing/short-words.txt"
    , 0};

static const char street_words[] = {
#embed "../../data/writing/usps-street-words.csv"
    , 0};

const char *cwriting_fixed_words(void) { return fixed_words; }
const char *cwriting_short_words(void) { return short_words; }
const char *cwriting_street_words(void) { return street_words; }
