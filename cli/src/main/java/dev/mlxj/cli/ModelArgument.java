package dev.mlxj.cli;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.OpenOptions;

import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** The model that a command works on; the current directory when absent. */
final class ModelArgument {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A weight file, an index, or a directory; the current one when absent.")
    private Path model = Path.of("");

    /** Opens the model strictly; what is odd about it is said as warnings. */
    Checkpoint open(CommonOptions common) throws IOException {
        return open(path(), common);
    }

    /** As the other {@code open}, for commands that take several models. */
    static Checkpoint open(Path model, CommonOptions common) throws IOException {
        requireFile(model);
        return Checkpoint.open(model, OpenOptions.strict(common::warn));
    }

    /**
     * @throws UsageException if the model is standard input
     */
    static void requireFile(Path model) {
        if (isStandardInput(model)) {
            throw new UsageException(
                    "-: this command reads tensors, and standard input gives the header only",
                    "save the stream to a file first");
        }
    }

    /** As {@link #open}, and {@code -} reads the header of a stream from standard input. */
    Checkpoint openHeader(CommonOptions common) throws IOException {
        return isStandardInput()
                ? Checkpoint.readHeader(System.in, STANDARD_INPUT, OpenOptions.strict(common::warn))
                : open(common);
    }

    boolean isStandardInput() {
        return isStandardInput(model);
    }

    private static boolean isStandardInput(Path model) {
        return model.toString().equals(STANDARD_INPUT);
    }

    /** The path as it was given; {@code .} when it was left out. */
    Path path() {
        return model.toString().isEmpty() ? Path.of(".") : model;
    }
}
