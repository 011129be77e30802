package dev.mlxj.surgery;

import dev.mlxj.io.AtomicDirectory;
import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where a result goes, told from the paths alone: the model need not be sound, nor even be there.
 */
public sealed interface Destination {
    /** The path that is printed when the work is done. */
    Path path();

    /** How files may be written there. */
    default OutputOptions options(Output output, Consumer<String> notes) {
        OutputOptions options = OutputOptions.DEFAULT.noting(notes);
        if (!output.sync()) {
            options = options.withoutSync();
        }
        if (output.force()) {
            options = options.withForce();
        }
        return this instanceof InPlace(Path model) ? options.inPlaceOf(model) : options;
    }

    /** How the receipt may be written: it stands in nobody's place. */
    static OutputOptions receiptOptions(Output output) {
        OutputOptions options =
                output.force() ? OutputOptions.DEFAULT.withForce() : OutputOptions.DEFAULT;
        return output.sync() ? options : options.withoutSync();
    }

    private static boolean isSame(Path a, Path b) throws IOException {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
                || (Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b));
    }

    /**
     * Asks whether the place may be written, before the model is opened.
     *
     * @param model the path of the model
     * @throws IOException if it may not
     */
    default void check(Path model, Output output) throws IOException {
        OutputOptions options = options(output, _ -> {});
        checkPlace(options);
        Path report = output.report();
        if (report != null) {
            if (isSame(report, path()) || isSame(report, model)) {
                throw new IllegalArgumentException(
                        "--report '%s' would replace the model".formatted(report));
            }
            AtomicOutput.check(report, receiptOptions(output));
        }
    }

    /** Asks whether the place itself may be written. */
    void checkPlace(OutputOptions options) throws IOException;

    /** One file; {@code -} is standard output. */
    record ToFile(Path path) implements Destination {
        @Override
        public void checkPlace(OutputOptions options) throws IOException {
            AtomicOutput.check(path, options);
        }
    }

    /** A directory of its own. */
    record ToDirectory(Path path) implements Destination {
        @Override
        public void checkPlace(OutputOptions options) throws IOException {
            AtomicDirectory.check(path, options);
        }
    }

    /** The files that the model is in now; they are looked at when the model is opened. */
    record InPlace(Path path) implements Destination {
        @Override
        public void checkPlace(OutputOptions options) {}
    }

    String SAFETENSORS = ".safetensors";

    /** What weight files are called, of any format. */
    List<String> WEIGHT_EXTENSIONS =
            List.of(SAFETENSORS, ".gguf", ".npz", ".npy", ".pt", ".pth", ".bin");

    /**
     * Decides.
     *
     * @param model the path of the model, as given
     * @param suffix what a name beside the model gets: {@code f16} for {@code
     *     model-f16.safetensors}
     * @throws IllegalArgumentException if what is asked for contradicts itself
     */
    static Destination of(Path model, Output output, String suffix) throws IOException {
        boolean sharding = output.maxShardSize() != null;
        boolean isDirectory = Files.isDirectory(model) || isIndex(model);
        // No pattern switch: its first use in a process takes as long as reading a header.
        Output.Where where = output.where();
        if (where instanceof Output.Where.InPlace) {
            return inPlace(model, sharding && !isDirectory);
        }
        if (where instanceof Output.Where.At(String text)) {
            return at(text, sharding, isDirectory);
        }
        return isDirectory
                ? new ToDirectory(besideDirectory(model, suffix))
                : besideFile(model, suffix, sharding);
    }

    private static Destination inPlace(Path model, boolean impossible) {
        if (impossible) {
            throw new IllegalArgumentException(
                    "--max-shard-size makes a directory, and -i would replace a file by it; use"
                            + " -o");
        }
        return new InPlace(model);
    }

    private static Destination at(String text, boolean sharding, boolean modelIsDirectory) {
        if (text.equals("-") && !sharding) {
            return new ToFile(Path.of(text));
        }
        if (text.equals("-")) {
            throw new IllegalArgumentException(
                    "--max-shard-size makes several files, which standard output cannot take");
        }
        String extension = extension(text).toLowerCase(Locale.ROOT);
        boolean toDirectory =
                text.endsWith("/")
                        || sharding
                        || (modelIsDirectory && extension.isEmpty() && !isDevice(Path.of(text)));
        if (!toDirectory && !extension.isEmpty() && !extension.equals(SAFETENSORS)) {
            throw new IllegalArgumentException(
                    "'%s': a result is written as safetensors, and a name in %s says otherwise"
                            .formatted(text, extension));
        }
        return toDirectory ? new ToDirectory(Path.of(text)) : new ToFile(Path.of(text));
    }

    /** A pipe, a device, a descriptor: it takes one stream of bytes. */
    private static boolean isDevice(Path out) {
        return Files.exists(out) && !Files.isDirectory(out) && !Files.isRegularFile(out);
    }

    private static Path besideDirectory(Path model, String suffix) throws IOException {
        Path given = Files.isDirectory(model) ? model : model.resolveSibling("");
        // `.` and `..` have a name only once it is known which directories they are.
        boolean isNamed = !given.endsWith(".") && !given.endsWith("..") && !given.endsWith("");
        Path directory = isNamed ? given : given.toRealPath();
        Path name = directory.getFileName();
        if (name == null) {
            throw new IllegalArgumentException(
                    "'" + model + "' has no name to make another from; use -o");
        }
        return directory.resolveSibling(name + "-" + suffix);
    }

    private static Destination besideFile(Path model, String suffix, boolean sharding) {
        String name = String.valueOf(model.getFileName());
        String extension = extension(name);
        String stem = name.substring(0, name.length() - extension.length());
        return sharding
                ? new ToDirectory(model.resolveSibling(stem + "-" + suffix))
                : new ToFile(model.resolveSibling(stem + "-" + suffix + extension));
    }

    /** Whether a path is that of an index, by its name. */
    static boolean isIndex(Path model) {
        return String.valueOf(model.getFileName()).endsWith(".index.json");
    }

    /** The extension of a weight file that a name has, in its own case, or nothing. */
    private static String extension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String extension : WEIGHT_EXTENSIONS) {
            if (lower.endsWith(extension) && lower.length() > extension.length()) {
                return name.substring(name.length() - extension.length());
            }
        }
        return "";
    }
}
