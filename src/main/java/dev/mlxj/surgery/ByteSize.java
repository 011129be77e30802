package dev.mlxj.surgery;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A number of bytes for people: {@code 999 B}, {@code 1.5 MB}, {@code 2.1 GB}. */
public final class ByteSize {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** The size with one decimal, in powers of 1000. */
    public static String show(long bytes) {
        int unit = 0;
        BigDecimal shown = BigDecimal.valueOf(bytes);
        // 999950 would be rounded to "1000.0 KB".
        while (shown.compareTo(BigDecimal.valueOf(unit == 0 ? 1000 : 999.95)) >= 0
                && unit < UNITS.length - 1) {
            shown = shown.movePointLeft(3);
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : shown.setScale(1, RoundingMode.HALF_UP).toPlainString() + " " + UNITS[unit];
    }
}
