package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * Temporary files and directories that a kill or a power loss has left behind. The next writer of
 * the same output deletes those that nobody has written to for a day: no lock is asked, since a
 * lock does not survive that the file is opened a second time, to be verified.
 */
final class StaleFiles {
    private static final Duration LIVELY = Duration.ofDays(1);

    private StaleFiles() {}

    /** Deletes the old temporaries of the output, as far as that is allowed. */
    static void sweep(Path output, Disk disk) {
        String prefix = Siblings.prefix(output);
        Instant limit = Instant.now().minus(LIVELY);
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(Siblings.directory(output))) {
            for (Path path : siblings) {
                if (isTemporary(path, prefix) && lastWritten(path).isBefore(limit)) {
                    deleteTree(path, disk);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // An output does not fail because of what another run has left, or another user.
            return;
        }
    }

    private static boolean isTemporary(Path path, String prefix) {
        String name = path.getFileName().toString();
        return name.startsWith(prefix) && Siblings.isTemporary(name);
    }

    /** The latest time in the tree; far in the future where it cannot be told. */
    private static Instant lastWritten(Path root) throws IOException {
        Instant[] latest = {Instant.MIN};
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return visitFile(directory, attributes);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        Instant time = attributes.lastModifiedTime().toInstant();
                        latest[0] = time.isAfter(latest[0]) ? time : latest[0];
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        latest[0] = Instant.MAX;
                        return FileVisitResult.TERMINATE;
                    }
                });
        return latest[0];
    }

    /** Deletes a file, or a directory with all that is in it; links are not followed. */
    static void deleteTree(Path root, Disk disk) throws IOException {
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
                for (Path child : children) {
                    deleteTree(child, disk);
                }
            }
        }
        disk.delete(root);
    }
}
