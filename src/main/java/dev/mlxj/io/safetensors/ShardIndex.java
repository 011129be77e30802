package dev.mlxj.io.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import dev.mlxj.io.Listing;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * The index of a sharded model, {@code model.safetensors.index.json}: which shard holds which
 * tensor. Only the text is judged here; no shard has been looked for.
 *
 * @param file the index itself
 * @param shardOf tensor name to the shard's path, as the index writes it
 * @param metadata the values of {@code metadata} as they stand: strings, numbers, lists, maps
 */
public record ShardIndex(
        Path file,
        SequencedMap<String, String> shardOf,
        SequencedMap<String, @Nullable Object> metadata) {
    /** More than any index needs: a hundred million bytes would list a million tensors. */
    private static final long LONGEST = 100_000_000;

    private static final int DEEPEST = 127;

    /** How the parser's message about a duplicate key begins; the key follows in quotes. */
    private static final String DUPLICATE = "Duplicate field ";

    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength((int) LONGEST)
                                    .maxStringLength((int) LONGEST)
                                    .build())
                    .build();

    public ShardIndex {
        shardOf = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shardOf));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /** The paths of the shards as the index writes them, sorted. */
    public List<String> shards() {
        return List.copyOf(new TreeSet<>(shardOf.values()));
    }

    /**
     * Reads an index.
     *
     * @throws MalformedCheckpointException if it is no index, or names a shard by a path that could
     *     lead out of its directory
     */
    public static ShardIndex read(Path file) throws IOException {
        String text = text(file);
        Reader reader = new Reader(file);
        try (JsonParser json = JSON.createParser(text)) {
            reader.document(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new MalformedCheckpointException(
                    file,
                    at == null ? MalformedCheckpointException.NOWHERE : byteOffset(text, at),
                    problem(e.getOriginalMessage()),
                    null);
        }
        refuseUnsafePaths(file, reader.shardOf);
        return new ShardIndex(file, reader.shardOf, reader.metadata);
    }

    private static String text(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LONGEST) {
            throw new MalformedCheckpointException(
                    file,
                    0,
                    "an index of " + size + " bytes, at most " + LONGEST + " allowed",
                    null);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        try {
            return utf8.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedCheckpointException(
                    file, bytes.position(), "the index has invalid UTF-8", null);
        }
    }

    /** The parser's message without its words about the source, which begin at a bracket. */
    private static String problem(String message) {
        if (message.startsWith(DUPLICATE)) {
            return "the index has a key twice: "
                    + Names.escape(message.substring(DUPLICATE.length()));
        }
        int end = message.indexOf(" (");
        return "the index is no valid JSON: "
                + Names.escape(end < 0 ? message : message.substring(0, end));
    }

    private static long byteOffset(String text, JsonLocation location) {
        int chars = Math.clamp(location.getCharOffset(), 0, text.length());
        return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
    }

    private static void refuseUnsafePaths(Path file, SequencedMap<String, String> shardOf)
            throws MalformedCheckpointException {
        List<String> unsafe = new ArrayList<>();
        for (String path : new TreeSet<>(shardOf.values())) {
            String problem = ShardPath.problem(path);
            if (problem != null) {
                unsafe.add(Names.quote(path) + " " + problem);
            }
        }
        if (!unsafe.isEmpty()) {
            throw new MalformedCheckpointException(
                    file,
                    MalformedCheckpointException.NOWHERE,
                    "unsafe shard path: " + Listing.of(unsafe),
                    "shards lie in the directory of the index, or below it");
        }
    }

    /** Walks the document once, keeping the two members that count. */
    private static final class Reader {
        private final Path file;
        private final SequencedMap<String, String> shardOf = new LinkedHashMap<>();
        private final SequencedMap<String, @Nullable Object> metadata = new LinkedHashMap<>();

        Reader(Path file) {
            this.file = file;
        }

        void document(JsonParser json) throws IOException {
            require(json, json.nextToken(), JsonToken.START_OBJECT, "an index is a JSON object");
            boolean mapped = false;
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (key.equals("weight_map")) {
                    require(json, value, JsonToken.START_OBJECT, "weight_map is a JSON object");
                    weightMap(json);
                    mapped = true;
                } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
                    metadata.putAll(JsonValues.readObject(json));
                } else {
                    json.skipChildren();
                }
            }
            require(json, json.nextToken(), null, "nothing may follow the index");
            if (!mapped) {
                throw malformed(json, "this is no index of shards: it has no weight_map");
            }
        }

        private void weightMap(JsonParser json) throws IOException {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                require(
                        json,
                        json.nextToken(),
                        JsonToken.VALUE_STRING,
                        "weight_map gives the name of a file for each tensor");
                shardOf.put(name, json.getText());
            }
        }

        private void require(
                JsonParser json, @Nullable JsonToken found, @Nullable JsonToken wanted, String rule)
                throws MalformedCheckpointException {
            if (found != wanted) {
                throw malformed(json, rule);
            }
        }

        private MalformedCheckpointException malformed(JsonParser json, String problem) {
            return new MalformedCheckpointException(
                    file, json.currentTokenLocation().getCharOffset(), problem, null);
        }
    }
}
