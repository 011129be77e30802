package dev.mlxj.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One entry of {@code expected.json}. */
record CorpusCase(JsonNode node) {
    String file() {
        return node.get("file").asText();
    }

    String why() {
        return node.get("why").asText();
    }

    String family() {
        return node.get("family").asText();
    }

    boolean isHuge() {
        return node.get("huge").asBoolean();
    }

    boolean isSharded() {
        return file().startsWith("sharded/");
    }

    /** Whether the reference accepts the file. */
    boolean isAccepted() {
        return node.get("expect").asText().equals("accept");
    }

    /** Whether refusing what the reference accepts is right too. */
    boolean mayBeRefused() {
        return policy().equals("stricter-ok");
    }

    /** Whether something must be said about a file that is accepted. */
    boolean needsWarning() {
        return policy().equals("warn");
    }

    private String policy() {
        return node.get("policy").asText();
    }

    /** What {@code mx.load} says of the file, where it was asked. */
    Optional<Boolean> isAcceptedByMlx() {
        JsonNode verdict = node.path("others").path("mlx").path("verdict");
        return verdict.isMissingNode()
                ? Optional.empty()
                : Optional.of(verdict.asText().equals("accept"));
    }

    /** The tensors by name, where they are listed one by one. */
    Optional<Map<String, JsonNode>> tensors() {
        if (!node.has("tensors")) {
            return Optional.empty();
        }
        Map<String, JsonNode> tensors = new LinkedHashMap<>();
        node.get("tensors").properties().forEach(one -> tensors.put(one.getKey(), one.getValue()));
        return Optional.of(tensors);
    }

    /** The digest of all tensors, where there are too many to list. */
    Optional<String> tensorsDigest() {
        return Optional.ofNullable(node.get("tensors_digest")).map(JsonNode::asText);
    }

    /** The metadata, where they are told: a null node when the file has none. */
    Optional<JsonNode> metadata() {
        return Optional.ofNullable(node.get("metadata"));
    }

    /** The file itself, made in {@code scratch} where the corpus has only its recipe. */
    Path materialize(Path scratch) throws IOException {
        Path stored = Corpus.folder().resolve(file());
        if (!node.get("recipe").asBoolean()) {
            return stored;
        }
        JsonNode recipe = new ObjectMapper().readTree(stored.toFile());
        Path made = scratch.resolve(recipe.get("file").asText());
        CorpusRecipe.write(recipe, made);
        return made;
    }

    @Override
    public String toString() {
        return file();
    }
}
