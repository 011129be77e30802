package dev.mlxj.models;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What {@link Architectures} knows of an architecture. */
public interface Family {
    /**
     * The names and layouts of this family's checkpoints become those of its model: prefixes and
     * old names are changed, buffers that are no parameters are dropped.
     */
    void sanitize(StoredWeights weights, ModelConfig config) throws IOException;

    /**
     * Parameters that are another one under a second name: {@code lm_head.weight} is {@code
     * embed_tokens.weight} where the config ties them. Both by the model's names.
     */
    Map<String, String> ties(ModelConfig config) throws IOException;

    /**
     * The model that a config describes, with parameters that are not loaded yet.
     *
     * @param names the sanitized names of the checkpoint; they tell which optional heads it has
     * @throws dev.mlxj.io.MalformedCheckpointException if a config value is not understood
     */
    Model create(ModelConfig config, Set<String> names) throws IOException;
}
