package dev.mlxj.nn.layers;

import dev.mlxj.array.Quantized;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.Quantization;

/**
 * The parameters in which a layer holds its packed weight.
 *
 * @param biases an empty slot where the mode has none
 */
record PackedWeight(Parameter weight, Parameter scales, Parameter biases, Quantization how) {
    /** The weight as it is now. */
    Quantized value() {
        return new Quantized(weight.value(), scales.value(), biases.orNull(), how);
    }

    /** Puts another weight here, packed in the same way. */
    void set(Quantized packed) {
        weight.set(packed.weight());
        scales.set(packed.scales());
        if (packed.biases() != null) {
            biases.set(packed.biases());
        }
    }

    /** The elements of a row, as far as they are known. */
    String columns() {
        return weight.isPresent() && weight.value().ndim() == 2
                ? Long.toString(how.elements(weight.value().shape().extent(1)))
                : "?";
    }
}
