package dev.mlxj.cli;

import java.util.Locale;

/** Numbers as a person reads them; the same in every locale. */
public final class Quantity {
    private static final String UNITS = "KMGTPE";

    /** Bytes in powers of 1000 with one decimal: {@code 512 B}, {@code 46.9 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        long unit = 1000;
        int power = 0;
        while (power < UNITS.length() - 1 && tenths(bytes, unit) >= 10_000) {
            unit *= 1000;
            power++;
        }
        long tenths = tenths(bytes, unit);
        return tenths / 10 + "." + tenths % 10 + " " + UNITS.charAt(power) + "B";
    }

    private static long tenths(long bytes, long unit) {
        long tenth = unit / 10;
        return bytes / tenth + (bytes % tenth * 2 >= tenth ? 1 : 0);
    }

    /** {@code 22,713,728}. */
    public static String count(long n) {
        String digits = Long.toString(n);
        int first = n < 0 ? 1 : 0;
        StringBuilder out = new StringBuilder(digits.length() * 4 / 3 + 1);
        for (int i = 0; i < digits.length(); i++) {
            if (i > first && (digits.length() - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }

    /** {@code 1 tensor}, {@code 1,200 tensors}. */
    public static String of(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** Five significant digits: {@code 0.00012345}, {@code -1.2346e+10}, {@code 0}. */
    public static String real(double x) {
        return x == 0 || Double.isNaN(x) || Double.isInfinite(x)
                ? (x == 0 ? "0" : Double.toString(x))
                : String.format(Locale.ROOT, "%.5g", x);
    }

    private Quantity() {}
}
