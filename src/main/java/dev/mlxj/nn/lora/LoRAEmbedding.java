package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;

/**
 * {@code embedding(x) + scale * dropout(A[x] B)}.
 *
 * <p>Shape: {@code [..]} of integers to {@code [.., dims]}. Parameters: those of {@code embedding},
 * {@code lora_a [numEmbeddings, rank]}, uniform within 1/sqrt(numEmbeddings) of zero at first, and
 * {@code lora_b [rank, dims]}, zeros at first. Matches {@code mlx_lm.tuner.lora.LoRAEmbedding}.
 */
public final class LoRAEmbedding extends Module implements EmbeddingLayer, Adapter {
    private final Child<EmbeddingLayer> embedding;
    private final ChildLayer dropout;
    private final Parameter loraA;
    private final Parameter loraB;
    private final double scale;

    /** An adapter of a new table. */
    public LoRAEmbedding(int numEmbeddings, int dims, LoRAOptions options) {
        double bound = 1 / Math.sqrt(numEmbeddings);
        this.embedding = child("embedding", new Embedding(numEmbeddings, dims));
        this.dropout = layer("dropout", new Dropout(options.dropout()));
        this.loraA =
                parameter("lora_a", Random.uniform(-bound, bound, numEmbeddings, options.rank()));
        this.loraB = parameter("lora_b", Array.zeros(options.rank(), dims));
        this.scale = options.scale();
    }

    /**
     * An adapter of this layer; see {@link LoRALinear#fromBase}.
     *
     * @param embedding an {@link Embedding} or {@link dev.mlxj.nn.layers.QuantizedEmbedding}
     * @throws IllegalArgumentException if it is another layer
     */
    public static LoRAEmbedding fromBase(EmbeddingLayer embedding, LoRAOptions options) {
        int[] extents = Base.extents(embedding);
        LoRAEmbedding adapter = new LoRAEmbedding(extents[0], extents[1], options);
        adapter.embedding.set(embedding);
        return adapter;
    }

    @Override
    public Array forward(Array x) {
        Array y = embedding.value().forward(x);
        Array z = dropout.forward(loraA.value().take(x, 0).matmul(loraB.value()));
        return y.add(z.multiply(scale).astype(y.dtype()));
    }

    @Override
    public Array asLinear(Array x) {
        Array y = embedding.value().asLinear(x);
        Array z = dropout.forward(x).matmul(loraB.value().T()).matmul(loraA.value().T());
        return y.add(z.multiply(scale).astype(x.dtype()));
    }

    @Override
    public Module base() {
        return (Module) embedding.value();
    }

    @Override
    public Module fuse() {
        return Base.packedAs(embedding.value(), fuseDequantized());
    }

    @Override
    public Embedding fuseDequantized() {
        Array weight = Base.weight(embedding.value());
        Array delta = loraA.value().multiply(scale).matmul(loraB.value());
        return Base.embedding(weight.add(delta.astype(weight.dtype())));
    }
}
