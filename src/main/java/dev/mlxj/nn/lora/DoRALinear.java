package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;

import java.util.Optional;

/**
 * {@code m / |V| * x V^T + b}, where {@code V = W + scale * (A B)^T}, and {@code |V|} are the
 * lengths of its rows, through which no gradient goes.
 *
 * <p>Shape: {@code [.., inputDims]} to {@code [.., outputDims]}. Parameters: those of {@code
 * linear}, {@code m [outputDims]}, the lengths of the rows of W at first, {@code lora_a [inputDims,
 * rank]}, uniform within 1/sqrt(inputDims) of zero, and {@code lora_b [rank, outputDims]}, zeros.
 * Matches {@code mlx_lm.tuner.dora.DoRALinear}.
 */
public final class DoRALinear extends Module implements Layer, Adapter {
    private final ChildLayer linear;
    private final Parameter m;
    private final ChildLayer dropout;
    private final Parameter loraA;
    private final Parameter loraB;
    private final double scale;

    /** An adapter of a new linear layer, which has no bias. */
    public DoRALinear(int inputDims, int outputDims, LoRAOptions options) {
        double bound = 1 / Math.sqrt(inputDims);
        Linear base = new Linear(inputDims, outputDims, false);
        this.linear = layer("linear", base);
        this.m = parameter("m", lengths(base));
        this.dropout = layer("dropout", new Dropout(options.dropout()));
        this.loraA = parameter("lora_a", Random.uniform(-bound, bound, inputDims, options.rank()));
        this.loraB = parameter("lora_b", Array.zeros(options.rank(), outputDims));
        this.scale = options.scale();
    }

    /**
     * An adapter of this layer; see {@link LoRALinear#fromBase}.
     *
     * @param linear a {@link Linear} or {@link dev.mlxj.nn.layers.QuantizedLinear}
     * @throws IllegalArgumentException if it is another layer
     */
    public static DoRALinear fromBase(Layer linear, LoRAOptions options) {
        int[] extents = Base.linearExtents(linear);
        DoRALinear adapter = new DoRALinear(extents[1], extents[0], options);
        adapter.linear.set(linear);
        adapter.m.set(lengths(linear));
        return adapter;
    }

    private static Array lengths(Layer base) {
        return Linalg.norm(Base.weight(base).astype(DType.F32), 1);
    }

    @Override
    public Array forward(Array x) {
        Array weight = Base.weight(linear.value());
        Array z = dropout.forward(x).matmul(loraA.value()).matmul(loraB.value());
        Array y = x.matmul(weight.T()).add(z.multiply(scale).astype(x.dtype()));
        Array lengths = Linalg.norm(weight.add(delta()), 1).stopGradient();
        Array scaled = m.value().divide(lengths).astype(x.dtype()).multiply(y);
        Optional<Array> bias = Base.bias(linear.value());
        return bias.isPresent() ? scaled.add(bias.get()) : scaled;
    }

    private Array delta() {
        return loraB.value().T().multiply(scale).matmul(loraA.value().T());
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
        Array adapted = weight.add(delta().astype(weight.dtype()));
        Array factors = m.value().divide(Linalg.norm(adapted, 1)).expandDims(1);
        return Base.linear(factors.multiply(adapted), linear.value());
    }
}
