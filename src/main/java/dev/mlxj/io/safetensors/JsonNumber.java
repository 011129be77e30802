package dev.mlxj.io.safetensors;

import java.io.IOException;

/**
 * Numbers of a header. A number in an ignored field is refused when the reference reader finds it
 * out of the range of a double, so {@link #check} computes as that reader does: up to 64 bits of
 * significant digits, the rest ignored, scaled by one power of ten.
 */
final class JsonNumber {
    /** The largest value that takes a further digit without a look at that digit. */
    private static final long TENTH = Long.divideUnsigned(-1, 10);

    private JsonNumber() {}

    /**
     * Consumes the digits of a whole number, of which there is one at least.
     *
     * @return the number's 64 bits, unsigned
     */
    static long unsigned(HeaderBytes bytes) throws IOException {
        long start = bytes.offset();
        long value = bytes.next() - (long) '0';
        int c = bytes.peek();
        if (value == 0 && isDigit(c)) {
            throw bytes.malformed(start, "a number with a leading zero");
        }
        while (isDigit(c)) {
            if (overflows(value, c - '0')) {
                throw bytes.malformed(start, "a whole number above 2^64-1");
            }
            value = value * 10 + (c - '0');
            bytes.skip();
            c = bytes.peek();
        }
        return value;
    }

    /** Whether a point or an exponent follows the digits just read. */
    static boolean isContinued(HeaderBytes bytes) throws IOException {
        int c = bytes.peek();
        return c == '.' || c == 'e' || c == 'E';
    }

    /**
     * Consumes point and exponent of a number that is whole all the same ({@code 2.0}, {@code
     * 2e1}).
     *
     * @param digits what stands before the point
     */
    static long wholeValue(HeaderBytes bytes, long digits) throws IOException {
        long start = bytes.offset();
        boolean whole = true;
        if (bytes.peek() == '.') {
            bytes.skip();
            whole = bytes.peek() == '0';
            while (bytes.peek() == '0') {
                bytes.skip();
            }
        }
        int exponent = 0;
        if (bytes.peek() == 'e' || bytes.peek() == 'E') {
            bytes.skip();
            if (bytes.peek() == '+') {
                bytes.skip();
            }
            whole &= isDigit(bytes.peek());
            for (; isDigit(bytes.peek()); bytes.skip()) {
                exponent = Math.min(exponent * 10 + bytes.peek() - '0', 100);
            }
        }
        if (!whole || isDigit(bytes.peek())) {
            throw bytes.malformed(start, "an extent that is no whole number");
        }
        long value = digits;
        for (int i = 0; i < exponent; i++) {
            if (Long.compareUnsigned(value, Long.MAX_VALUE / 10) > 0) {
                throw bytes.malformed(start, "an extent above 2^63-1");
            }
            value *= 10;
        }
        return value;
    }

    /** Consumes any number, whose first byte is there. */
    static void check(HeaderBytes bytes) throws IOException {
        long start = bytes.offset();
        if (bytes.peek() == '-') {
            bytes.skip();
        }
        int c = bytes.peek();
        if (!isDigit(c)) {
            throw bytes.malformed(start, "a minus sign without a number");
        }
        long significand = 0;
        int exponent = 0;
        boolean full = false;
        boolean leadingZero = c == '0';
        for (int digits = 0; isDigit(c); digits++) {
            if (digits > 0 && leadingZero) {
                throw bytes.malformed(start, "a number with a leading zero");
            }
            full = full || overflows(significand, c - '0');
            if (full) {
                exponent++;
            } else {
                significand = significand * 10 + (c - '0');
            }
            bytes.skip();
            c = bytes.peek();
        }
        if (c == '.') {
            bytes.skip();
            c = bytes.peek();
            if (!isDigit(c)) {
                throw bytes.malformed(start, "a number with a point and no digit behind it");
            }
            // Once the significand is full at the point, the reference tries again behind it.
            full = false;
            for (; isDigit(c); c = bytes.peek()) {
                full = full || overflows(significand, c - '0');
                if (!full) {
                    significand = significand * 10 + (c - '0');
                    exponent--;
                }
                bytes.skip();
            }
        }
        if (c == 'e' || c == 'E') {
            bytes.skip();
            exponent = exponent(bytes, start, significand, exponent);
        }
        if (Double.isInfinite(scale(significand, exponent))) {
            throw outOfRange(bytes, start);
        }
    }

    /** Consumes the exponent behind the letter and adds it to what the digits gave. */
    private static int exponent(HeaderBytes bytes, long start, long significand, int before)
            throws IOException {
        int sign = bytes.peek();
        if (sign == '+' || sign == '-') {
            bytes.skip();
        }
        int c = bytes.peek();
        if (!isDigit(c)) {
            throw bytes.malformed(start, "a number with an exponent that has no digits");
        }
        long value = 0;
        for (; isDigit(c); c = bytes.peek()) {
            value = Math.min(value * 10 + (c - '0'), Integer.MAX_VALUE + 1L);
            bytes.skip();
        }
        if (value > Integer.MAX_VALUE) {
            if (sign != '-' && significand != 0) {
                throw outOfRange(bytes, start);
            }
            return Integer.MIN_VALUE;
        }
        long sum = sign == '-' ? before - value : before + value;
        return Math.clamp(sum, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static double scale(long significand, int exponent) {
        double value = toDouble(significand);
        int left = exponent;
        while (left < -308 && value != 0) {
            value /= 1e308;
            left += 308;
        }
        if (value == 0) {
            return 0;
        }
        if (left > 308) {
            return Double.POSITIVE_INFINITY;
        }
        return left < 0 ? value / PowersOfTen.TABLE[-left] : value * PowersOfTen.TABLE[left];
    }

    /** An unsigned 64-bit number, rounded to nearest. */
    private static double toDouble(long unsigned) {
        return unsigned >= 0
                ? unsigned
                // The lowest bit is kept in the half, so that rounding sees it.
                : (double) ((unsigned >>> 1) | (unsigned & 1)) * 2;
    }

    private static boolean overflows(long value, int digit) {
        int order = Long.compareUnsigned(value, TENTH);
        return order > 0 || (order == 0 && digit > 5);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static IOException outOfRange(HeaderBytes bytes, long start) {
        return bytes.malformed(start, "a number beyond the range of a double");
    }

    /** 1e0 to 1e308. Apart, since making them takes time and few headers need them. */
    private static final class PowersOfTen {
        private static final double[] TABLE = new double[309];

        static {
            for (int i = 0; i < TABLE.length; i++) {
                TABLE[i] = Double.parseDouble("1e" + i);
            }
        }
    }
}
