package dev.mlxj.models;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A family of causal language models. Its checkpoints hold the stack under a prefix, or, where they
 * were saved without the head, without one.
 */
abstract class CausalFamily implements Family {
    private final String headClass;
    private final String stackClass;
    private final String stackName;
    private final String headName;
    private final Map<String, ?> defaults;

    /**
     * A family with the usual names: {@code NameForCausalLM} and {@code NameModel}, {@code model}
     * and {@code lm_head}.
     *
     * @param defaults what counts for keys that a config leaves out: those of the class in
     *     transformers
     */
    CausalFamily(String name, Map<String, ?> defaults) {
        this(name + "ForCausalLM", name + "Model", "model", "lm_head", defaults);
    }

    CausalFamily(
            String headClass,
            String stackClass,
            String stackName,
            String headName,
            Map<String, ?> defaults) {
        this.headClass = headClass;
        this.stackClass = stackClass;
        this.stackName = stackName;
        this.headName = headName;
        this.defaults = defaults;
    }

    /**
     * The parts of the model that a config describes.
     *
     * @param json with the defaults in it
     */
    abstract CausalLM.Parts parts(ModelConfig json) throws IOException;

    /** The embedding's path within the stack. */
    String embeddingName() {
        return "embed_tokens.weight";
    }

    /** Whether a stored tensor is no parameter: tables that older versions saved. */
    boolean isBuffer(String name) {
        return name.endsWith(".rotary_emb.inv_freq");
    }

    @Override
    public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
        weights.drop(this::isBuffer);
        weights.rename(this::prefixed);
    }

    private String prefixed(String name) {
        return name.startsWith(stackName + ".") || name.startsWith(headName + ".")
                ? name
                : stackName + "." + name;
    }

    @Override
    public Map<String, String> ties(ModelConfig config) throws IOException {
        return config.withDefaults(defaults).flag("tie_word_embeddings")
                ? Map.of(headName + ".weight", stackName + "." + embeddingName())
                : Map.of();
    }

    @Override
    public Model create(ModelConfig config, Set<String> names) throws IOException {
        List<String> classes = config.architectures();
        String name = classes.isEmpty() ? headClass : classes.getFirst();
        if (!name.equals(headClass) && !name.equals(stackClass)) {
            throw config.unexpected("architectures", headClass + " or " + stackClass);
        }
        return new CausalLM(
                parts(config.withDefaults(defaults)), stackName, headName, name.equals(headClass));
    }
}
