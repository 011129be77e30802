package dev.mlxj.io;

import java.util.Comparator;

/**
 * The order of strings by their UTF-8 bytes, which is the order of their code points. {@link
 * String#compareTo} differs: it puts U+1F600, a surrogate pair, before U+FFFD.
 */
public enum Utf8Order implements Comparator<String> {
    UTF8_ORDER;

    @Override
    public int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return a.length() - b.length();
    }

    /** Puts the surrogates, D800 to DFFF, behind the rest of the basic plane, E000 to FFFF. */
    private static int rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return c <= Character.MAX_SURROGATE ? c + 0x2000 : c - 0x0800;
    }
}
