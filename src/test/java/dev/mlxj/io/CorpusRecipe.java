package dev.mlxj.io;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a big file from its recipe: segments, one after the other, zeros as holes. */
final class CorpusRecipe {
    /** {@code {i}}, or {@code {i+1}}. */
    private static final Pattern RUNNING_NUMBER = Pattern.compile("\\{i(?:\\+(\\d+))?}");

    private CorpusRecipe() {}

    static void write(JsonNode recipe, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (JsonNode segment : recipe.get("segments")) {
                if (segment.has("zeros")) {
                    channel.position(channel.position() + segment.get("zeros").asLong());
                } else {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    writeSegment(segment, out);
                    out.flush();
                }
            }
            long size = recipe.get("size").asLong();
            if (channel.size() < size) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }

    private static void writeSegment(JsonNode segment, OutputStream out) throws IOException {
        if (segment.has("text")) {
            out.write(segment.get("text").asText().getBytes(StandardCharsets.UTF_8));
        } else if (segment.has("hex")) {
            out.write(HexFormat.of().parseHex(segment.get("hex").asText()));
        } else if (segment.has("repeat")) {
            byte[] unit = HexFormat.of().parseHex(segment.get("repeat").asText());
            for (long i = 0; i < segment.get("count").asLong(); i++) {
                out.write(unit);
            }
        } else {
            Matcher template = RUNNING_NUMBER.matcher(segment.get("template").asText());
            String separator = segment.get("sep").asText();
            for (long i = 0; i < segment.get("count").asLong(); i++) {
                long number = i;
                String item =
                        template.replaceAll(
                                match ->
                                        String.valueOf(
                                                number
                                                        + (match.group(1) == null
                                                                ? 0
                                                                : Long.parseLong(match.group(1)))));
                out.write((i == 0 ? item : separator + item).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
