package dev.mlxj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The names of the files that mlxj puts beside a file that it writes: hidden, so that no pattern
 * for models matches them, and recognisable if a crash should leave one.
 */
final class Siblings {
    /** The longest file name, in bytes, that common file systems accept. */
    private static final int LONGEST_NAME = 255;

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final int RANDOM_DIGITS = 8;
    private static final String TEMPORARY = ".tmp";
    private static final String JOURNAL = ".mlxj-journal";

    private Siblings() {}

    /** The directory that the file is in. */
    static Path directory(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** {@code .NAME.mlxj-XXXXXXXX.tmp}, different each time. */
    static Path temporary(Path file) throws IOException {
        return file.resolveSibling(prefix(file) + random() + TEMPORARY);
    }

    /** What the names of all temporaries of the file begin with. */
    static String prefix(Path file) {
        String name = file.getFileName().toString();
        int room =
                LONGEST_NAME
                        - ".".length()
                        - ".mlxj-".length()
                        - RANDOM_DIGITS
                        - TEMPORARY.length();
        while (name.getBytes(StandardCharsets.UTF_8).length > room) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return "." + name + ".mlxj-";
    }

    /** Whether the name is one that {@link #temporary} gives for some file. */
    static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(TEMPORARY) && name.contains(".mlxj-");
    }

    /** {@code .NAME.mlxj-journal}; absent where that name would be too long. */
    static Optional<Path> journal(Path file) {
        String name = "." + file.getFileName() + JOURNAL;
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                ? Optional.empty()
                : Optional.of(file.resolveSibling(name));
    }

    /** {@code .mlxj-journal} in the directory itself. */
    static Path journalIn(Path directory) {
        return directory.resolve(JOURNAL);
    }

    /**
     * Forty bits that nobody can guess. SecureRandom gives no better ones, and takes 20 ms to
     * start.
     */
    private static String random() throws IOException {
        StringBuilder digits = new StringBuilder(RANDOM_DIGITS);
        try (InputStream source = Files.newInputStream(Path.of("/dev/urandom"))) {
            for (byte b : source.readNBytes(RANDOM_DIGITS)) {
                digits.append(DIGITS.charAt(b & 31));
            }
        }
        return digits.toString();
    }
}
