package dev.mlxj.io;

import dev.mlxj.io.safetensors.ShardIndex;
import dev.mlxj.io.safetensors.ShardedModel;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Opens a checkpoint: decides what a path is, reads every header, and checks them together. */
final class CheckpointReader {
    /** A journal that stays may be one that was cut short, and that nobody could delete. */
    private static final int MOST_ATTEMPTS = 10;

    private final Path model;
    private final OpenOptions options;
    private final OpenFiles files = new OpenFiles();

    CheckpointReader(Path model, OpenOptions options) {
        this.model = model;
        this.options = options;
    }

    Checkpoint open() throws IOException {
        boolean opened = false;
        try {
            Checkpoint checkpoint = new Checkpoint(model, read(), files);
            opened = true;
            return checkpoint;
        } catch (AccessDeniedException e) {
            throw denied(e);
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    Checkpoint readHeader(InputStream in) throws IOException {
        return new Checkpoint(model, single(null, stream(in), true), files);
    }

    private Checkpoint.Content read() throws IOException {
        BasicFileAttributes attributes = attributes(model);
        if (attributes.isDirectory()) {
            return inDirectory();
        }
        if (attributes.isRegularFile()) {
            return ModelDirectory.isIndex(model)
                    ? besideIndex()
                    : single(null, shard(model), false);
        }
        try (InputStream in = Files.newInputStream(model)) {
            return single(null, stream(in), true);
        }
    }

    private Checkpoint.Content inDirectory() throws IOException {
        Journals.recoverDirectory(model, options.warnings());
        Path file = ModelDirectory.find(model, options);
        if (ModelDirectory.isIndex(file)) {
            return sharded(file, model);
        }
        Checkpoint.Content content = single(model, shard(file), false);
        ModelDirectory.warnStray(model, List.of(String.valueOf(file.getFileName())), options);
        return content;
    }

    private Checkpoint.Content besideIndex() throws IOException {
        Path parent = model.getParent();
        Path directory = parent == null ? Path.of("") : parent;
        Journals.recoverDirectory(directory, options.warnings());
        return sharded(model, directory);
    }

    private Checkpoint.Content sharded(Path file, Path directory) throws IOException {
        ShardIndex index = ShardIndex.read(file);
        ShardedModel whole = new ShardedModel(index);
        List<Shard> shards = new ArrayList<>();
        for (String path : present(index, directory)) {
            Shard shard = shard(directory.resolve(path));
            shards.add(shard);
            whole.add(path, shard);
        }
        SequencedMap<String, Entry> entries = whole.check(options.warnings());
        ModelDirectory.warnStray(directory, index.shards(), options);
        return new Checkpoint.Content(
                directory,
                index,
                List.copyOf(shards),
                Collections.unmodifiableSequencedMap(entries),
                false);
    }

    /** The shards that the index names, all of which must be there. */
    private static List<String> present(ShardIndex index, Path directory)
            throws MalformedCheckpointException {
        List<String> missing = new ArrayList<>();
        for (String path : index.shards()) {
            if (!exists(directory, path)) {
                missing.add(Names.quote(path));
            }
        }
        if (!missing.isEmpty()) {
            throw new MalformedCheckpointException(
                    index.file(),
                    MalformedCheckpointException.NOWHERE,
                    "shards that are not there: " + Listing.of(missing),
                    "the download may have stopped early; fetch them again");
        }
        return index.shards();
    }

    private static boolean exists(Path directory, String path) {
        try {
            return Files.exists(directory.resolve(path));
        } catch (InvalidPathException e) {
            // A name that the system cannot write, as a Chinese one under LC_ALL=C.
            return false;
        }
    }

    private static Checkpoint.Content single(
            @Nullable Path directory, Shard shard, boolean headerOnly) {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : shard.entries()) {
            entries.put(entry.name(), entry);
        }
        return new Checkpoint.Content(
                directory,
                null,
                List.of(shard),
                Collections.unmodifiableSequencedMap(entries),
                headerOnly);
    }

    /** Reads a header, and again if another process was changing it just then. */
    private Shard shard(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<byte[]> journalled = Journals.recover(file, options.warnings());
            boolean last = journalled.isPresent() || attempt == MOST_ATTEMPTS;
            try {
                Shard shard = shard(file, journalled);
                if (last || !Journals.isPending(file)) {
                    return shard;
                }
            } catch (MalformedCheckpointException e) {
                if (last || !Journals.isPending(file)) {
                    throw e;
                }
            } catch (InputChangedException e) {
                if (last) {
                    throw e;
                }
            }
        }
    }

    private Shard shard(Path file, Optional<byte[]> journalled) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (!attributes.isRegularFile()) {
            throw new MalformedCheckpointException(
                    file, MalformedCheckpointException.NOWHERE, "this is no regular file", null);
        }
        files.add(file, FileIdentity.of(attributes));
        try (OpenFiles.Lease lease = files.lease(file)) {
            InputStream in = from(lease.channel(), journalled);
            FileHead head = FileHead.read(in, attributes.size());
            return Formats.of(file, head).read(file, head, in, options);
        }
    }

    /**
     * The file from its start, which a journal may hold. Not to be closed: that would close the
     * channel, which stays open for the tensors.
     */
    private static InputStream from(FileChannel channel, Optional<byte[]> journalled)
            throws IOException {
        if (journalled.isEmpty()) {
            return Channels.newInputStream(channel.position(0));
        }
        byte[] start = journalled.get();
        return new SequenceInputStream(
                new ByteArrayInputStream(start),
                Channels.newInputStream(channel.position(start.length)));
    }

    private Shard stream(InputStream in) throws IOException {
        FileHead head = FileHead.read(in, -1);
        return Formats.of(model, head).read(model, head, in, options);
    }

    static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw gone(file, e);
        }
    }

    private static IOException gone(Path file, IOException cause) {
        String reason =
                Files.isSymbolicLink(file) ? "a link to a file that is not there" : "no such file";
        NoSuchFileException explained = new NoSuchFileException(file.toString(), null, reason);
        explained.initCause(cause);
        return explained;
    }

    private static IOException denied(AccessDeniedException e) {
        AccessDeniedException explained =
                new AccessDeniedException(e.getFile(), null, "permission denied");
        explained.initCause(e);
        return explained;
    }
}
