package dev.mlxj.io;

import dev.mlxj.io.safetensors.ShardIndex;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory that exists and whose model is replaced. The new files wait in a directory within,
 * which one writer has at a time; they take their names under the journal of the directory.
 */
final class ChangedDirectory extends AtomicDirectory {
    private final Path directory;
    private final FileLease lease;

    private ChangedDirectory(
            Path label,
            Path directory,
            Path waiting,
            FileLease lease,
            OutputOptions options,
            Disk disk) {
        super(label, waiting, options, disk);
        this.directory = directory;
        this.lease = lease;
    }

    /** Waits for another writer; then completes or deletes what a crash has left. */
    static ChangedDirectory begin(Path label, Path directory, OutputOptions options, Disk disk)
            throws IOException {
        refuseLinks(label, directory);
        Path waiting = directory.resolve(DirectoryChange.TEMPORARY);
        Runnable cleanup = () -> deleteIfEmpty(waiting, disk);
        try {
            FileLease lease = acquire(label, waiting, options, disk, cleanup);
            return begin(label, directory, lease, options, disk);
        } catch (IOException e) {
            throw TemporaryFile.failure(label, e);
        } finally {
            ShutdownCleanup.remove(cleanup);
        }
    }

    private static ChangedDirectory begin(
            Path label, Path directory, FileLease lease, OutputOptions options, Disk disk)
            throws IOException {
        Path waiting = directory.resolve(DirectoryChange.TEMPORARY);
        try {
            Journals.recoverDirectory(directory, options.notes());
            try (var _ = ShutdownCleanup.section()) {
                deleteContent(waiting, disk);
                var created = new ChangedDirectory(label, directory, waiting, lease, options, disk);
                created.deleteAtShutdown();
                return created;
            }
        } catch (IOException e) {
            lease.close();
            throw e;
        }
    }

    /** The lease of the directory of new files, which is made if need be. */
    private static FileLease acquire(
            Path label, Path waiting, OutputOptions options, Disk disk, Runnable cleanup)
            throws IOException {
        while (true) {
            try (var _ = ShutdownCleanup.section()) {
                ShutdownCleanup.add(cleanup);
                disk.createDirectory(waiting);
            } catch (FileAlreadyExistsException e) {
                // Another writer's, which may be gone by now; never one that leads elsewhere.
                if (Files.isSymbolicLink(waiting) || Files.isRegularFile(waiting)) {
                    throw e;
                }
            }
            Path file = waiting.resolve(DirectoryChange.LEASE);
            Optional<FileLease> lease = FileLease.acquire(file, label, options, disk);
            if (lease.isPresent()) {
                lease.get().put(new byte[0]); // so that others can see who has it
                return lease.get();
            }
        }
    }

    /** Deletes the directory of new files and what is in it, on behalf of its holder. */
    static void deleteWaiting(Path waiting, FileLease lease, Disk disk) throws IOException {
        deleteContent(waiting, disk);
        lease.delete();
        deleteIfEmpty(waiting, disk);
    }

