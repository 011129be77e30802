package dev.mlxj.models;

import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.RMSNorm;

import java.io.IOException;

/**
 * What nearly all decoders have in their {@code config.json}, under the same names.
 *
 * @param kvHeads heads of keys and values, which neighbouring heads of queries share
 * @param headDim features of a head; often, but not always, hidden size / heads
 * @param normEps what is added to the variance by the norms
 * @param tied whether the output projection is the embedding
 */
record DecoderConfig(
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int intermediateSize,
        double normEps,
        Layer activation,
        boolean tied) {

    /**
     * Reads the values.
     *
     * @param json with the defaults of its family
     */
    static DecoderConfig of(ModelConfig json) throws IOException {
        return of(json, "rms_norm_eps", HiddenActivation.of(json, "hidden_act", "silu"));
    }

    /**
     * Reads all but the activation.
     *
     * @param json with the defaults of its family
     * @param epsKey what the config calls {@code normEps}
     */
    static DecoderConfig of(ModelConfig json, String epsKey, Layer activation) throws IOException {
        int hiddenSize = json.positive("hidden_size");
        int heads = json.positive("num_attention_heads");
        int kvHeads = json.positive("num_key_value_heads", heads);
        if (heads % kvHeads != 0) {
            throw json.unexpected(
                    "num_key_value_heads", "a divisor of num_attention_heads " + heads);
        }
        if (!json.has("head_dim") && hiddenSize % heads != 0) {
            throw json.unexpected("num_attention_heads", "a divisor of hidden_size " + hiddenSize);
        }
        double eps = json.number(epsKey);
        if (eps <= 0) {
            throw json.unexpected(epsKey, "a positive number");
        }
        return new DecoderConfig(
                json.positive("vocab_size"),
                hiddenSize,
                json.positive("num_hidden_layers"),
                heads,
                kvHeads,
                json.positive("head_dim", hiddenSize / heads),
                json.positive("intermediate_size"),
                eps,
                activation,
                json.flag("tie_word_embeddings"));
    }

    /** A norm of the states. */
    RMSNorm norm() {
        return new RMSNorm(hiddenSize, normEps);
    }
}
