package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;

/**
 * The rows of {@code m / |V| * V}, where {@code V = W + scale * A B}, and {@code |V|} are the
 * lengths of its rows, through which no gradient goes.
 *
 * <p>Shape: {@code [..]} of integers to {@code [.., dims]}. Parameters: those of {@code embedding},
 * {@code m [numEmbeddings]}, the lengths of the rows of W at first, {@code lora_a [numEmbeddings,
 * rank]}, uniform within 1/sqrt(numEmbeddings) of zero, and {@code lora_b [rank, dims]}, zeros.
 * Matches {@code mlx_lm.tuner.dora.DoRAEmbedding}; packed tables cannot be adapted.
 */
public final class DoRAEmbedding extends Module implements EmbeddingLayer, Adapter {
    private final Child<Embedding> embedding;
    private final Parameter m;
    private final ChildLayer dropout;
    private final Parameter loraA;
    private final Parameter loraB;
    private final double scale;

    /** An adapter of a new table. */
    public DoRAEmbedding(int numEmbeddings, int dims, LoRAOptions options) {
        double bound = 1 / Math.sqrt(numEmbeddings);
        Embedding base = new Embedding(numEmbeddings, dims);
        this.embedding = child("embedding", base);
        this.m = parameter("m", Linalg.norm(base.weight().value(), 1));
        this.dropout = layer("dropout", new Dropout(options.dropout()));
        this.loraA =
                parameter("lora_a", Random.uniform(-bound, bound, numEmbeddings, options.rank()));
        this.loraB = parameter("lora_b", Array.zeros(options.rank(), dims));
        this.scale = options.scale();
    }

    /** An adapter of this layer; see {@link LoRALinear#fromBase}. */
    public static DoRAEmbedding fromBase(Embedding embedding, LoRAOptions options) {
        int[] extents = Base.extents(embedding);
        DoRAEmbedding adapter = new DoRAEmbedding(extents[0], extents[1], options);
        adapter.embedding.set(embedding);
        adapter.m.set(Linalg.norm(embedding.weight().value(), 1));
        return adapter;
    }

    private Array weight() {
        return embedding.value().weight().value();
    }

    private Array delta() {
        return loraA.value().multiply(scale).matmul(loraB.value());
    }

    @Override
    public Array forward(Array x) {
        Array y = embedding.value().forward(x);
        Array z = loraA.value().take(x, 0).multiply(scale).matmul(loraB.value());
        Array lengths = Linalg.norm(y.add(z), -1).stopGradient();
        Array factors = m.value().take(x, 0).divide(lengths).expandDims(-1);
        return factors.multiply(y.add(dropout.forward(z).astype(y.dtype())));
    }

    @Override
    public Array asLinear(Array x) {
        Array z = dropout.forward(x).matmul(loraB.value().T()).matmul(loraA.value().T());
        Array y = embedding.value().asLinear(x).add(z.multiply(scale).astype(x.dtype()));
        Array lengths = Linalg.norm(weight().add(delta()), 1).stopGradient();
        return m.value().divide(lengths).multiply(y);
    }

    @Override
    public Module base() {
        return embedding.value();
    }

    @Override
    public Module fuse() {
        return fuseDequantized();
    }

    @Override
    public Embedding fuseDequantized() {
        Array adapted = weight().add(delta().astype(weight().dtype()));
        Array factors = m.value().divide(Linalg.norm(adapted, 1)).expandDims(1);
        return Base.embedding(factors.multiply(adapted));
    }
}
