// `extern "C"` over libphonenumber: values in, values out.
#include <dlfcn.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "CPhoneNumber.h"

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

worldwide_status status_of(PhoneNumberUtil::ErrorType error) {
    switch (error) {
        case PhoneNumberUtil::NO_PARSING_ERROR: return worldwide_valid;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return worldwide_no_such_country;
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
        case PhoneNumberUtil::TOO_SHORT_NSN: return worldwide_too_short;
        case PhoneNumberUtil::TOO_LONG_NSN: return worldwide_too_long;
        default: return worldwide_not_a_number;
    }
}

worldwide_status status_of(const PhoneNumberUtil& plan, const PhoneNumber& number) {
    if (plan.IsValidNumber(number)) return worldwide_valid;
    switch (plan.IsPossibleNumberWithReason(number)) {
        case PhoneNumberUtil::TOO_SHORT:
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY: return worldwide_too_short;
        case PhoneNumberUtil::TOO_LONG: return worldwide_too_long;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE: return worldwide_no_such_country;
        default: return worldwide_unassigned;
    }
}

}  // namespace

extern "C" worldwide_number worldwide_parse(const char* text, size_t length, const char* region) {
    worldwide_number result = {worldwide_failed, 0, 0};
    try {
        const PhoneNumberUtil& plan = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        result.status = status_of(plan.Parse(std::string(text, length), region, &number));
        if (result.status != worldwide_valid) return result;
        // Some numbers lose an obsolete prefix only when written internationally (Mexico's 1): what is stable stands.
        std::string formatted, stable;
        plan.Format(number, PhoneNumberUtil::E164, &stable);
        for (int round = 0; formatted != stable; ++round) {
            formatted = stable;
            result.status = round < 4 ? status_of(plan.Parse(formatted, region, &number)) : worldwide_not_a_number;
            if (result.status != worldwide_valid) return result;
            plan.Format(number, PhoneNumberUtil::E164, &stable);
        }
        result.country_code = number.country_code();
        result.status = status_of(plan, number);
        if (formatted.size() > 16) {
            result.status = worldwide_too_long;
        } else {
            result.digits = std::strtoull(formatted.c_str() + 1, nullptr, 10);
        }
    } catch (...) {
        result.status = worldwide_failed;
    }
    return result;
}

extern "C" worldwide_verdict worldwide_judge(const char* text, size_t length) {
    worldwide_verdict verdict = {{0, 0, 0}, false, false, -1};
    try {
        const PhoneNumberUtil& plan = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        if (plan.Parse(std::string(text, length), "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return verdict;
        verdict.possible = plan.IsPossibleNumber(number);
        std::string region;
        plan.GetRegionCodeForNumber(number, &region);
        if (region.size() == 2) std::memcpy(verdict.country, region.c_str(), 3);
        switch (plan.GetNumberType(number)) {
            case PhoneNumberUtil::FIXED_LINE: verdict.type = 0; break;
            case PhoneNumberUtil::MOBILE: verdict.type = 1; break;
            case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: verdict.type = 2; break;
            case PhoneNumberUtil::TOLL_FREE: verdict.type = 3; break;
            case PhoneNumberUtil::PREMIUM_RATE: verdict.type = 4; break;
            case PhoneNumberUtil::SHARED_COST: verdict.type = 5; break;
            case PhoneNumberUtil::VOIP: verdict.type = 6; break;
            case PhoneNumberUtil::PERSONAL_NUMBER: verdict.type = 7; break;
            case PhoneNumberUtil::PAGER: verdict.type = 8; break;
            case PhoneNumberUtil::UAN: verdict.type = 9; break;
            case PhoneNumberUtil::VOICEMAIL: verdict.type = 10; break;
            default: break;
        }
        // IsValidNumber would find the region and the type once more to say the same, and each costs a dozen regular expressions.
        verdict.valid = verdict.type != -1;
    } catch (...) {
    }
    return verdict;
}

extern "C" int32_t worldwide_country_code(const char* region) {
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
    } catch (...) {
        return 0;
    }
}

extern "C" size_t worldwide_library_path(char* buffer, size_t capacity) {
    Dl_info info;
    if (dladdr(reinterpret_cast<const void*>(&PhoneNumberUtil::GetInstance), &info) == 0 || info.dli_fname == nullptr) return 0;
    char* path = realpath(info.dli_fname, nullptr);
    if (path == nullptr) return 0;
    const size_t length = std::strlen(path);
    const bool fits = length < capacity;
    if (fits) std::memcpy(buffer, path, length + 1);
    std::free(path);
    return fits ? length : 0;
}
