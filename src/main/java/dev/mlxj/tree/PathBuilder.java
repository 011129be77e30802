package dev.mlxj.tree;

/** The path of the place that a traversal is at. One buffer, so that depth costs nothing. */
final class PathBuilder {
    private final StringBuilder text;
    private int depth;

    /** At the root, whose path is {@code prefix}. */
    PathBuilder(String prefix) {
        text = new StringBuilder(prefix);
        depth = prefix.isEmpty() ? 0 : 1;
    }

    /** Goes to the child {@code name}; {@link #leave} with the result comes back. */
    int enter(String name) {
        int mark = text.length();
        if (depth++ > 0) {
            text.append('.');
        }
        text.append(name);
        return mark;
    }

    void leave(int mark) {
        text.setLength(mark);
        depth--;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
