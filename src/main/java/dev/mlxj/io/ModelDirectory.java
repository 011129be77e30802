package dev.mlxj.io;

import dev.mlxj.io.safetensors.ShardIndex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the model in a directory: {@code model.safetensors}, or an index, or exactly one file of a
 * known format. Hidden files are passed over (unfinished output is among them), and so is whatever
 * is not a regular file, which could block for ever.
 */
final class ModelDirectory {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX_SUFFIX = ".safetensors.index.json";
    private static final String INDEX = "model" + INDEX_SUFFIX;

    private final Path directory;

    /** Names of the regular files, links to such included, sorted. */
    private final List<String> files = new ArrayList<>();

    /** Names of links to weights that are not there. */
    private final List<String> dangling = new ArrayList<>();

    private ModelDirectory(Path directory) throws IOException {
        this.directory = directory;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isRegularFile(file)) {
                    files.add(name);
                } else if (name.contains(".safetensors") && !Files.exists(file)) {
                    dangling.add(name);
                }
            }
        }
        files.sort(null);
    }

    /** Whether a regular file is an index of shards: by its name, or a JSON file by its content. */
    static boolean isIndex(Path file) throws IOException {
        String name = file.toString();
        if (name.endsWith(INDEX_SUFFIX)) {
            return true;
        }
        if (!name.endsWith(".json")) {
            return false;
        }
        FileHead head = head(file);
        return !Formats.isModel(head) && head.text(0, 64).stripLeading().startsWith("{");
    }

    /** The file to open: a weight file or an index. */
    static Path find(Path directory, OpenOptions options) throws IOException {
        return new ModelDirectory(directory).find(options);
    }

    /**
     * Warns about weight files beside a model that it does not consist of: some loaders take every
     * file they see.
     *
     * @param used names of the files that the model consists of
     */
    static void warnStray(Path directory, List<String> used, OpenOptions options)
            throws IOException {
        for (String name : new ModelDirectory(directory).files) {
            if (name.startsWith("model") && name.endsWith(".safetensors") && !used.contains(name)) {
                options.warnings()
                        .accept(
                                Names.escape(directory.resolve(name).toString())
                                        + ": not part of the model, but some loaders would read"
                                        + " it");
            }
        }
    }

    private Path find(OpenOptions options) throws IOException {
        Path single = directory.resolve(SINGLE);
        Path index = directory.resolve(INDEX);
        if (files.contains(SINGLE) && files.contains(INDEX)) {
            if (ShardIndex.read(index).shards().contains(SINGLE)) {
                return index;
            }
            options.warnings()
                    .accept(
                            Names.escape(index.toString())
                                    + ": not used, since "
                                    + SINGLE
                                    + " is there too");
            return single;
        }
        if (files.contains(SINGLE)) {
            return single;
        }
        if (files.contains(INDEX)) {
            return index;
        }
        return onlyOne(candidates());
    }

    private List<String> candidates() throws IOException {
        List<String> indexes = new ArrayList<>();
        List<String> models = new ArrayList<>();
        for (String name : files) {
            if (name.endsWith(INDEX_SUFFIX)) {
                indexes.add(name);
            } else if (name.endsWith(".safetensors") || isModel(directory.resolve(name))) {
                models.add(name);
            }
        }
        return indexes.isEmpty() ? models : indexes;
    }

    private Path onlyOne(List<String> candidates) throws MalformedCheckpointException {
        if (candidates.size() == 1) {
            return directory.resolve(candidates.getFirst());
        }
        if (candidates.isEmpty() && !dangling.isEmpty()) {
            dangling.sort(null);
            throw new MalformedCheckpointException(
                    directory,
                    MalformedCheckpointException.NOWHERE,
                    "links to files that are not there: " + Names.escape(Listing.of(dangling)),
                    "the cache may have been cleaned; fetch the model again");
        }
        if (candidates.isEmpty()) {
            throw new MalformedCheckpointException(
                    directory,
                    MalformedCheckpointException.NOWHERE,
                    "there is no model in this directory",
                    "a model is " + SINGLE + ", or " + INDEX + " with its shards");
        }
        throw new MalformedCheckpointException(
                directory,
                MalformedCheckpointException.NOWHERE,
                "there are "
                        + candidates.size()
                        + " model files and no index: "
                        + Names.escape(Listing.of(candidates)),
                "name the one that is meant");
    }

    private static boolean isModel(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return false;
        }
        return Formats.isModel(head(file));
    }

    private static FileHead head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return FileHead.readShort(in);
        }
    }
}
