package dev.mlxj.surgery;

import dev.mlxj.io.HeadOverwrite;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.Shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Other metadata in the header of a file, as long as it was: everything else in it stays as it is.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeadEdit(Path file, HeadOverwrite overwrite, byte[] before, byte[] after) {
    /** Bytes of the length field before the header. */
    private static final int LENGTH_BYTES = Long.BYTES;

    private static final String METADATA = "__metadata__";

    /**
     * The edit that gives a file these metadata; nothing where the header has no room for them, or
     * the file may not be changed where it stands.
     */
    static Optional<HeadEdit> of(Shard file, Map<String, String> metadata) throws IOException {
        if (file.headerBytes() > HeadOverwrite.LONGEST - LENGTH_BYTES) {
            return Optional.empty();
        }
        Optional<HeadOverwrite> overwrite = HeadOverwrite.of(file.file());
        if (overwrite.isEmpty()) {
            return Optional.empty();
        }
        byte[] before = head(file);
        byte[] json = edited(Arrays.copyOfRange(before, LENGTH_BYTES, before.length), metadata);
        int length = json.length;
        while (length > 0 && json[length - 1] == ' ') {
            length--;
        }
        if (length > before.length - LENGTH_BYTES) {
            return Optional.empty();
        }
        byte[] after = before.clone();
        Arrays.fill(after, LENGTH_BYTES, after.length, (byte) ' ');
        System.arraycopy(json, 0, after, LENGTH_BYTES, length);
        return Optional.of(new HeadEdit(file.file(), overwrite.get(), before, after));
    }

    private static byte[] head(Shard file) throws IOException {
        try (var in = Files.newInputStream(file.file())) {
            return in.readNBytes(Math.toIntExact(LENGTH_BYTES + file.headerBytes()));
        }
    }

    private static byte[] edited(byte[] header, Map<String, String> metadata) throws IOException {
        JsonText json = new JsonText(header);
        String value = MetadataRules.toJson(metadata);
        for (JsonText.Member member : json.members()) {
            if (member.name().equals(METADATA)) {
                return json.with(member, value).bytes();
            }
        }
        return json.withFirstMember(METADATA, value).bytes();
    }

    void write(OutputOptions options) throws IOException {
        overwrite.write(before, after, options);
    }
}
