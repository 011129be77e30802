package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An output directory, a model of several files, that appears whole or not at all. All files are
 * written into a temporary directory, which can be opened as a model before {@link #commit()}. A
 * new directory then gets its name by one rename; in one that exists, the files take their names
 * one after the other under a journal, so that a crash in between is completed by whoever opens the
 * model next ({@link Journals}).
 *
 * <p>A process that is told to end deletes the temporary directory, or completes the renames.
 */
public abstract sealed class AtomicDirectory implements AutoCloseable
        permits NewDirectory, ChangedDirectory {
    private final Path label;
    private final Path temporary;
    private final OutputOptions options;
    private final Disk disk;
    private final Map<String, TemporaryFile> files = new LinkedHashMap<>();
    private final Runnable cleanup = this::deleteAtExit;
    private boolean done;

    AtomicDirectory(Path label, Path temporary, OutputOptions options, Disk disk) {
        this.label = label;
        this.temporary = temporary;
        this.options = options;
        this.disk = disk;
    }

    /**
     * Asks whether a directory may be written, for a command that has not opened its input yet.
     *
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if the system does not allow it
     */
    public static void check(Path output, OutputOptions options) throws IOException {
        DirectoryTarget.of(output, options);
    }

    /**
     * Begins a directory. One that exists is changed: files of the same names are replaced, and
     * those weight files of the old model that the new one does not have are removed.
     *
     * @param size bytes that all its files will have together, or a bit less
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if the system does not allow it, the disk has not so much
     *     space, or another process is writing it for longer than the options' patience
     */
    public static AtomicDirectory create(Path output, long size, OutputOptions options)
            throws IOException {
        return create(output, size, options, Disk.REAL);
    }

    static AtomicDirectory create(Path output, long size, OutputOptions options, Disk disk)
            throws IOException {
        DirectoryTarget target = DirectoryTarget.of(output, options);
        TemporaryFile.requireSpace(
                target.exists() ? target.directory() : Siblings.directory(target.directory()),
                output,
                size);
        return target.exists()
                ? ChangedDirectory.begin(output, target.directory(), options, disk)
                : NewDirectory.begin(output, target.directory(), options, disk);
    }

    /** The directory that holds the files until they get their names. */
    public Path temporary() {
        return temporary;
    }

    /**
     * Begins a file. It is to be finished before the next one, lest many files are open at a time,
     * and at the latest before {@link #commit()}.
     *
     * @param name its path in the directory, with {@code /} between the parts
     * @param size bytes that will be written
     * @throws IllegalArgumentException if the name leads out of the directory, or was given before
     */
    public OutputFile file(String name, long size) throws IOException {
        if (!DirectoryChange.isSafe(name)) {
            throw new IllegalArgumentException("unsafe file name " + Names.quote(name));
        }
        if (files.containsKey(name)) {
            throw new IllegalArgumentException("two files are named " + Names.quote(name));
        }
        // Whoever deletes the directory when the process ends must not meet a file just made.
        try (var _ = ShutdownCleanup.section()) {
            DirectoryChange.makeParents(temporary, name, disk);
            TemporaryFile file =
                    TemporaryFile.create(
                            temporary.resolve(name),
                            label.resolve(name),
                            replaced(name),
                            size,
                            options,
                            disk);
            files.put(name, file);
            return file;
        }
    }

    /** Writes a small file whole. */
    public void write(String name, byte[] bytes) throws IOException {
        try (OutputFile file = file(name, bytes.length)) {
            file.write(0, MemorySegment.ofArray(bytes));
            file.finish();
        }
    }

    /** Copies a file from elsewhere; of a link, what it leads to. */
    public void copy(String name, Path source) throws IOException {
        try (FileChannel from = FileChannel.open(source, READ);
                OutputFile file = file(name, from.size())) {
            file.copyFrom(from, 0, from.size(), 0);
            file.finish();
        }
    }

    /**
     * Gives the complete files their names.
     *
     * @throws IllegalStateException if a file is not finished
     */
    public void commit() throws IOException {
        for (Map.Entry<String, TemporaryFile> file : files.entrySet()) {
            if (!file.getValue().isComplete()) {
                throw new IllegalStateException(file.getKey() + " is not finished");
            }
        }
        try {
            rename(movesInOrder());
        } catch (IOException e) {
            throw TemporaryFile.failure(label, e);
        }
        forget();
    }

    /** The names of the files; last what loaders look for first, the single file or the index. */
    private List<String> movesInOrder() {
        List<String> names = new ArrayList<>(files.keySet());
        names.sort(Comparator.comparingInt(AtomicDirectory::rank));
        return names;
    }

    private static int rank(String name) {
        if (name.endsWith(".index.json")) {
            return 2;
        }
        return name.equals(DirectoryChange.SINGLE) ? 1 : 0;
    }

    /** Where the existing file of that name is, which the new one replaces. */
    abstract Optional<Path> replaced(String name) throws IOException;

    /** Gives the files their names. */
    abstract void rename(List<String> names) throws IOException;

    /** Deletes the temporary directory. */
    abstract void delete() throws IOException;

    /** From here on the temporary directory is deleted when the process ends. */
    final void deleteAtShutdown() {
        ShutdownCleanup.add(cleanup);
    }

    /** There is nothing left to delete. */
    final void forget() {
        done = true;
        ShutdownCleanup.remove(cleanup);
    }

    private void deleteAtExit() {
        try {
            delete();
        } catch (IOException e) {
            // There is nobody left to tell; the name says whose directory it is.
            return;
        }
    }

    final OutputOptions options() {
        return options;
    }

    final Disk disk() {
        return disk;
    }

    /** The output as it was given. */
    final Path label() {
        return label;
    }

    /** Deletes what was written unless it has been committed. */
    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        try (var _ = ShutdownCleanup.section()) {
            forget();
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        try {
            for (TemporaryFile file : files.values()) {
                file.close();
            }
        } finally {
            delete();
        }
    }

    /** Forces the directory and those below it, whose files are on the disk. */
    static void forceTree(Path directory, Disk disk) throws IOException {
        try (var children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    forceTree(child, disk);
                }
            }
        }
        disk.forceDirectory(directory);
    }
}
