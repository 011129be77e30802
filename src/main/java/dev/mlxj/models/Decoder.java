package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;

import java.util.List;

/**
 * A stack of layers between an embedding and a norm. Parameters: {@code embed_tokens}, {@code
 * layers}, {@code norm}.
 */
final class Decoder extends Module implements CausalLM.Stack {
    private final Child<EmbeddingLayer> embedding;
    private final Children<DecoderLayer> layers;
    private final ChildLayer norm;
    private final double embeddingScale;

    Decoder(DecoderConfig c, List<? extends DecoderLayer> layers, Layer norm) {
        this(c, layers, norm, 1);
    }

    /**
     * A stack.
     *
     * @param embeddingScale by which embeddings are multiplied
     */
    Decoder(
            DecoderConfig c,
            List<? extends DecoderLayer> layers,
            Layer norm,
            double embeddingScale) {
        embedding = child("embed_tokens", new Embedding(c.vocabularySize(), c.hiddenSize()));
        this.layers = children("layers", layers);
        this.norm = layer("norm", norm);
        this.embeddingScale = embeddingScale;
    }

    @Override
    public Array embed(Array ids) {
        Array embedded = embedding.value().forward(ids);
        return embeddingScale == 1 ? embedded : embedded.multiply(embeddingScale);
    }

    @Override
    public List<DecoderLayer> layers() {
        return layers;
    }

    @Override
    public Array norm(Array x) {
        return norm.forward(x);
    }

    @Override
    public Array scores(Array x) {
        return embedding.value().asLinear(x);
    }
}
