package dev.mlxj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small safetensors files, written by hand: the header as text, then the data. */
final class TestFiles {
    private TestFiles() {}

    /** A file of this header, which is not padded, and these data. */
    static Path write(Path file, String header, int... data) throws IOException {
        return Files.write(file, bytes(header, data));
    }

    static byte[] bytes(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (int b : data) {
            bytes.put((byte) b);
        }
        return bytes.array();
    }

    /** A file of one U8 tensor. */
    static Path oneTensor(Path file, String name, int... data) throws IOException {
        return write(file, "{" + tensor(name, 0, data.length) + "}", data);
    }

    /** A header's member: a U8 vector at a place in the data. */
    static String tensor(String name, long begin, long end) {
        return "\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                .formatted(name, end - begin, begin, end);
    }

    /** An index that lists one tensor for each pair of a name and a shard. */
    static Path index(Path directory, String... namesAndShards) throws IOException {
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < namesAndShards.length; i += 2) {
            map.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(namesAndShards[i])
                    .append("\":\"")
                    .append(namesAndShards[i + 1])
                    .append('"');
        }
        return Files.writeString(
                directory.resolve("model.safetensors.index.json"),
                "{\"metadata\":{},\"weight_map\":{" + map + "}}");
    }
}
