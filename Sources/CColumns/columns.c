// The files of data/columns, embedded (C23 #embed): change this file, or touch it, when one of them changed.
#include "ccolumns.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char header_words[] = {
#embed "../../data/columns/header-words.txt"
    , 0};

static const char given_names[] = {
#embed "../../data/columns/given-names.txt"
    , 0};

static const char surnames[] = {
#embed "../../data/columns/surnames.txt"
    , 0};

static const char cities[] = {
#embed "../../data/columns/cities.txt"
    , 0};

static const char counties[] = {
#embed "../../data/columns/counties.txt"
    , 0};

static const char countries[] = {
#embed "../../data/columns/countries.txt"
    , 0};

static const char states[] = {
#embed "../../data/columns/states.txt"
    , 0};

static const char company_suffixes[] = {
#embed "../../data/columns/company-suffixes.txt"
    , 0};

static const char street_suffixes[] = {
#embed "../../data/columns/street-suffixes.txt"
    , 0};

static const char title_words[] = {
#embed "../../data/columns/title-words.txt"
    , 0};

static const char company_words[] = {
#embed "../../data/columns/company-words.txt"
    , 0};

static const char industry_words[] = {
#embed "../../data/columns/industry-words.txt"
    , 0};

static const char sic_codes[] = {
#embed "../../data/columns/sic-codes.txt"
    , 0};

static const char naics_codes[] = {
#embed "../../data/columns/naics-codes.txt"
    , 0};

static const char model[] = {
#embed "../../data/columns/model.txt"
    , 0};

#define FILE_OF(name, array) {name, array, sizeof(array) - 1}

static const struct ccolumns_file files[] = {
    FILE_OF("header-words", header_words),
    FILE_OF("given-names", given_names),
    FILE_OF("surnames", surnames),
    FILE_OF("cities", cities),
    FILE_OF("counties", counties),
    FILE_OF("countries", countries),
    FILE_OF("states", states),
    FILE_OF("company-suffixes", company_suffixes),
    FILE_OF("street-suffixes", street_suffixes),
    FILE_OF("title-words", title_words),
    FILE_OF("company-words", company_words),
    FILE_OF("industry-words", industry_words),
    FILE_OF("sic-codes", sic_codes),
    FILE_OF("naics-codes", naics_codes),
    FILE_OF("model", model),
};

const struct ccolumns_file *ccolumns_files(int *count) {
    *count = sizeof(files) / sizeof(files[0]);
    return files;
}