    private static void deleteContent(Path waiting, Disk disk) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(waiting)) {
            for (Path path : content) {
                if (!path.endsWith(DirectoryChange.LEASE)) {
                    StaleFiles.deleteTree(path, disk);
                }
            }
        }
    }

    private static void deleteIfEmpty(Path waiting, Disk disk) {
        try {
            disk.delete(waiting);
        } catch (IOException e) {
            return; // the next writer has put its lease there already
        }
    }

    /**
     * A weight file that is a link belongs to somebody else too, as in the cache of a model hub: it
     * cannot be renamed over, and its target is not this directory's.
     */
    private static void refuseLinks(Path label, Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (DirectoryChange.isWeightFile(name) && Files.isSymbolicLink(file)) {
                    throw new OutputRefusedException(
                            label.resolve(name),
                            "the file is a link, as in the cache of a model hub",
                            "write the result elsewhere with `-o`");
                }
            }
        }
    }

    @Override
    Optional<Path> replaced(String name) throws IOException {
        Path existing = directory.resolve(name);
        if (Files.isDirectory(existing)) {
            throw new OutputRefusedException(label().resolve(name), "it is a directory", null);
        }
        if (!Files.exists(existing)) {
            return Optional.empty();
        }
        OutputTarget.requireReplaceable(
                label().resolve(name),
                existing,
                Files.readAttributes(existing, PosixFileAttributes.class),
                options());
        return Optional.of(existing);
    }

    @Override
    void rename(List<String> names) throws IOException {
        if (options().sync()) {
            forceTree(temporary(), disk());
        }
        FileLease journal =
                FileLease.acquire(Siblings.journalIn(directory), label(), options(), disk())
                        .orElseThrow(() -> new InputChangedException(label(), "it is gone"));
        try (journal;
                var _ = ShutdownCleanup.section()) {
            DirectoryChange change = change(names);
            announce(change, journal);
            finish(change);
            journal.delete();
            delete();
        }
        if (options().sync()) {
            disk().forceDirectory(directory);
        }
    }

    private void announce(DirectoryChange change, FileLease journal) throws IOException {
        try {
            journal.put(change.encode());
            if (options().sync()) {
                journal.force();
            }
        } catch (IOException e) {
            journal.delete();
            throw e;
        }
    }

    /** Some names may be new and some old after an error: then all is left for the next run. */
    private void finish(DirectoryChange change) throws IOException {
        try {
            change.finish(directory, disk(), options().sync());
        } catch (IOException e) {
            forget();
            lease.close();
            throw new OutputFailedException(
                    label(),
                    "the new files could not all take their names: " + OutputTarget.reason(e),
                    "any command on the model completes this when the cause is mended",
                    e);
        }
    }

    private DirectoryChange change(List<String> names) throws IOException {
        List<DirectoryChange.Move> moves = new ArrayList<>();
        for (String name : names) {
            moves.add(DirectoryChange.Move.of(temporary(), name));
        }
        return new DirectoryChange(moves, removals(names));
    }

    /**
     * The weight files of the old model that the new one has not: what its index lists under names
     * of shards, {@code model.safetensors}, and the index. Others are named in a note.
     */
    private List<String> removals(List<String> names) throws IOException {
        Set<String> kept = new HashSet<>(names);
        if (names.contains(DirectoryChange.INDEX)) {
            kept.addAll(shards(temporary()));
        } else if (!names.contains(DirectoryChange.SINGLE)) {
            return List.of(); // some files of the model, and not the model
        }
        Set<String> old = new TreeSet<>(shards(directory));
        old.removeIf(name -> !DirectoryChange.isShard(name));
        old.addAll(List.of(DirectoryChange.SINGLE, DirectoryChange.INDEX));
        old.removeAll(kept);
        old.removeIf(name -> !Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS));
        noteStrays(kept, old);
        return List.copyOf(old);
    }

    private Set<String> shards(Path model) throws IOException {
        Path index = model.resolve(DirectoryChange.INDEX);
        if (!Files.exists(index)) {
            return Set.of();
        }
        try {
            return Set.copyOf(ShardIndex.read(index).shards());
        } catch (MalformedCheckpointException e) {
            options().notes().accept(e.getMessage() + ": its shards are not removed");
            return Set.of();
        }
    }

    private void noteStrays(Set<String> kept, Set<String> removed) throws IOException {
        Set<String> strays = new TreeSet<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, "model*.safetensors")) {
            for (Path file : all) {
                strays.add(file.getFileName().toString());
            }
        }
        strays.removeAll(kept);
        strays.removeAll(removed);
        for (String name : strays) {
            options()
                    .notes()
                    .accept(
                            Names.escape(label().resolve(name).toString())
                                    + ": not part of the new model, but some loaders would read"
                                    + " it");
        }
    }

    @Override
    void delete() throws IOException {
        deleteWaiting(temporary(), lease, disk());
        lease.close();
    }
}
