package dev.mlxj.surgery;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What a user says about the result of a command that writes.
 *
 * @param where the place
 * @param force whether an existing result may be replaced
 * @param maxShardSize bytes that no file of the result may exceed; null to leave the files as they
 *     are
 * @param verify whether the finished files are checked against their source before they take their
 *     names
 * @param report where the receipt goes; null for none
 * @param headerSlack bytes of room to leave in each header; null where nothing was said
 * @param sync whether the result is forced to the disk before it takes its name
 * @param dryRun whether nothing is written at all
 */
public record Output(
        Where where,
        boolean force,
        @Nullable Long maxShardSize,
        boolean verify,
        @Nullable Path report,
        @Nullable Long headerSlack,
        boolean sync,
        boolean dryRun) {
    /** Beside the model, one of the ways, with no other wish. */
    public static final Output BESIDE =
            new Output(new Where.Beside(), false, null, false, null, null, true, false);

    public Output {
        if (maxShardSize != null && maxShardSize < 1) {
            throw new IllegalArgumentException(
                    "--max-shard-size: a file needs at least one byte, got " + maxShardSize);
        }
        if (where.equals(new Where.At("-")) && verify) {
            throw new IllegalArgumentException(
                    "--verify reads the finished file once more, which standard output does not"
                            + " allow");
        }
    }

    /** A place for a result, as it was asked for. */
    public sealed interface Where {
        /** Beside the model, under a name made from its own. */
        record Beside() implements Where {}

        /** Instead of the model. */
        record InPlace() implements Where {}

        /**
         * At a path, or on standard output.
         *
         * @param text as it was written, since a final slash counts; {@code -} is standard output
         */
        record At(String text) implements Where {}
    }
}
