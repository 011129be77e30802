package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Overwrites the first bytes of a file where they stand, which takes no longer for a large file
 * than for a small one. While it lasts, a journal beside the file, {@code .NAME.mlxj-journal},
 * holds the old and the new bytes, so that whoever comes after a crash can complete it: {@link
 * Journals}.
 */
public final class HeadOverwrite {
    /** The most bytes that are overwritten so; copying a file is no longer slow in comparison. */
    public static final int LONGEST = 16 << 20;

    private final Path file;
    private final Path journal;
    private final Disk disk;

    private HeadOverwrite(Path file, Path journal, Disk disk) {
        this.file = file;
        this.journal = journal;
        this.disk = disk;
    }

    /**
     * The overwriting of a file that allows it: a regular one under a single name, not reached by a
     * link into a hub cache, writable, in a writable directory. Any other is written anew with
     * {@link AtomicOutput}, which knows what may be replaced.
     */
    public static Optional<HeadOverwrite> of(Path file) throws IOException {
        return of(file, Disk.REAL);
    }

    static Optional<HeadOverwrite> of(Path given, Disk disk) throws IOException {
        Path file = OutputTarget.followed(given);
        Optional<Path> journal = Siblings.journal(file);
        Map<String, Object> attributes = Files.readAttributes(file, "unix:nlink,isRegularFile");
        boolean fit =
                journal.isPresent()
                        && Boolean.TRUE.equals(attributes.get("isRegularFile"))
                        && Integer.valueOf(1).equals(attributes.get("nlink"))
                        && !OutputTarget.isLinkIntoBlobs(given, file)
                        && !OutputTarget.isProtected(
                                file, Files.readAttributes(file, PosixFileAttributes.class))
                        && Files.isWritable(Siblings.directory(file));
        return fit ? Optional.of(new HeadOverwrite(file, journal.get(), disk)) : Optional.empty();
    }

    /**
     * Overwrites the first bytes. Another process that is doing so is waited for.
     *
     * @param before what they must be now
     * @param after as many bytes
     * @throws InputChangedException if they are others
     */
    public void write(byte[] before, byte[] after, OutputOptions options) throws IOException {
        FileLease lease =
                FileLease.acquire(journal, file, options, disk)
                        .orElseThrow(() -> new InputChangedException(file, "it is gone"));
        try (lease;
                var _ = ShutdownCleanup.section();
                FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            Journals.finish(lease, file, disk);
            if (!Arrays.equals(HeadChange.head(channel, before.length), before)) {
                lease.delete();
                throw new InputChangedException(file, "another process has changed its header");
            }
            KeptAttributes.copyRights(file, journal);
            write(new HeadChange(channel.size(), before, after), channel, lease, options.sync());
        } catch (IOException e) {
            throw TemporaryFile.failure(file, e);
        }
    }

    private void write(HeadChange change, FileChannel channel, FileLease lease, boolean sync)
            throws IOException {
        try {
            lease.put(change.encode());
            if (sync) {
                lease.force();
            }
        } catch (IOException e) {
            lease.delete();
            throw e;
        }
        try {
            HeadChange.write(channel, change.after(), disk);
            if (sync) {
                disk.force(channel);
            }
        } catch (IOException e) {
            HeadChange.write(channel, change.before(), disk);
            disk.force(channel);
            lease.delete();
            throw e;
        }
        lease.delete();
    }
}
