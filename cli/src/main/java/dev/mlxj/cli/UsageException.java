package dev.mlxj.cli;

import org.jspecify.annotations.Nullable;

/** The command line asks for something that cannot be meant: exit code 2. */
final class UsageException extends RuntimeException {
    private final @Nullable String hint;

    UsageException(String problem, @Nullable String hint) {
        super(problem);
        this.hint = hint;
    }

    /** What to write instead, if that can be told. */
    @Nullable String hint() {
        return hint;
    }
}
