package dev.mlxj.surgery;

import dev.mlxj.io.AtomicDirectory;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The files of a model's directory that are no weights: its configuration, tokenizer, licence. A
 * directory result gets them all, and its {@code config.json} brought in line.
 *
 * @param copied file of the source for each path in the result
 * @param config the text of a {@code config.json} that differs from the source's; null where it
 *     does not
 */
record Companions(SequencedMap<String, Path> copied, @Nullable String config) {
    static final Companions NONE = new Companions(new LinkedHashMap<>(), null);

    static final String CONFIG = "config.json";

    /** Weights, in this program's formats and in those of others. */
    private static final List<String> WEIGHTS =
            List.of(
                    ".safetensors",
                    ".index.json",
                    ".gguf",
                    ".npz",
                    ".npy",
                    ".pt",
                    ".pth",
                    ".bin",
                    ".ckpt",
                    ".h5",
                    ".msgpack",
                    ".onnx",
                    ".onnx_data",
                    ".ot",
                    ".tflite");

    Companions {
        copied = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(copied));
    }

    /** What a new directory gets. */
    static Companions of(Plan plan, Path target) throws IOException {
        Optional<Path> directory = directory(plan.source());
        if (directory.isEmpty()) {
            return NONE;
        }
        SequencedMap<String, Path> files = new LinkedHashMap<>();
        collect(directory.get(), "", target.toAbsolutePath().normalize(), files);
        String config = config(plan, directory.get());
        if (config != null) {
            files.remove(CONFIG);
        }
        return new Companions(files, config);
    }

    /** What changes in the directory of a model that is replaced. */
    static Companions inPlace(Plan plan) throws IOException {
        Optional<Path> directory = plan.source().directory();
        return directory.isEmpty()
                ? NONE
                : new Companions(new LinkedHashMap<>(), config(plan, directory.get()));
    }

    /**
     * The directory of the model: also that of a single file that lies beside its configuration.
     */
    private static Optional<Path> directory(Checkpoint source) {
        if (source.directory().isPresent()) {
            return source.directory();
        }
        Path file = source.path().toAbsolutePath();
        return file.endsWith(Arrangement.ONE_FILE)
                        && Files.isRegularFile(file.resolveSibling(CONFIG))
                ? Optional.ofNullable(file.getParent())
                : Optional.empty();
    }

    /** Paths in the result. */
    List<String> names() {
        List<String> names = new ArrayList<>(copied.keySet());
        if (config != null) {
            names.add(CONFIG);
        }
        return names;
    }

    void write(AtomicDirectory directory) throws IOException {
        for (Map.Entry<String, Path> file : copied.entrySet()) {
            directory.copy(file.getKey(), file.getValue());
        }
        if (config != null) {
            directory.write(CONFIG, config.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String config(Plan plan, Path directory) throws IOException {
        Path file = directory.resolve(CONFIG);
        DType dtype = plan.newDType();
        if (dtype == null || !Files.isRegularFile(file)) {
            return null;
        }
        byte[] before = Files.readAllBytes(file);
        byte[] after = ConfigText.withDType(before, dtype);
        return Arrays.equals(before, after) ? null : new JsonText(after).toString();
    }

    private static void collect(
            Path directory, String prefix, Path target, SequencedMap<String, Path> files)
            throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        Collections.sort(children);
        for (Path child : children) {
            String name = String.valueOf(child.getFileName());
            boolean isHidden = name.startsWith(".");
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                if (!isHidden && !child.toAbsolutePath().normalize().equals(target)) {
                    collect(child, prefix + name + "/", target, files);
                }
            } else if (Files.isRegularFile(child) && !isWeights(name) && !isOurs(name)) {
                files.put(prefix + name, child);
            }
        }
    }

    private static boolean isWeights(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WEIGHTS.stream().anyMatch(lower::endsWith);
    }

    /** Temporary files, journals and locks of this program. */
    private static boolean isOurs(String name) {
        return name.startsWith(".") && name.contains(".mlxj");
    }
}
