package dev.mlxj.cli.page;

import dev.mlxj.io.Names;

/**
 * HTML being written. Every text is escaped on its way in, twice: what could deceive a reader
 * (controls, direction marks) as elsewhere in the program, and what a browser takes for markup.
 */
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /**
     * Begins an element.
     *
     * @param attributes names and values by turns
     */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    Html text(String text) {
        escape(Names.escape(text));
        return this;
    }

    /** An element that holds text alone. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Markup that was made by this class, or that is part of the program. */
    Html raw(CharSequence markup) {
        out.append(markup);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
