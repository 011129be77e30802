package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.tensor.Quantization;

/**
 * A table from which integers choose rows.
 *
 * <p>Shape: {@code [...]} of integers to {@code [..., dims]}. Parameters: {@code weight
 * [numEmbeddings, dims]}, normal with deviation 1/sqrt(dims) at first.
 */
public final class Embedding extends Module implements EmbeddingLayer, Quantizable {
    private final Parameter weight;

    public Embedding(int numEmbeddings, int dims) {
        weight = parameter("weight", Random.normal(0, Math.sqrt(1.0 / dims), numEmbeddings, dims));
    }

    public Parameter weight() {
        return weight;
    }

    @Override
    public Array forward(Array x) {
        return weight.value().take(x, 0);
    }

    @Override
    public Array asLinear(Array x) {
        return x.matmul(weight.value().T());
    }

    @Override
    public QuantizedEmbedding toQuantized(Quantization how) {
        return QuantizedEmbedding.fromEmbedding(this, how);
    }

    @Override
    protected String extraRepr() {
        return Repr.extent(weight, 0) + ", " + Repr.extent(weight, 1);
    }
}
