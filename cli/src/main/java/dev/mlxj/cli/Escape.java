package dev.mlxj.cli;

/**
 * Text from a file made safe to print: what would move the cursor, reorder the line or end it is
 * shown as an escape.
 *
 * <p>Escaped are control characters, line and paragraph separators, bidirectional marks, invisible
 * format characters, lone surrogates and the backslash that introduces an escape ({@code \n},
 * {@code \}{@code u202e}), so that two different names never print alike.
 */
final class Escape {
    private static final String HEX = "0123456789abcdef";

    /** {@code text} on one line; the same string when nothing needs an escape. */
    static String line(String text) {
        return escape(text, false);
    }

    /** As {@link #line}, but newlines stay and backslashes are not doubled: for a message. */
    static String message(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean message) {
        int safe = 0;
        while (safe < text.length() && isPlain(text.charAt(safe), message)) {
            safe++;
        }
        if (safe == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, safe);
        for (int i = safe; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT
                    ? isPlain((char) c, message)
                    : !isUnsafe(c)) {
                out.appendCodePoint(c);
            } else {
                append(out, c);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c, boolean message) {
        if (c == '\\' || c == '\n') {
            return message;
        }
        return (c >= ' ' && c < 0x7f) || (c > 0x7f && !isUnsafe(c));
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    out.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        out.append(HEX.charAt(unit >> shift & 15));
                    }
                }
            }
        }
    }

    private Escape() {}
}
