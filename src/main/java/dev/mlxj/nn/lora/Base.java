package dev.mlxj.nn.lora;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.Projection;
import dev.mlxj.nn.layers.QuantizedEmbedding;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.tensor.Quantization;

import java.util.Optional;

/** What an adapter asks of the layer that it adapts, packed or not. */
final class Base {
    private Base() {}

    /**
     * The weight, a matrix.
     *
     * @throws IllegalArgumentException if the layer has none
     */
    static Array weight(Layer layer) {
        return switch (layer) {
            case Linear linear -> linear.weight().value();
            case QuantizedLinear linear -> linear.packedWeight().dequantize();
            case Embedding embedding -> embedding.weight().value();
            case QuantizedEmbedding embedding -> embedding.packedWeight().dequantize();
            case Projection projection -> projection.matrix();
            default -> throw unfit(layer);
        };
    }

    /** The bias of a linear layer, if it has one. */
    static Optional<Array> bias(Layer layer) {
        return switch (layer) {
            case Linear linear -> Optional.ofNullable(linear.bias().orNull());
            case QuantizedLinear linear -> Optional.ofNullable(linear.bias().orNull());
            case Projection projection -> Optional.ofNullable(projection.offset());
            default -> Optional.empty();
        };
    }

    /** How the weight is packed, if it is. */
    static Optional<Quantization> quantization(Layer layer) {
        return switch (layer) {
            case QuantizedLinear linear -> Optional.of(linear.quantization());
            case QuantizedEmbedding embedding -> Optional.of(embedding.quantization());
            default -> Optional.empty();
        };
    }

    /**
     * Rows and columns of the weight of a linear layer.
     *
     * @throws IllegalArgumentException if it is another layer
     */
    static int[] linearExtents(Layer layer) {
        if (layer instanceof Linear
                || layer instanceof QuantizedLinear
                || layer instanceof Projection) {
            return extents(layer);
        }
        throw unfit(layer);
    }

    /** Rows and columns of the weight. */
    static int[] extents(Layer layer) {
        long[] extents = weight(layer).shape().toArray();
        return new int[] {Math.toIntExact(extents[0]), Math.toIntExact(extents[1])};
    }

    /** A linear layer with this weight and the bias of another. */
    static Linear linear(Array weight, Layer base) {
        Linear fused =
                new Linear(
                        Math.toIntExact(weight.shape().extent(1)),
                        Math.toIntExact(weight.shape().extent(0)),
                        false);
        fused.weight().set(weight);
        bias(base).ifPresent(fused.bias()::set);
        return fused;
    }

    static Embedding embedding(Array weight) {
        Embedding fused =
                new Embedding(
                        Math.toIntExact(weight.shape().extent(0)),
                        Math.toIntExact(weight.shape().extent(1)));
        fused.weight().set(weight);
        return fused;
    }

    /** The layer packed as the base is, if that is packed. */
    static <L extends Module & Quantizable> Module packedAs(Layer base, L fused) {
        Optional<Quantization> how = quantization(base);
        return how.isPresent() ? fused.toQuantized(how.get()) : fused;
    }

    static IllegalArgumentException unfit(Object layer) {
        String name = layer.getClass().getSimpleName();
        return new IllegalArgumentException(
                "LoRA: a layer of type %s cannot be adapted".formatted(name));
    }
}
