package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * What the path of an output leads to, and whether it may be written: everything that can be
 * refused before an input is opened is refused here.
 */
sealed interface OutputTarget {
    /**
     * A regular file, or one that is to be.
     *
     * @param file free of symbolic links, so that temporary and final file are in one directory
     * @param existing the file that has the name now
     */
    record Regular(Path file, Optional<FileIdentity> existing) implements OutputTarget {}

    /** A pipe, a device, or a descriptor of this process: bytes go to it as they come. */
    record Stream(Path path) implements OutputTarget {}

    /** The longest chain of links, as in Linux. */
    int MAX_LINKS = 40;

    /**
     * Follows links and checks.
     *
     * @throws OutputRefusedException if something that exists would be lost
     * @throws OutputFailedException if it cannot be written
     */
    static OutputTarget of(Path given, OutputOptions options) throws IOException {
        if (StreamOutput.isDescriptor(given)) {
            StreamOutput.requireNoTerminal(given);
            return new Stream(given);
        }
        Path file = followed(given);
        Optional<PosixFileAttributes> existing = attributes(file);
        if (existing.isEmpty()) {
            requireWritable(Siblings.directory(file), given);
            return new Regular(file, Optional.empty());
        }
        PosixFileAttributes attributes = existing.get();
        if (attributes.isDirectory()) {
            throw new OutputRefusedException(
                    given, "the output is a directory", "name a file in it");
        }
        if (!attributes.isRegularFile()) {
            StreamOutput.requireNoTerminal(file);
            return new Stream(file);
        }
        if (!options.force() && !isInput(file, options)) {
            throw new OutputRefusedException(given, "the output exists", "`--force` replaces it");
        }
        requireReplaceable(given, file, attributes, options);
        requireWritable(Siblings.directory(file), given);
        return new Regular(file, Optional.of(FileIdentity.of(attributes)));
    }

    /**
     * Refuses to replace a file that is not this user's to replace; says who else has it, where
     * that is known.
     */
    static void requireReplaceable(
            Path given, Path file, PosixFileAttributes attributes, OutputOptions options)
            throws IOException {
        requireOutsideBlobs(given, file);
        if (!options.force() && isProtected(file, attributes)) {
            throw new OutputRefusedException(
                    given, "the output is read-only", "`--force` replaces it all the same");
        }
        int links = (int) Files.getAttribute(file, "unix:nlink");
        if (links > 1) {
            options.notes()
                    .accept(
                            Names.escape(given.toString())
                                    + ": the file has "
                                    + (links - 1)
                                    + " more hard "
                                    + (links == 2 ? "link" : "links")
                                    + ", which keep the old contents");
        }
    }

    private static boolean isInput(Path file, OutputOptions options) throws IOException {
        return options.inPlaceOf().isPresent()
                && Files.exists(options.inPlaceOf().get())
                && Files.isSameFile(options.inPlaceOf().get(), file);
    }

    /**
     * The caches of model hubs link names of models to files in a folder {@code blobs} that are
     * named by the hash of their content, and shared.
     */
    private static void requireOutsideBlobs(Path given, Path file) throws IOException {
        if (isLinkIntoBlobs(given, file)) {
            throw new OutputRefusedException(
                    given,
                    "the file is a link into a hub cache, where files are named by the hash of"
                            + " their content and shared",
                    "write the result elsewhere with `-o`");
        }
    }

    static boolean isLinkIntoBlobs(Path given, Path file) {
        return Siblings.directory(file).endsWith("blobs") && Files.isSymbolicLink(given);
    }

    /** Read-only for its user; for root, who may write everything, read-only for everybody. */
    static boolean isProtected(Path file, PosixFileAttributes attributes) {
        return !Files.isWritable(file)
                || !(attributes.permissions().contains(PosixFilePermission.OWNER_WRITE)
                        || attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE));
    }

    /** The directory must take new names, since a file is written beside its output and renamed. */
    static void requireWritable(Path directory, Path given) throws IOException {
        if (!Files.isWritable(directory)) {
            throw new OutputFailedException(
                    given,
                    "the directory " + Names.quote(directory.toString()) + " is not writable",
                    "write the result elsewhere with `-o`");
        }
    }

    /** The path without links: those of its directory, and those that its last part may be. */
    static Path followed(Path given) throws IOException {
        Path path = given.toAbsolutePath();
        for (int i = 0; i < MAX_LINKS; i++) {
            if (!Files.isSymbolicLink(path)) {
                return inRealDirectory(path, given);
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        throw new OutputFailedException(given, "its symbolic links go round in a circle", null);
    }

    private static Path inRealDirectory(Path path, Path given) throws IOException {
        Path parent = path.getParent();
        if (parent == null || path.endsWith("..") || path.endsWith(".")) {
            return path.toRealPath();
        }
        try {
            Path directory = parent.toRealPath();
            if (Files.isDirectory(directory)) {
                return directory.resolve(path.getFileName());
            }
        } catch (NoSuchFileException e) {
            throw new OutputFailedException(
                    given,
                    "the directory " + Names.quote(parent.toString()) + " does not exist",
                    "make it first",
                    e);
        } catch (FileSystemException e) {
            throw new OutputFailedException(given, reason(e), null, e);
        }
        throw new OutputFailedException(
                given, Names.quote(parent.toString()) + " is not a directory", null);
    }

    /** What the system says, without the path, which the message has already. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists already";
            case DirectoryNotEmptyException _ -> "the directory is not empty";
            case FileSystemException failure when failure.getReason() != null ->
                    failure.getReason();
            case IOException _ when e.getMessage() != null -> e.getMessage();
            default -> e.getClass().getSimpleName();
        };
    }

    private static Optional<PosixFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(
                            file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
