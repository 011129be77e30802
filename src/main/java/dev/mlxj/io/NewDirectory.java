package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory that does not exist yet: made beside its place, and renamed whole. */
final class NewDirectory extends AtomicDirectory {
    private final Path directory;

    private NewDirectory(
            Path label, Path directory, Path temporary, OutputOptions options, Disk disk) {
        super(label, temporary, options, disk);
        this.directory = directory;
    }

    static NewDirectory begin(Path label, Path directory, OutputOptions options, Disk disk)
            throws IOException {
        StaleFiles.sweep(directory, disk);
        Path temporary = Siblings.temporary(directory);
        try (var _ = ShutdownCleanup.section()) {
            disk.createDirectory(temporary);
            NewDirectory created = new NewDirectory(label, directory, temporary, options, disk);
            created.deleteAtShutdown();
            return created;
        } catch (IOException e) {
            throw TemporaryFile.failure(label, e);
        }
    }

    @Override
    Optional<Path> replaced(String name) {
        return Optional.empty();
    }

    @Override
    void rename(List<String> names) throws IOException {
        if (options().sync()) {
            forceTree(temporary(), disk());
        }
        try (var _ = ShutdownCleanup.section()) {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new OutputRefusedException(
                        label(),
                        "another process has written it meanwhile",
                        "`--force` replaces the model in it");
            }
            disk().rename(temporary(), directory);
        }
        if (options().sync()) {
            disk().forceDirectory(Siblings.directory(directory));
        }
    }

    @Override
    void delete() throws IOException {
        StaleFiles.deleteTree(temporary(), disk());
    }
}
