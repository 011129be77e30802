package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.QuantizedLinear;

/**
 * {@code linear(x) + scale * dropout(x) A B}. Over a {@link QuantizedLinear} it is QLoRA.
 *
 * <p>Shape: {@code [.., inputDims]} to {@code [.., outputDims]}. Parameters: those of {@code
 * linear}, {@code lora_a [inputDims, rank]}, uniform within 1/sqrt(inputDims) of zero at first, and
 * {@code lora_b [rank, outputDims]}, zeros at first. Matches {@code mlx_lm.tuner.lora.LoRALinear}.
 */
public final class LoRALinear extends Module implements Layer, Adapter {
    private final ChildLayer linear;
    private final ChildLayer dropout;
    private final Parameter loraA;
    private final Parameter loraB;
    private final double scale;

    /** An adapter of a new linear layer, which has no bias. */
    public LoRALinear(int inputDims, int outputDims, LoRAOptions options) {
        double bound = 1 / Math.sqrt(inputDims);
        this.linear = layer("linear", new Linear(inputDims, outputDims, false));
        this.dropout = layer("dropout", new Dropout(options.dropout()));
        this.loraA = parameter("lora_a", Random.uniform(-bound, bound, inputDims, options.rank()));
        this.loraB = parameter("lora_b", Array.zeros(options.rank(), outputDims));
        this.scale = options.scale();
    }

    /**
     * An adapter of this layer. As in mlx-lm, the sequence of random numbers goes on as if a layer
     * of the same size had been made.
     *
     * @param linear a {@link Linear} or {@link QuantizedLinear}
     * @throws IllegalArgumentException if it is another layer
     */
    public static LoRALinear fromBase(Layer linear, LoRAOptions options) {
        int[] extents = Base.linearExtents(linear);
        LoRALinear adapter = new LoRALinear(extents[1], extents[0], options);
        adapter.linear.set(linear);
        return adapter;
    }

    /** By which the product of the thin matrices is multiplied. */
    public double scale() {
        return scale;
    }

    @Override
    public Array forward(Array x) {
        Array z = dropout.forward(x).matmul(loraA.value()).matmul(loraB.value());
        return linear.forward(x).add(z.multiply(scale).astype(x.dtype()));
    }

    @Override
    public Module base() {
        return (Module) linear.value();
    }

    @Override
    public Module fuse() {
        return Base.packedAs(linear.value(), fuseDequantized());
    }

    @Override
    public Linear fuseDequantized() {
        Array weight = Base.weight(linear.value());
        Array delta = loraB.value().T().multiply(scale).matmul(loraA.value().T());
        return Base.linear(weight.add(delta.astype(weight.dtype())), linear.value());
    }
}
