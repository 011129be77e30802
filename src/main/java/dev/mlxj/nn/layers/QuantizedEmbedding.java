package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.Quantization;

import java.util.Set;

/**
 * A packed table from which integers choose rows; only those are decoded.
 *
 * <p>Shape: {@code [..]} of integers, at least one axis, to {@code [.., dims]}; in the dtype of the
 * scales, BF16 in modes with scales of 8 bits. Parameters: {@code weight [numEmbeddings, dims *
 * bits / 32]} of U32, {@code scales [numEmbeddings, dims / groupSize]} and, in affine mode, {@code
 * biases} as them. All are frozen at first; the weight is always, but for {@link
 * dev.mlxj.nn.FreezeOption#FORCE}.
 */
public final class QuantizedEmbedding extends Module implements EmbeddingLayer {
    private final PackedWeight packed;

    /** In affine mode with groups of 64 and 4 bits. */
    public QuantizedEmbedding(int numEmbeddings, int dims) {
        this(numEmbeddings, dims, Quantization.of(Quantization.Mode.AFFINE));
    }

    /**
     * A table of normal numbers with deviation 1/sqrt(dims).
     *
     * @throws IllegalArgumentException if {@code dims} does not divide into groups
     */
    public QuantizedEmbedding(int numEmbeddings, int dims, Quantization how) {
        this.packed =
                new PackedWeight(
                        parameter("weight"), parameter("scales"), parameter("biases"), how);
        packed.set(Random.normal(0, Math.sqrt(1.0 / dims), numEmbeddings, dims).quantize(how));
        freeze();
    }

    /**
     * The layer with the quantised weight of another.
     *
     * @throws IllegalArgumentException if the weight does not divide into groups
     */
    public static QuantizedEmbedding fromEmbedding(Embedding embedding, Quantization how) {
        Array weight = embedding.weight().value();
        QuantizedEmbedding quantized =
                new QuantizedEmbedding(
                        Math.toIntExact(weight.shape().extent(0)),
                        Math.toIntExact(weight.shape().extent(1)),
                        how);
        quantized.packed.set(weight.quantize(how));
        return quantized;
    }

    /** The packed weight as it is now. */
    public Quantized packedWeight() {
        return packed.value();
    }

    public Quantization quantization() {
        return packed.how();
    }

    @Override
    protected Set<String> alwaysFrozen() {
        return Set.of("weight");
    }

    @Override
    public Array forward(Array x) {
        return packed.value().take(x).dequantize();
    }

    @Override
    public Array asLinear(Array x) {
        return x.quantizedMatmul(packed.value());
    }

    @Override
    protected String extraRepr() {
        return "%s, %s, %s"
                .formatted(Repr.extent(packed.weight(), 0), packed.columns(), packed.how());
    }
}
