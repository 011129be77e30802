package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What the path of an output directory leads to, and whether it may be written.
 *
 * @param directory free of symbolic links
 */
record DirectoryTarget(Path directory, boolean exists) {
    /**
     * Follows links and checks.
     *
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if it cannot be written
     */
    static DirectoryTarget of(Path given, OutputOptions options) throws IOException {
        if (StreamOutput.isDescriptor(given)) {
            throw new OutputRefusedException(
                    given, "a model of several files cannot go into a pipe", null);
        }
        Path directory = OutputTarget.followed(given);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            OutputTarget.requireWritable(Siblings.directory(directory), given);
            return new DirectoryTarget(directory, false);
        }
        if (!Files.isDirectory(directory)) {
            throw new OutputRefusedException(
                    given, "the output is a file, and the result is a directory", null);
        }
        if (!options.force() && !isInput(directory, options)) {
            throw new OutputRefusedException(
                    given, "the output exists", "`--force` replaces the model in it");
        }
        OutputTarget.requireWritable(directory, given);
        return new DirectoryTarget(directory, true);
    }

    /** The input may be named by its directory or by its index. */
    private static boolean isInput(Path directory, OutputOptions options) throws IOException {
        if (options.inPlaceOf().isEmpty() || !Files.exists(options.inPlaceOf().get())) {
            return false;
        }
        Path input = options.inPlaceOf().get().toRealPath();
        return Files.isSameFile(
                Files.isDirectory(input) ? input : Siblings.directory(input), directory);
    }
}
