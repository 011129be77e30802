package dev.mlxj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a new file takes over from the one whose name it will get: mode, owner, group, and the
 * extended attributes of the user. Access control lists are lost, since Java cannot see them.
 */
final class KeptAttributes {
    private static final int RIGHTS = 0007777;
    private static final int GROUP_RIGHTS = 0070;

    private KeptAttributes() {}

    /**
     * Gives {@code created} the attributes of {@code existing}. Where the group cannot be kept, as
     * an ordinary user cannot give files to a group of others, the new group gets no right that not
     * everybody has, so that nobody can read what he could not read before.
     */
    static void copy(Path existing, Path created, OutputOptions options) throws IOException {
        if (!copyRights(existing, created)) {
            options.notes()
                    .accept(Names.escape(existing.toString()) + ": the new file has another owner");
        }
        copyExtended(existing, created, options);
    }

    /** Mode, owner and group; false if not all could be kept. */
    static boolean copyRights(Path existing, Path created) throws IOException {
        Map<String, Object> wanted = Files.readAttributes(existing, "unix:uid,gid");
        Map<String, Object> given = Files.readAttributes(created, "unix:uid,gid");
        int mode = mode(existing);
        boolean group = keep(created, "gid", wanted, given);
        boolean owner = keep(created, "uid", wanted, given);
        if (!group) {
            mode &= ~GROUP_RIGHTS | (mode << 3);
        }
        if (mode != mode(created)) { // some file systems know no other mode, and fail
            Files.setAttribute(created, "unix:mode", mode);
        }
        return group && owner;
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode") & RIGHTS;
    }

    private static boolean keep(
            Path file, String attribute, Map<String, Object> wanted, Map<String, Object> given) {
        if (Objects.equals(wanted.get(attribute), given.get(attribute))) {
            return true;
        }
        try {
            Files.setAttribute(file, "unix:" + attribute, wanted.get(attribute));
            return true;
        } catch (IOException e) {
            return false; // only root may give files away
        }
    }

    private static void copyExtended(Path existing, Path created, OutputOptions options)
            throws IOException {
        var from = Files.getFileAttributeView(existing, UserDefinedFileAttributeView.class);
        var to = Files.getFileAttributeView(created, UserDefinedFileAttributeView.class);
        for (String name : names(from)) {
            try {
                ByteBuffer value = ByteBuffer.allocate(from.size(name));
                from.read(name, value);
                to.write(name, value.flip());
            } catch (FileSystemException e) {
                options.notes()
                        .accept(
                                Names.escape(existing.toString())
                                        + ": the extended attribute "
                                        + Names.quote(name)
                                        + " is lost");
            }
        }
    }

    private static List<String> names(UserDefinedFileAttributeView view) throws IOException {
        try {
            return view.list();
        } catch (FileSystemException e) {
            return List.of(); // a file system without extended attributes
        }
    }
}
