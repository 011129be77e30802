package dev.mlxj.io;

import java.util.List;

/** Several findings in one line. */
public final class Listing {
    private static final int MOST = 10;

    private Listing() {}

    /** {@code a, b, c}, or the first ten {@code and 7 more}. */
    public static String of(List<String> findings) {
        if (findings.size() <= MOST) {
            return String.join(", ", findings);
        }
        return String.join(", ", findings.subList(0, MOST))
                + " and "
                + (findings.size() - MOST)
                + " more";
    }
}
