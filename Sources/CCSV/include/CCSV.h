#pragma once

#include <errno.h>
#include <iconv.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Compares 64 bytes with `byte`: bit i of the result is set when `bytes[i] == byte`.
///
/// `bytes` needs no alignment. In C because Swift's SIMD types reach a hundredth of this speed for byte masks.
static inline uint64_t ccsv_equal_mask(const uint8_t *_Nonnull bytes, uint8_t byte) {
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8((char)byte);
    const __m128i *blocks = (const __m128i *)bytes;
    const uint64_t m0 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(blocks + 0), wanted));
    const uint64_t m1 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(blocks + 1), wanted));
    const uint64_t m2 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(blocks + 2), wanted));
    const uint64_t m3 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(blocks + 3), wanted));
    return m0 | (m1 << 16) | (m2 << 32) | (m3 << 48);
#else
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) {
        mask |= (uint64_t)(bytes[index] == byte) << index;
    }
    return mask;
#endif
}

/// How far a conversion came.
enum ccsv_conversion { ccsv_done, ccsv_invalid, ccsv_incomplete, ccsv_full };

/// Opens iconv's conversion from an encoding to UTF-8; NULL when iconv does not know it.
static inline void *_Nullable ccsv_converter_open(const char *_Nonnull encoding) {
    const iconv_t converter = iconv_open("UTF-8", encoding);
    return converter == (iconv_t)-1 ? NULL : (void *)converter;
}

static inline void ccsv_converter_close(void *_Nonnull converter) { iconv_close((iconv_t)converter); }

/// Forgets what the converter knows of the bytes before: shifts, and halves of characters.
static inline void ccsv_converter_reset(void *_Nonnull converter) { iconv((iconv_t)converter, NULL, NULL, NULL, NULL); }

/// Converts until the input ends or something stops it; moves all four arguments on. Without input it writes what is held back.
static inline enum ccsv_conversion ccsv_convert(
    void *_Nonnull converter, const uint8_t *_Nullable *_Nullable input, size_t *_Nullable input_left, uint8_t *_Nullable *_Nonnull output,
    size_t *_Nonnull output_left) {
    if (iconv((iconv_t)converter, (char **)input, input_left, (char **)output, output_left) != (size_t)-1) return ccsv_done;
    return errno == EILSEQ ? ccsv_invalid : errno == EINVAL ? ccsv_incomplete : ccsv_full;
}
