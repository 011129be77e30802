package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Random headers, most of them broken, against the verdict of the reference reader. The file is
 * made by {@code scripts/make-header-fuzz}; the system property {@code mlxj.fuzz} names another
 * one.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HeaderFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As small as a window may be, so that every token crosses an end somewhere. */
    private static final int SMALL_WINDOW = 9;

    private static final int WINDOW = 4096;

    @Test
    void a_random_header_gets_the_verdict_of_the_reference() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        try (Stream<String> lines = Files.lines(file())) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode one = JSON.readTree(line);
                String problem = problem(one, WINDOW);
                if (problem == null) {
                    problem = problem(one, SMALL_WINDOW);
                }
                if (problem != null) {
                    wrong.add("line " + (cases + 1) + ": " + problem);
                }
                cases++;
            }
        }
        assertThat(wrong).as("%d of %d cases", wrong.size(), cases).isEmpty();
        assertThat(cases).isPositive();
    }

    private static Path file() {
        String named = System.getProperty("mlxj.fuzz");
        return named != null
                ? Path.of(named)
                : Corpus.folder().resolveSibling("fuzz").resolve("headers.jsonl");
    }

    private static @Nullable String problem(JsonNode one, int window) throws IOException {
        byte[] file = Base64.getDecoder().decode(one.get("file").asText());
        String verdict = one.get("verdict").asText();
        try {
            Shard shard = read(file, window);
            if (verdict.equals("reject")) {
                return "accepted, " + one.get("reason").asText() + ": " + text(file);
            }
            Map<String, Object> tensors = new LinkedHashMap<>();
            for (Entry entry : shard.entries()) {
                tensors.put(entry.name(), describe(entry, file));
            }
            boolean equal =
                    reread(tensors).equals(one.get("tensors"))
                            && reread(shard.metadata()).equals(one.get("metadata"));
            return equal ? null : "other content: " + text(file);
        } catch (CheckpointException e) {
            return verdict.equals("accept") ? e.getMessage() + ": " + text(file) : null;
        } catch (RuntimeException e) {
            return e + ": " + text(file);
        }
    }

    /** As Jackson reads it: a node of a long is not equal to one of an int. */
    private static JsonNode reread(Object value) throws IOException {
        return JSON.readTree(JSON.writeValueAsBytes(value));
    }

    private static Shard read(byte[] file, int window) throws IOException {
        Path name = Path.of("x.safetensors");
        InputStream in = new ByteArrayInputStream(file);
        FileHead head = FileHead.read(in, file.length, window);
        return Formats.of(name, head).read(name, head, in, OpenOptions.STRICT);
    }

    private static Map<String, Object> describe(Entry entry, byte[] file) {
        CRC32 crc = new CRC32();
        crc.update(file, Math.toIntExact(entry.position()), Math.toIntExact(entry.byteSize()));
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("dtype", entry.dtype().name());
        tensor.put("shape", entry.shape().toList());
        tensor.put("crc32", crc.getValue());
        return tensor;
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
