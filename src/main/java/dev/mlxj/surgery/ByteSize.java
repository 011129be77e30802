package dev.mlxj.surgery;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Sizes as people write them: {@code 5GB}, {@code 128MiB}, {@code 1.5 GiB}, {@code 4096}. */
public final class ByteSize {
    private static final String[] DECIMAL = {"B", "KB", "MB", "GB", "TB"};

    private ByteSize() {}

    /**
     * Bytes that a text stands for. B, KB, MB, GB, TB are powers of 1000, KiB, MiB, GiB, TiB powers
     * of 1024, in any case; K, M, G, T alone are powers of 1000; a bare number is bytes.
     *
     * @throws IllegalArgumentException if it is no size, no whole number of bytes, or over 2^63 - 1
     */
    public static long parse(String text) {
        String trimmed = text.strip();
        int digits = 0;
        while (digits < trimmed.length() && isNumeric(trimmed.charAt(digits))) {
            digits++;
        }
        try {
            BigDecimal number = new BigDecimal(trimmed.substring(0, digits));
            return number.multiply(unit(trimmed.substring(digits).strip())).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' is no size; write a number and B, KB, MB, GB, KiB, MiB or GiB"
                            .formatted(text),
                    e);
        }
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static BigDecimal unit(String name) {
        long unit =
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "", "B" -> 1L;
                    case "K", "KB" -> 1_000L;
                    case "M", "MB" -> 1_000_000L;
                    case "G", "GB" -> 1_000_000_000L;
                    case "T", "TB" -> 1_000_000_000_000L;
                    case "KIB" -> 1L << 10;
                    case "MIB" -> 1L << 20;
                    case "GIB" -> 1L << 30;
                    case "TIB" -> 1L << 40;
                    default -> throw new NumberFormatException("unit " + name);
                };
        return BigDecimal.valueOf(unit);
    }

    /** A size for people, in powers of 1000: {@code 999 B}, {@code 1.5 MB}, {@code 2.1 GB}. */
    public static String show(long bytes) {
        int unit = 0;
        BigDecimal shown = BigDecimal.valueOf(bytes);
        // 999950 would be rounded to "1000.0 KB".
        while (shown.compareTo(BigDecimal.valueOf(unit == 0 ? 1000 : 999.95)) >= 0
                && unit < DECIMAL.length - 1) {
            shown = shown.movePointLeft(3);
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : shown.setScale(1, RoundingMode.HALF_UP).toPlainString() + " " + DECIMAL[unit];
    }
}
