package dev.mlxj.cli;

import dev.mlxj.io.Names;

/** Text made safe to print, so that no name in a file can move the cursor or fake a line. */
final class Escape {
    /** {@code text} on one line, unambiguously; the same string when nothing needs an escape. */
    static String line(String text) {
        return Names.escape(text);
    }

    /** As {@link #line}, but newlines and backslashes stay as they are: for whole messages. */
    static String message(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\\') {
                out.append(Names.escape(text.substring(start, i)));
                if (i < text.length()) {
                    out.append(text.charAt(i));
                }
                start = i + 1;
            }
        }
        return out.toString();
    }

    private Escape() {}
}
