package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files of a new model take their names in a directory, and files of the old one go. All the
 * new ones are complete in a directory of their own, {@link #TEMPORARY}; the journal outlives a
 * crash between two steps.
 *
 * @param moves in the order in which they are done
 * @param removals names of old weight files, which go after the moves
 */
record DirectoryChange(List<Move> moves, List<String> removals) implements JournalRecord {
    static final String KIND = "dir ";

    /** Where in the model's directory the new files wait. */
    static final String TEMPORARY = ".model.mlxj-new.tmp";

    /** Held by the writer that fills {@link #TEMPORARY}, within it. */
    static final String LEASE = ".mlxj-lock";

    static final String INDEX = "model.safetensors.index.json";
    static final String SINGLE = "model.safetensors";
    private static final Pattern SHARD =
            Pattern.compile("model-[0-9]{5}-of-[0-9]{5}\\.safetensors");

    /**
     * A new file.
     *
     * @param name its path in the directory, with {@code /} between the parts
     * @param size bytes, by which it is known again
     * @param modified time of its last change in milliseconds, likewise
     */
    record Move(String name, long size, long modified) {
        static Move of(Path directory, String name) throws IOException {
            BasicFileAttributes attributes =
                    Files.readAttributes(directory.resolve(name), BasicFileAttributes.class);
            return new Move(name, attributes.size(), attributes.lastModifiedTime().toMillis());
        }

        boolean isAt(Path directory) throws IOException {
            return hasRealParents(directory)
                    && Files.isRegularFile(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)
                    && equals(of(directory, name));
        }

        /** A link on the way could lead to a file that is none of the model's. */
        private boolean hasRealParents(Path directory) {
            Path parent = directory;
            String[] parts = name.split("/", -1);
            for (int i = 0; i < parts.length - 1; i++) {
                parent = parent.resolve(parts[i]);
                if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A journal may come with a model from anywhere, so its names are not trusted. */
    DirectoryChange {
        moves = List.copyOf(moves);
        removals = List.copyOf(removals);
        for (Move move : moves) {
            if (!isSafe(move.name())) {
                throw new IllegalArgumentException("unsafe name " + Names.quote(move.name()));
            }
        }
        for (String name : removals) {
            if (!isWeightFile(name)) {
                throw new IllegalArgumentException("no weight file: " + Names.quote(name));
            }
        }
    }

    /** Whether the name stays below its directory, and is not one of mlxj's own. */
    static boolean isSafe(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf('\0') >= 0
                    || part.startsWith(".mlxj")
                    || part.equals(TEMPORARY)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a model that is replaced may have a file of that name. */
    static boolean isWeightFile(String name) {
        return name.equals(SINGLE) || name.equals(INDEX) || isShard(name);
    }

    /** {@code model-00001-of-00003.safetensors}. */
    static boolean isShard(String name) {
        return SHARD.matcher(name).matches();
    }

    static DirectoryChange read(JournalRecord.Reader body) {
        List<Move> moves = new ArrayList<>();
        for (long n = body.number(); n > 0; n--) {
            moves.add(new Move(body.text(), body.number(), body.number()));
        }
        List<String> removals = new ArrayList<>();
        for (long n = body.number(); n > 0; n--) {
            removals.add(body.text());
        }
        return new DirectoryChange(moves, removals);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Body body() {
        Body body = new Body().put(moves.size());
        for (Move move : moves) {
            body.put(move.name()).put(move.size()).put(move.modified());
        }
        body.put(removals.size());
        removals.forEach(body::put);
        return body;
    }

    /**
     * Does what is not done yet.
     *
     * @throws OutputFailedException if a new file is neither waiting nor at its place: then nothing
     *     is done
     */
    void finish(Path directory, Disk disk, boolean sync) throws IOException {
        Path waiting = directory.resolve(TEMPORARY);
        boolean there = Files.isDirectory(waiting, LinkOption.NOFOLLOW_LINKS);
        List<Move> left = new ArrayList<>();
        for (Move move : moves) {
            if (there && move.isAt(waiting)) {
                left.add(move);
            } else if (!move.isAt(directory)) {
                throw new OutputFailedException(
                        directory,
                        "a change of the model was interrupted, and its new file "
                                + Names.quote(move.name())
                                + " is gone",
                        "restore the model, and delete `" + Siblings.journalIn(directory) + "`");
            }
        }
        for (Move move : left) {
            makeParents(directory, move.name(), disk);
            disk.rename(waiting.resolve(move.name()), directory.resolve(move.name()));
        }
        if (sync) {
            disk.forceDirectory(directory);
        }
        for (String name : removals) {
            disk.delete(directory.resolve(name));
        }
    }

    /** Makes the directories that the name leads through; links are not followed. */
    static void makeParents(Path directory, String name, Disk disk) throws IOException {
        String[] parts = name.split("/", -1);
        Path parent = directory;
        for (int i = 0; i < parts.length - 1; i++) {
            parent = parent.resolve(parts[i]);
            if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                disk.createDirectory(parent);
            }
        }
    }
}
