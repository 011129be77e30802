package dev.mlxj.models;

import dev.mlxj.models.CausalLM.Scored;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A family of causal language models. Its checkpoints hold the stack under a prefix, or, where they
 * were saved without the head, without one.
 */
abstract class CausalFamily implements Family {
    private static final String SEQUENCE_HEAD = "score";

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

    /** What the projection to the classes of tokens is called. */
    String tokenHeadName() {
        return SEQUENCE_HEAD;
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
        return name.startsWith(stackName + ".")
                        || name.startsWith(headName + ".")
                        || name.startsWith(SEQUENCE_HEAD + ".")
                        || name.startsWith(tokenHeadName() + ".")
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
        if (!config.flag("is_causal", true)) {
            throw config.unexpected("is_causal", "true: only decoders are known here");
        }
        return new CausalLM(parts(config.withDefaults(defaults)), stackName, head(config));
    }

    private CausalLM.Head head(ModelConfig config) throws IOException {
        List<String> classes = config.architectures();
        String name = classes.isEmpty() ? headClass : classes.getFirst();
        String family = stackClass.substring(0, stackClass.length() - "Model".length());
        if (name.equals(headClass)) {
            return head(Scored.VOCABULARY, headName, config);
        } else if (name.equals(stackClass)) {
            return head(Scored.NOTHING, headName, config);
        } else if (name.equals(family + "ForSequenceClassification")) {
            return head(Scored.SEQUENCE, SEQUENCE_HEAD, config);
        } else if (name.equals(family + "ForTokenClassification")) {
            return head(Scored.TOKENS, tokenHeadName(), config);
        }
        throw config.unexpected(
                "architectures",
                "one of %s, %s, %sForSequenceClassification, %sForTokenClassification"
                        .formatted(headClass, stackClass, family, family));
    }

    private static CausalLM.Head head(Scored scored, String name, ModelConfig config)
            throws IOException {
        boolean classifies = scored == Scored.SEQUENCE || scored == Scored.TOKENS;
        return new CausalLM.Head(
                scored,
                name,
                classifies ? config.labels() : 0,
                (long) config.number("pad_token_id", -1));
    }
}
