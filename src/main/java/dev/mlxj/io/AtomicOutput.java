package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An output file that appears whole or not at all. It is written under a temporary name beside its
 * place, {@code .NAME.mlxj-XXXXXXXX.tmp}, forced to the disk, and renamed; until then the output is
 * what it was before, and so it stays after any failure. The temporary file is deleted also when
 * the process is told to end (SIGINT, SIGTERM); only SIGKILL and power loss can leave it behind.
 *
 * <p>A symbolic link stays, and the file that it leads to is replaced. An existing file's mode,
 * owner and extended attributes are kept. A pipe, a device and {@code -} (standard output) are
 * written to directly, in order.
 */
public final class AtomicOutput implements OutputFile {
    private final Path label;
    private final OutputTarget target;
    private final OutputOptions options;
    private final Disk disk;
    private final OutputFile file;
    private final Runnable cleanup = this::delete;
    private boolean done;

    private AtomicOutput(
            Path label, OutputTarget target, OutputOptions options, Disk disk, OutputFile file) {
        this.label = label;
        this.target = target;
        this.options = options;
        this.disk = disk;
        this.file = file;
    }

    /**
     * Asks whether an output may be written, for a command that has not opened its input yet.
     *
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if the system does not allow it
     */
    public static void check(Path output, OutputOptions options) throws IOException {
        OutputTarget.of(output, options);
    }

    /**
     * Begins an output.
     *
     * @param output where to write; {@code -} is standard output
     * @param size bytes that will be written
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if the system does not allow it, or the disk has not so much
     *     space
     */
    public static AtomicOutput create(Path output, long size, OutputOptions options)
            throws IOException {
        return create(output, size, options, Disk.REAL);
    }

    static AtomicOutput create(Path output, long size, OutputOptions options, Disk disk)
            throws IOException {
        OutputTarget target = OutputTarget.of(output, options);
        return switch (target) {
            case OutputTarget.Stream(Path path) ->
                    new AtomicOutput(
                            output, target, options, disk, StreamOutput.open(path, output, size));
            case OutputTarget.Regular(Path path, var existing) -> {
                StaleFiles.sweep(path, disk);
                Path temporary = Siblings.temporary(path);
                try (var _ = ShutdownCleanup.section()) {
                    OutputFile file =
                            TemporaryFile.create(
                                    temporary,
                                    output,
                                    existing.map(e -> path),
                                    size,
                                    options,
                                    disk);
                    AtomicOutput created = new AtomicOutput(output, target, options, disk, file);
                    ShutdownCleanup.add(created.cleanup);
                    yield created;
                }
            }
        };
    }

    /** Writes a small file whole. */
    public static void write(Path output, byte[] bytes, OutputOptions options) throws IOException {
        try (AtomicOutput file = create(output, bytes.length, options)) {
            file.write(0, MemorySegment.ofArray(bytes));
            file.commit();
        }
    }

    @Override
    public boolean isSequential() {
        return file.isSequential();
    }

    @Override
    public Optional<Path> temporary() {
        return file.temporary();
    }

    @Override
    public void write(long position, MemorySegment bytes) throws IOException {
        file.write(position, bytes);
    }

    @Override
    public void copyFrom(FileChannel source, long from, long count, long position)
            throws IOException {
        file.copyFrom(source, from, count, position);
    }

    @Override
    public void shrinkTo(long size) {
        file.shrinkTo(size);
    }

    @Override
    public void finish() throws IOException {
        file.finish();
    }

    /**
     * Gives the complete file its name, after {@link #finish()}, which it calls if need be.
     *
     * @throws InputChangedException if the file that is replaced in place is not the one that was
     *     there at the beginning
     * @throws OutputRefusedException if another process has made the output meanwhile
     */
    public void commit() throws IOException {
        finish();
        if (target instanceof OutputTarget.Regular regular) {
            rename(regular, file.temporary().orElseThrow());
        }
        done = true;
    }

    /** Under the lease of the target's journal, so that nobody edits or replaces it meanwhile. */
    private void rename(OutputTarget.Regular regular, Path temporary) throws IOException {
        Optional<Path> journal = Siblings.journal(regular.file());
        @Nullable FileLease lease =
                journal.isEmpty()
                        ? null
                        : FileLease.acquire(journal.get(), label, options, disk).orElse(null);
        try (lease;
                var _ = ShutdownCleanup.section()) {
            requireUnchanged(regular);
            disk.rename(temporary, regular.file());
            done = true;
            ShutdownCleanup.remove(cleanup);
            if (lease != null) {
                lease.delete(); // a change that was begun on the old file
            }
        } catch (IOException e) {
            throw TemporaryFile.failure(label, e);
        }
        if (options.sync()) {
            forceDirectory(Siblings.directory(regular.file()));
        }
    }

    private void requireUnchanged(OutputTarget.Regular regular) throws IOException {
        if (regular.existing().isPresent() && options.inPlaceOf().isPresent()) {
            regular.existing().get().requireUnchanged(regular.file());
        } else if (regular.existing().isEmpty()
                && !options.force()
                && Files.exists(regular.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw new OutputRefusedException(
                    label, "another process has written it meanwhile", "`--force` replaces it");
        }
    }

    private void forceDirectory(Path directory) throws IOException {
        try {
            disk.forceDirectory(directory);
        } catch (IOException e) {
            throw new OutputFailedException(
                    label,
                    "it is written, but its directory cannot be forced to the disk: "
                            + OutputTarget.reason(e),
                    "`--no-sync` leaves that to the system",
                    e);
        }
    }

    /** When the process ends. */
    private void delete() {
        try {
            disk.delete(file.temporary().orElseThrow());
        } catch (IOException e) {
            // There is nobody left to tell; the name says whose file it is.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        done = true;
        try (var _ = ShutdownCleanup.section()) {
            ShutdownCleanup.remove(cleanup);
            try {
                file.close();
            } finally {
                if (target instanceof OutputTarget.Regular) {
                    disk.delete(file.temporary().orElseThrow());
                }
            }
        }
    }
}
