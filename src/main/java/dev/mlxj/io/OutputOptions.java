package dev.mlxj.io;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an output may be written.
 *
 * @param force whether an existing output is replaced; otherwise it is refused
 * @param sync whether the result is on the disk before it takes its name
 * @param inPlaceOf the input that the output is meant to replace: no other existing file may be
 *     replaced without {@code force}
 * @param patience how long to wait for another writer of the same output
 * @param notes told, in whole sentences, what a person should know though nothing is wrong
 */
public record OutputOptions(
        boolean force,
        boolean sync,
        Optional<Path> inPlaceOf,
        Duration patience,
        Consumer<String> notes) {
    /** A new file, forced to the disk; notes are dropped. */
    public static final OutputOptions DEFAULT =
            new OutputOptions(false, true, Optional.empty(), Duration.ofSeconds(30), note -> {});

    public OutputOptions withForce() {
        return new OutputOptions(true, sync, inPlaceOf, patience, notes);
    }

    public OutputOptions withoutSync() {
        return new OutputOptions(force, false, inPlaceOf, patience, notes);
    }

    public OutputOptions inPlaceOf(Path input) {
        return new OutputOptions(force, sync, Optional.of(input), patience, notes);
    }

    public OutputOptions withPatience(Duration longest) {
        return new OutputOptions(force, sync, inPlaceOf, longest, notes);
    }

    public OutputOptions noting(Consumer<String> listener) {
        return new OutputOptions(force, sync, inPlaceOf, patience, listener);
    }
}
