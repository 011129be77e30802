package dev.mlxj.io;

import dev.mlxj.io.safetensors.ShardIndex;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A model on disk: one file, or an index and its shards. Opening reads the headers, once, and no
 * tensor; the bytes of a tensor are read when its source is asked. Few files are open at a time,
 * however many shards there are. Safe for use by several threads.
 */
public final class Checkpoint implements Closeable {
    /** What a checkpoint is made of, as {@link CheckpointReader} has found it. */
    record Content(
            @Nullable Path directory,
            @Nullable ShardIndex index,
            List<Shard> shards,
            SequencedMap<String, Entry> entries,
            boolean headerOnly) {}

    private final Path path;
    private final Content content;
    private final OpenFiles files;

    Checkpoint(Path path, Content content, OpenFiles files) {
        this.path = path;
        this.content = content;
        this.files = files;
    }

    /** Opens a model strictly: {@link #open(Path, OpenOptions)} with {@link OpenOptions#STRICT}. */
    public static Checkpoint open(Path model) throws IOException {
        return open(model, OpenOptions.STRICT);
    }

    /**
     * Opens a model.
     *
     * @param model a weight file, an index, or a directory that holds a model; from a file that is
     *     not a regular one (a pipe) only the header is read
     * @throws MalformedCheckpointException if it is broken, or no model at all
     * @throws UnsupportedFormatException if it is in a format that cannot be read here
     * @throws IOException if it is not there, or may not be read
     */
    public static Checkpoint open(Path model, OpenOptions options) throws IOException {
        return new CheckpointReader(model, options).open();
    }

    /**
     * Reads the header of a safetensors stream, and not more of it than its first piece. The
     * tensors are listed, but their sources refuse to be read.
     *
     * @param label what messages call the stream
     */
    public static Checkpoint readHeader(InputStream in, String label, OpenOptions options)
            throws IOException {
        return new CheckpointReader(Path.of(label), options).readHeader(in);
    }

    /** What was opened: a file, an index or a directory. */
    public Path path() {
        return path;
    }

    /** Whether there is an index. */
    public boolean isSharded() {
        return content.index != null;
    }

    /** The index file. */
    public Optional<Path> index() {
        return content.index == null ? Optional.empty() : Optional.of(content.index.file());
    }

    /**
     * The {@code metadata} of the index as it stands there: strings, numbers ({@code total_size}),
     * lists, maps; empty without an index.
     */
    public SequencedMap<String, @Nullable Object> indexMetadata() {
        return content.index == null ? new LinkedHashMap<>() : content.index.metadata();
    }

    /** The directory of the model, where a directory or an index was opened. */
    public Optional<Path> directory() {
        return Optional.ofNullable(content.directory);
    }

    /** {@code config.json} in the directory of the model, where it is there. */
    public Optional<Path> config() {
        if (content.directory == null) {
            return Optional.empty();
        }
        Path config = content.directory.resolve("config.json");
        return Files.isRegularFile(config) ? Optional.of(config) : Optional.empty();
    }

    /** The files with weights, sorted by path. */
    public List<Shard> shards() {
        return content.shards;
    }

    /** All tensors by name: shard after shard, each in the order of its bytes. */
    public SequencedMap<String, Entry> entries() {
        return content.entries;
    }

    /**
     * The free text of the model: that of the index, and of each shard what neither the index nor
     * an earlier shard has. Values of the index that are not strings are left out.
     */
    public SequencedMap<String, String> metadata() {
        SequencedMap<String, String> union = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> own : indexMetadata().entrySet()) {
            if (own.getValue() instanceof String text) {
                union.put(own.getKey(), text);
            }
        }
        for (Shard shard : content.shards) {
            for (Map.Entry<String, String> own : shard.metadata().entrySet()) {
                union.putIfAbsent(own.getKey(), own.getValue());
            }
        }
        return Collections.unmodifiableSequencedMap(union);
    }

    /**
     * The bytes of a tensor.
     *
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public TensorSource source(String name) {
        Entry entry = content.entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    Names.escape(path.toString()) + " has no tensor " + Names.quote(name));
        }
        return content.headerOnly
                ? new UnreadableSource(entry)
                : new FileTensorSource(entry, files);
    }

    /**
     * Copies bytes of one of the files to an output, without bringing them into this process where
     * the system can.
     *
     * @param from first byte in {@code file}
     * @param position first byte in {@code output}
     * @throws InputChangedException if the file ends too early
     */
    public void copyTo(OutputFile output, Path file, long from, long count, long position)
            throws IOException {
        try (OpenFiles.Lease lease = files.lease(file)) {
            output.copyFrom(lease.channel(), from, count, position);
        } catch (EOFException e) {
            throw new InputChangedException(file, "it became shorter while it was read");
        }
    }

    /**
     * Asks the file system whether every file still is what it was when its header was read: same
     * size, same time of change, same inode. Whoever writes something made from this checkpoint
     * calls it before the result counts.
     *
     * @throws InputChangedException if one is not
     */
    public void requireUnchanged() throws IOException {
        files.requireUnchanged();
    }

    /**
     * Runs work that touches mapped tensors. Where a file shrinks under its mapping, or its device
     * fails, the access itself fails, with an {@link InternalError} in whichever thread it is; that
     * becomes an exception here.
     *
     * @throws InputChangedException if a file is not what it was
     * @throws IOException if a file cannot be read, or if the work throws it
     */
    public <T> T guarded(MappedWork<T> work) throws IOException {
        try {
            return work.run();
        } catch (RuntimeException | Error e) {
            if (!isFault(e)) {
                throw e;
            }
            requireUnchanged();
            throw new IOException(
                    Names.escape(path.toString()) + ": a mapped file cannot be read", e);
        }
    }

    /** Work on mapped tensors. */
    @FunctionalInterface
    public interface MappedWork<T> {
        T run() throws IOException;
    }

    private static boolean isFault(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (one instanceof InternalError) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
