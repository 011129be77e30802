package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.ExpertLayer;
import dev.mlxj.nn.layers.QuantizedSwitchLinear;
import dev.mlxj.nn.layers.SwitchLinear;
import dev.mlxj.tensor.Shape;

/**
 * {@code linear(x, i) + scale * dropout(x) A[i]^T B[i]^T} for the experts i that are chosen.
 *
 * <p>Parameters: those of {@code linear}, {@code lora_a [experts, rank, inputDims]}, uniform within
 * 1/sqrt(inputDims) of zero at first, and {@code lora_b [experts, outputDims, rank]}, zeros at
 * first. Matches {@code mlx_lm.tuner.lora.LoRASwitchLinear}.
 */
public final class LoRASwitchLinear extends Module implements ExpertLayer, Adapter {
    private final Child<ExpertLayer> linear;
    private final ChildLayer dropout;
    private final Parameter loraA;
    private final Parameter loraB;
    private final double scale;

    /** An adapter of new layers, which have no bias. */
    public LoRASwitchLinear(int inputDims, int outputDims, int experts, LoRAOptions options) {
        double bound = 1 / Math.sqrt(inputDims);
        int rank = options.rank();
        this.linear = child("linear", new SwitchLinear(inputDims, outputDims, experts, false));
        this.dropout = layer("dropout", new Dropout(options.dropout()));
        this.loraA = parameter("lora_a", Random.uniform(-bound, bound, experts, rank, inputDims));
        this.loraB = parameter("lora_b", Array.zeros(experts, outputDims, rank));
        this.scale = options.scale();
    }

    /**
     * An adapter of these layers; see {@link LoRALinear#fromBase}.
     *
     * @param linear a {@link SwitchLinear} or {@link QuantizedSwitchLinear}
     * @throws IllegalArgumentException if it is another layer
     */
    public static LoRASwitchLinear fromBase(ExpertLayer linear, LoRAOptions options) {
        Shape shape = weight(linear).shape();
        LoRASwitchLinear adapter =
                new LoRASwitchLinear(
                        Math.toIntExact(shape.extent(2)),
                        Math.toIntExact(shape.extent(1)),
                        Math.toIntExact(shape.extent(0)),
                        options);
        adapter.linear.set(linear);
        return adapter;
    }

    private static Array weight(ExpertLayer layer) {
        return switch (layer) {
            case SwitchLinear plain -> plain.weight().value();
            case QuantizedSwitchLinear packed -> packed.packedWeight().dequantize();
            default -> throw Base.unfit(layer);
        };
    }

    @Override
    public Array forward(Array x, Array indices) {
        Array thin = Array.gatherMm(dropout.forward(x), loraA.value().mT(), null, indices);
        Array z = Array.gatherMm(thin, loraB.value().mT(), null, indices);
        return linear.value().forward(x, indices).add(z.multiply(scale).astype(x.dtype()));
    }

    @Override
    public Module base() {
        return (Module) linear.value();
    }

    @Override
    public Module fuse() {
        SwitchLinear fused = fuseDequantized();
        return linear.value() instanceof QuantizedSwitchLinear packed
                ? fused.toQuantized(packed.quantization())
                : fused;
    }

    @Override
    public SwitchLinear fuseDequantized() {
        ExpertLayer base = linear.value();
        Array weight = weight(base);
        Array delta = loraB.value().multiply(scale).matmul(loraA.value());
        Shape shape = weight.shape();
        SwitchLinear fused =
                new SwitchLinear(
                        Math.toIntExact(shape.extent(2)),
                        Math.toIntExact(shape.extent(1)),
                        Math.toIntExact(shape.extent(0)),
                        false);
        fused.weight().set(weight.add(delta.astype(weight.dtype())));
        Parameter bias =
                base instanceof SwitchLinear plain
                        ? plain.bias()
                        : ((QuantizedSwitchLinear) base).bias();
        if (bias.isPresent()) {
            fused.bias().set(bias.value());
        }
        return fused;
    }
}
