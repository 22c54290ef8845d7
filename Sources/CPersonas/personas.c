// The files of data/personas, embedded (C23 #embed).
#include "cpersonas.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char free_mail_domains[] = {
#embed "../../data/personas/free-mail-domains.csv"
    , 0};

static const char given_names[] = {
#embed "../../data/personas/given-names.csv"
    , 0};

static const char nicknames[] = {
#embed "../../data/personas/nicknames.csv"
    , 0};

static const char role_mailboxes[] = {
#embed "../../data/personas/role-mailboxes.csv"
    , 0};

static const char shared_hosts[] = {
#embed "../../data/personas/shared-hosts.csv"
    , 0};

static const char surnames[] = {
#embed "../../data/personas/surnames.csv"
    , 0};

static const char title_seniority[] = {
#embed "../../data/personas/title-seniority.csv"
    , 0};

static const char weights[] = {
#embed "../../data/personas/weights.csv"
    , 0};

#define FILE_OF(name, array) {name, array, sizeof(array) - 1}

static const struct cpersonas_file files[] = {
    FILE_OF("free-mail-domains", free_mail_domains),
    FILE_OF("given-names", given_names),
    FILE_OF("nicknames", nicknames),
    FILE_OF("role-mailboxes", role_mailboxes),
    FILE_OF("shared-hosts", shared_hosts),
    FILE_OF("surnames", surnames),
    FILE_OF("title-seniority", title_seniority),
    FILE_OF("weights", weights),
};

const struct cpersonas_file *cpersonas_files(int *count) {
    *count = sizeof(files) / sizeof(files[0]);
    return files;
}
