package dev.mlxj.io;

/**
 * Names from files, made fit for a terminal: no control, bidirectional or line-breaking character
 * is left in them.
 */
public final class Names {
    /** Characters of a name that a message shows; a name may have 100 million. */
    private static final int LONGEST_SHOWN = 200;

    private Names() {}

    /** {@code 'wte.weight'}: escaped, and cut short when very long. */
    public static String quote(String name) {
        if (name.length() <= LONGEST_SHOWN) {
            return "'" + escape(name) + "'";
        }
        int cut = LONGEST_SHOWN;
        if (Character.isHighSurrogate(name.charAt(cut - 1))) {
            cut--;
        }
        return "'" + escape(name.substring(0, cut)) + "...' (" + name.length() + " characters)";
    }

    /**
     * The text with every character that could move the cursor, break the line or turn the reading
     * direction written as an escape; a backslash is doubled, so the result is unambiguous. Text
     * without such characters is returned as it is.
     */
    public static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text, i)) {
                return escapeFrom(text, i);
            }
        }
        return text;
    }

    private static String escapeFrom(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(text, i)) {
                escaped.append(c);
                continue;
            }
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append("\\u").append(fourHexDigits(c));
            }
        }
        return escaped.toString();
    }

    private static String fourHexDigits(char c) {
        return Integer.toHexString(0x10000 | c).substring(1);
    }

    private static boolean isUnsafe(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x7f) {
            return c < 0x20 || c == '\\';
        }
        if (Character.isSurrogate(c)) {
            return isLoneSurrogate(text, at) || isTag(text, at);
        }
        return c <= 0x9f
                || c == 0x61c // Arabic letter mark
                || (c >= 0x200b && c <= 0x200f) // zero width, direction marks
                || (c >= 0x2028 && c <= 0x202e) // separators, embeddings, overrides
                || (c >= 0x2060 && c <= 0x206f) // invisible operators, isolates
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb);
    }

    private static boolean isLoneSurrogate(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** Whether half of a tag character (U+E0000 to U+E007F) is here: they are invisible. */
    private static boolean isTag(String text, int at) {
        int start = Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
        int point = text.codePointAt(start);
        return point >= 0xe0000 && point <= 0xe007f;
    }
}
