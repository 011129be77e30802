package dev.mlxj.surgery;

/**
 * A glob over parameter paths: {@code layers.*.self_attn.{q,k}_proj.**}.
 *
 * <table>
 * <caption>What a glob is made of</caption>
 * <tr><td>{@code *}</td><td>any characters within one part</td></tr>
 * <tr><td>{@code **}</td><td>any characters, across parts; {@code **.} at the start of a part is any
 *     number of whole parts, also none</td></tr>
 * <tr><td>{@code ?}</td><td>one character within a part</td></tr>
 * <tr><td>{@code [a-z]}, {@code [!a-z]}</td><td>one character of a set, or one outside it</td></tr>
 * <tr><td>{@code {a,b}}</td><td>one of these globs</td></tr>
 * <tr><td>{@code \c}</td><td>the character c itself</td></tr>
 * </table>
 *
 * <p>A glob matches a whole path. It is compiled to a state machine that is in all its states at
 * once, so that time is linear in the length of the path, whatever the glob.
 */
public final class PathPattern {
    private final String glob;
    private final GlobProgram program;

    private PathPattern(String glob, GlobProgram program) {
        this.glob = glob;
        this.program = program;
    }

    /**
     * Compiles a glob.
     *
     * @throws IllegalArgumentException if a bracket, a brace or a backslash is left open; the
     *     message has the column
     */
    public static PathPattern parse(String glob) {
        return new PathPattern(glob, new GlobCompiler(glob).compile());
    }

    /** Whether the glob matches the whole of {@code path}. */
    public boolean matches(String path) {
        int size = program.size();
        States now = new States(size);
        States next = new States(size);
        program.enter(0, now);
        for (int at = 0; at < path.length() && now.count > 0; ) {
            int c = path.codePointAt(at);
            at += Character.charCount(c);
            next.clear();
            for (int i = 0; i < now.count; i++) {
                int state = now.list[i];
                if (program.accepts(state, c)) {
                    program.enter(state + 1, next);
                }
            }
            States swap = now;
            now = next;
            next = swap;
        }
        return now.seen[size - 1] == now.round;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && glob.equals(pattern.glob);
    }

    @Override
    public int hashCode() {
        return glob.hashCode();
    }

    /** The glob as it was written. */
    @Override
    public String toString() {
        return glob;
    }

    /** The states that a match is in, each once. */
    static final class States {
        private final int[] list;
        private final int[] seen;
        private int round = 1;
        private int count;

        States(int size) {
            list = new int[size];
            seen = new int[size];
        }

        void clear() {
            count = 0;
            round++;
        }

        /** Adds a state; false if it was there. */
        boolean add(int state) {
            if (seen[state] == round) {
                return false;
            }
            seen[state] = round;
            list[count++] = state;
            return true;
        }
    }
}
