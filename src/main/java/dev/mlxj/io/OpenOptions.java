package dev.mlxj.io;

import java.util.function.Consumer;

/**
 * How a checkpoint is opened.
 *
 * @param lenient accept what {@code mx.load} accepts beyond the reference reader (gaps, overlaps,
 *     trailing bytes, NULs behind the header), with a warning that names the defect
 * @param warnings takes each warning: one line, begins with the file
 */
public record OpenOptions(boolean lenient, Consumer<String> warnings) {
    /** Strict, and silent about what is merely odd. */
    public static final OpenOptions STRICT = new OpenOptions(false, new Silence());

    /** Strict, with the warnings going to a consumer. */
    public static OpenOptions strict(Consumer<String> warnings) {
        return new OpenOptions(false, warnings);
    }

    /** Lenient, with the warnings going to a consumer. */
    public static OpenOptions lenient(Consumer<String> warnings) {
        return new OpenOptions(true, warnings);
    }

    /** A class and not a lambda, which would be made at every start of the program. */
    private static final class Silence implements Consumer<String> {
        @Override
        public void accept(String warning) {}
    }
}
