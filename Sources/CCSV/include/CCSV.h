#pragma once

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
