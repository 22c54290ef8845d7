// libcurl, found through pkg-config (package libcurl4-openssl-dev), and its variadic functions once for each type of argument:
// Swift calls no variadic C. The parentheses keep curl's checking macros away.
#pragma once
#include <curl/curl.h>

typedef size_t (*curl_data_function)(char *bytes, size_t size, size_t count, void *context);
typedef int (*curl_prerequest_function)(void *context, char *remote_ip, char *local_ip, int remote_port, int local_port);
typedef curl_socket_t (*curl_open_socket_function)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode curl_easy_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_data_function(CURL *handle, CURLoption option, curl_data_function value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode curl_easy_set_prerequest_function(CURL *handle, curl_prerequest_function value) {
    return (curl_easy_setopt)(handle, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode curl_easy_set_open_socket_function(CURL *handle, curl_open_socket_function value) {
    return (curl_easy_setopt)(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
static inline CURLcode curl_easy_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode curl_easy_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLMcode curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return (curl_multi_setopt)(handle, option, value);
}
// CURLMsg holds a union; this is the member of CURLMSG_DONE.
static inline CURLcode curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
